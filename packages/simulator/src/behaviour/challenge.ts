import type Stripe from "stripe";

import type { PaymentIntent } from "../objects/types.ts";
import { Refusal, invalidRequest } from "../protocol/errors.ts";
import type { PaymentMethodRecord, World } from "../world.ts";
import { askBank } from "./ask-bank.ts";
import { failAuthentication } from "./authorize.ts";
import { decline } from "./declines.ts";
import { find } from "./payment-intents.ts";

/** Whether the bank wants the card's holder to answer before it pays (3-D Secure). */
export function asksHolder(
  { card: { outcome }, setUp }: PaymentMethodRecord,
  { payment_method_options: options }: Pick<PaymentIntent, "payment_method_options">,
  offSession: boolean,
): boolean {
  if (outcome.kind === "challenge") return !(outcome.onceSetUp === true && setUp && offSession);
  const asked = options?.card?.request_three_d_secure;
  return !offSession && outcome.kind !== "decline" && (asked === "any" || asked === "challenge");
}

/** Where the holder answers: a page to send them to, or one that Stripe.js would open. */
export function nextAction(
  id: string,
  pagesUrl: string,
  back: string | undefined,
): Stripe.PaymentIntent.NextAction & Stripe.SetupIntent.NextAction {
  const url = `${pagesUrl}/c/authenticate/${id}`;
  if (back === undefined) {
    return { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url } };
  }
  return { type: "redirect_to_url", redirect_to_url: { url, return_url: back } };
}

/**
 * The holder answers the bank. Gives the PaymentIntent as it is then, whatever the bank said.
 *
 * Throws a 400 when nobody is asked anything.
 */
export async function answerChallenge(world: World, id: string, yes: boolean): Promise<PaymentIntent> {
  const intent = find(world, id);
  const record = intent.payment_method === null ? undefined : world.paymentMethods.get(intent.payment_method);
  if (intent.status !== "requires_action" || intent.next_action === null || !record) {
    throw invalidRequest(`No bank asks about this PaymentIntent: its status is ${intent.status}.`);
  }
  if (!yes) return failAuthentication(world, id, decline("payment_intent_authentication_failure"));
  try {
    return await askBank(world, id, record, undefined, true);
  } catch (error) {
    if (error instanceof Refusal && error.status === 402) return find(world, id);
    throw error;
  }
}

/** Where the holder's browser goes afterwards; null when the shop's own page waits for it. */
export function returnUrl(
  { next_action: action }: Pick<PaymentIntent, "next_action">,
  { id, client_secret: secret }: { readonly id: string; readonly client_secret: string | null },
): string | null {
  const to = action?.redirect_to_url?.return_url;
  if (!to) return null;
  const kind = id.startsWith("seti_") ? "setup_intent" : "payment_intent";
  const url = new URL(to);
  url.searchParams.set(kind, id);
  url.searchParams.set(`${kind}_client_secret`, secret ?? "");
  return url.href;
}
