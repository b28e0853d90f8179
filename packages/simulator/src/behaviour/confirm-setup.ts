import type Stripe from "stripe";

import type { SetupIntent } from "../objects/types.ts";
import { Refusal, invalidParameter, invalidRequest } from "../protocol/errors.ts";
import { refuseUnsimulated, setupConfirmParams } from "../protocol/simulated-params.ts";
import type { PaymentMethodRecord, World } from "../world.ts";
import { asksHolder, nextAction } from "./challenge.ts";
import { failSetup, setUpOnline } from "./complete-setup.ts";
import { decline } from "./declines.ts";
import { checkUsable, forPaying } from "./payment-methods.ts";
import { create, find, putSetup, unexpected } from "./setup-intents.ts";

/** POST /v1/setup_intents: with `confirm`, the card is set up in the same request. */
export function createAndConfirm(world: World, params: Stripe.SetupIntentCreateParams, pagesUrl: string): SetupIntent {
  const { return_url: returnUrl } = params;
  if (!params.confirm) {
    if (returnUrl !== undefined) throw invalidParameter("`return_url` needs `confirm=true`.", "return_url");
    return create(world, params);
  }
  const { id } = create(world, params);
  return confirm(world, id, returnUrl === undefined ? {} : { return_url: returnUrl }, pagesUrl);
}

/** POST /v1/setup_intents/{id}/confirm: sets a card up online, for charges while its holder is away. */
export function confirm(
  world: World,
  id: string,
  params: Stripe.SetupIntentConfirmParams,
  pagesUrl: string,
): SetupIntent {
  refuseUnsimulated(params, setupConfirmParams);
  const setup = find(world, id);
  if (setup.status === "succeeded" || setup.status === "canceled") throw unexpected(setup, "confirmed");
  if (!setup.payment_method_types.includes("card")) {
    throw invalidRequest("This SetupIntent takes no card online: card is not among its payment_method_types.");
  }
  const chosen = params.payment_method ?? setup.payment_method;
  if (chosen === null) {
    const message = "You cannot confirm this SetupIntent because it's missing a payment method.";
    throw invalidRequest(message, { code: "setup_intent_unexpected_state" });
  }
  const record = forPaying(world, chosen);
  checkUsable(record, setup.customer);
  putSetup(world, { ...setup, payment_method: record.method.id });
  if (!asksHolder(record, { payment_method_options: null }, false)) return complete(world, id, record, false);
  const action = nextAction(id, pagesUrl, params.return_url);
  const waiting = putSetup(world, { ...find(world, id), status: "requires_action", next_action: action });
  world.emit("setup_intent.requires_action", waiting);
  return waiting;
}

/** The card's holder answers the bank. Gives the SetupIntent as it is then. Throws a 400 when nobody is asked. */
export function answerSetupChallenge(world: World, id: string, yes: boolean): SetupIntent {
  const setup = find(world, id);
  const record = setup.payment_method === null ? undefined : world.paymentMethods.get(setup.payment_method);
  if (setup.status !== "requires_action" || !record) {
    throw invalidRequest(`No bank asks about this SetupIntent: its status is ${setup.status}.`);
  }
  if (!yes) return failSetup(world, id, record.method, decline("setup_intent_authentication_failure"));
  // A card that is declined when charged can be set up all the same.
  return setUpOnline(world, id, record.method, true);
}

function complete(
  world: World,
  id: string,
  { card, method }: PaymentMethodRecord,
  authenticated: boolean,
): SetupIntent {
  if (card.outcome.kind !== "decline" || card.attaches) return setUpOnline(world, id, method, authenticated);
  const refusal = decline(card.outcome.code, card.outcome.declineCode);
  const failed = failSetup(world, id, method, refusal);
  const { code, message, declineCode } = refusal;
  throw new Refusal(402, {
    type: "card_error",
    code,
    message,
    setup_intent: failed,
    payment_method: method,
    ...(declineCode !== undefined && { decline_code: declineCode }),
  });
}
