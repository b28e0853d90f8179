import type { Card, Evidence, News } from "@tillkit/core";
import type { ModelIntent, ModelSession } from "./types.ts";
import type { World } from "./world.ts";

/** The only card in the model's world. */
export const modelCard: Card = { brand: "visa", last4: "4242" };

/** The PaymentIntent has been paid, on a reader or on a page. */
export function paidNews(intent: ModelIntent, session?: ModelSession): News {
  return { type: "paid", evidence: evidenceOf(intent, session) };
}

/** What the PaymentIntent alone says; nothing while it waits to be paid. */
export function truthOf(intent: ModelIntent): readonly News[] {
  switch (intent.status) {
    case "succeeded":
      return [paidNews(intent)];
    case "requires_capture":
      return [authorizedNews(intent)];
    case "canceled":
      return [intent.lapsed ? { type: "intent_canceled", lapsed: true } : { type: "intent_canceled" }];
    case "requires_payment_method":
    case "requires_confirmation":
      return [];
  }
}

function authorizedNews({ id, amount, tip, tipNamed, captureBefore }: ModelIntent): News {
  const hold = { overcapture: true, incremental: true };
  return {
    type: "intent_authorized",
    paymentIntentId: id,
    amount,
    ...(tipNamed ? { tip } : {}),
    hold: captureBefore === undefined ? hold : { ...hold, captureBefore },
  };
}

/** The page is open. */
export function openedNews(session: ModelSession): News {
  return {
    type: "session_opened",
    checkoutSessionId: session.id,
    url: `https://checkout.model/${session.id}`,
  };
}

/** How a page stands. */
export function sessionNews({ intents }: World, session: ModelSession): readonly News[] {
  const intent = session.paymentIntentId === undefined ? undefined : intents.get(session.paymentIntentId);
  if (intent !== undefined) return [paidNews(intent, session)];
  return session.status === "expired"
    ? [{ type: "session_expired", checkoutSessionId: session.id }]
    : [{ type: "session_still_open" }];
}

function evidenceOf(intent: ModelIntent, session: ModelSession | undefined): Evidence {
  return {
    paymentIntentId: intent.id,
    ...(session === undefined ? {} : { checkoutSessionId: session.id }),
    ...(intent.lastCharge === undefined ? {} : { chargeId: intent.lastCharge.id }),
    amount: intent.received,
    currency: intent.currency,
    ...(intent.tipNamed ? { tip: intent.tip } : { tip: 0, tipUnnamed: true }),
    livemode: false,
    card: modelCard,
  };
}
