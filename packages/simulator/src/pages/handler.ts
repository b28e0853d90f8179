import type { ServerResponse } from "node:http";

import { findCard } from "../behaviour/cards.ts";
import { failChallenge, payAsGuest, successUrl } from "../behaviour/checkout.ts";
import type { GuestOutcome } from "../behaviour/checkout.ts";
import { formatAmount } from "../behaviour/currencies.ts";
import { find } from "../behaviour/sessions.ts";
import { cardholderHands } from "../hands/cardholder-hands.ts";
import type { ApiRequest } from "../http/api-request.ts";
import { Refusal } from "../protocol/errors.ts";
import type { Handler } from "../http/server.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { SessionRecord, World } from "../world.ts";
import type { Worlds } from "../worlds.ts";
import { checkoutPage } from "./checkout-page.ts";
import { serveDashboard } from "./dashboard-handler.ts";
import { bankPage, messagePage } from "./other-pages.ts";

/** What the pages need. */
export interface PagesParts {
  readonly worlds: Worlds;
  readonly simulator: InProcessSimulator;
  /** Resolves when Checkout may send the guest back to the shop. */
  readonly redirect: (outcome: GuestOutcome & { kind: "complete" }) => Promise<void>;
}

/** Serves `/c/pay/{session}`: GET shows the page, POST pays and answers 303. And whatever else is a page. */
export function pagesHandler({ worlds, simulator, redirect }: PagesParts): Handler {
  return async (request, response) => {
    const [, area, pay = "", id = "", step] = request.path.split("/");
    if (area === "" || area === "dashboard") return serveDashboard(worlds.main, simulator, request, response);
    if (area === "files") return showFile(worlds, pay, response);
    if (pay === "authenticate") return serveBank(worlds.withIntent(id), request, id, response);
    const world = worlds.withSession(id);
    const record = pay === "pay" ? world.sessions.get(id) : undefined;
    if (!record)
      return show(response, 404, messagePage("This page does not exist", "The payment link is not complete."));
    try {
      if (request.method !== "POST") return get(world, request, record, step, response);
      const form = new URLSearchParams(request.body);
      const card = findCard(form.get("card") ?? "visa");
      if (step === "challenge" && form.get("answer") !== "yes") {
        failChallenge(world, id);
        return seeOther(response, `/c/pay/${id}#refusal`);
      }
      const outcome = await payAsGuest(world, id, card, step === "challenge");
      if (outcome.kind === "declined") return seeOther(response, `/c/pay/${id}#refusal`);
      if (outcome.kind === "challenge") return seeOther(response, `/c/pay/${id}/challenge?card=${card.name}`);
      await redirect(outcome);
      seeOther(response, successUrl(find(world, id)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      show(response, error.status, messagePage("That did not work", error.message, `/c/pay/${id}`));
    }
  };
}

function get(
  world: World,
  { query }: ApiRequest,
  record: SessionRecord,
  step: string | undefined,
  response: ServerResponse,
): void {
  const { session } = record;
  const { businessName } = world.settings.account;
  if (session.status === "complete") {
    show(
      response,
      200,
      messagePage("You have paid", `Thank you. ${businessName} has your payment.`, successUrl(record), true),
    );
  } else if (session.status === "expired") {
    const message = "This payment link is no longer valid. Nothing was charged.";
    show(response, 200, messagePage("This link has expired", message, session.cancel_url));
  } else if (step === "challenge") {
    const card = findCard(new URLSearchParams(query).get("card") ?? "three_d_secure");
    const total = formatAmount(session.amount_total ?? 0, session.currency ?? "usd");
    show(response, 200, bankPage(`/c/pay/${session.id}/challenge`, `pay ${total}`, card.name));
  } else {
    const intent = session.payment_intent ? world.paymentIntents.get(session.payment_intent) : undefined;
    const refusal = intent?.last_payment_error?.message;
    show(response, 200, checkoutPage({ record, businessName, ...(refusal !== undefined && { refusal }) }));
  }
}

/** Serves `/c/authenticate/{intent}`, the page of the bank that wants its customer to answer first. */
async function serveBank(
  world: World,
  { method, body }: ApiRequest,
  id: string,
  response: ServerResponse,
): Promise<void> {
  const intent = world.paymentIntents.get(id) ?? world.setupIntents.get(id);
  if (intent?.status !== "requires_action") {
    const message = "Your bank has nothing to ask. You can close this page.";
    return show(response, intent ? 200 : 404, messagePage("Nothing to confirm", message));
  }
  if (method !== "POST") {
    const what =
      intent.object === "payment_intent" ? `pay ${formatAmount(intent.amount, intent.currency)}` : "save this card";
    return show(response, 200, bankPage(`/c/authenticate/${id}`, what));
  }
  const holder = cardholderHands(world, id);
  const yes = new URLSearchParams(body).get("answer") === "yes";
  const back = await (yes ? holder.approve() : holder.refuse());
  if (back !== null) return seeOther(response, back);
  show(response, 200, messagePage("Your bank has your answer", "You can go back to the shop's page.", null, yes));
}

function show(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
    "referrer-policy": "no-referrer",
  });
  response.end(page);
}

/** Where a file's `url` leads. Addresses of files are secrets in themselves, so no key is asked for. */
function showFile({ all }: Worlds, id: string, response: ServerResponse): void {
  const record = all.flatMap(({ files }) => files.get(id) ?? [])[0];
  if (!record) return show(response, 404, messagePage("This file does not exist", "It may have expired."));
  response.writeHead(200, { "content-type": "image/svg+xml", "content-security-policy": "default-src 'none'" });
  response.end(record.content);
}

function seeOther(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, "cache-control": "no-store" }).end();
}
