import type { GatewayEvent, News } from "@tillkit/core";
import { type Metadata, subjectOf } from "../metadata.ts";
import { intentIdOf } from "../objects/action.ts";
import { cardOf, type SeenCharge } from "../objects/charge.ts";
import { disputeNews } from "../objects/dispute.ts";
import { type SeenIntent, truthOf } from "../objects/intent.ts";
import { REFUND_LABEL, refundedIntent, refundNews } from "../objects/refund.ts";
import { asyncPaymentFailed, intentOf, type SeenSession, truthOfSession } from "../objects/session.ts";
import { chargeIn, disputeIn, intentIn, readerIn, refundIn, type SeenEvent, sessionIn } from "./seen-event.ts";

/** Whose events these should be. */
export interface Addressee {
  readonly environment: string;
  readonly stripeAccount: string | undefined;
}

/** An event that tells of a failure, or of a reader, is a hint: only a read shows whether it was the last word. Milliseconds. */
const PATIENCE_MS = 2_000;

const hint = { type: "hint", afterMs: PATIENCE_MS } as const;
const hintNow = { type: "hint", afterMs: 0 } as const;

/**
 * What a PaymentIntent's event says: the object's own status where that is final, never the name of the event alone.
 *
 * Objects come in the state they had when the event was made, so that an event and its object agree.
 */
const intentEvents: Readonly<Record<string, (intent: SeenIntent) => readonly News[]>> = {
  "payment_intent.succeeded": standing,
  "payment_intent.amount_capturable_updated": standing,
  "payment_intent.processing": standing,
  "payment_intent.canceled": standing,
  // One PaymentIntent may fail and then succeed while the card stays in the reader.
  "payment_intent.payment_failed": () => [hint],
  "payment_intent.created": () => [],
};

const sessionEvents: Readonly<Record<string, (session: SeenSession) => readonly News[]>> = {
  "checkout.session.completed": standingSession,
  "checkout.session.async_payment_succeeded": standingSession,
  "checkout.session.async_payment_failed": (session) => [asyncPaymentFailed(session)],
  "checkout.session.expired": standingSession,
};

/** Readers are hints only: what they show now need not be what the event was about. */
const readerEvents: Readonly<Record<string, typeof hint | typeof hintNow>> = {
  "terminal.reader.action_failed": hintNow,
  "terminal.reader.action_succeeded": hint,
  // No other event tells that a card was read, and it can be charged for half a minute only.
  "terminal.reader.action_updated": hintNow,
};

const chargeEvents: Readonly<Record<string, (charge: SeenCharge, intentId: string | undefined) => readonly News[]>> = {
  "charge.succeeded": (charge) => {
    const card = cardOf(charge);
    return card === undefined ? [] : [{ type: "card_seen", card }];
  },
  "charge.refunded": ({ amount_refunded: amount = 0 }, paymentIntentId) =>
    paymentIntentId === undefined ? [] : [{ type: "refunded_total_seen", paymentIntentId, amount }],
};

const refundEvents: readonly string[] = ["refund.created", "refund.updated", "refund.failed"];

const disputeEvents: readonly string[] = ["charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"];

/** Says what a verified event means for tillkit. Any event of Stripe's gets an answer. */
export function translate(event: SeenEvent, addressee: Addressee): GatewayEvent {
  const { type, account } = event;
  const id = account ? `${account}/${event.id}` : event.id;
  const known = { id, type };
  // A connected account writes its own metadata: it must not speak for another's payments.
  if (account && account !== addressee.stripeAccount) return { ...known, names: [], news: [], ignored: "foreign" };

  const intent = intentIn(event);
  const intentNews = own(intentEvents, type);
  if (intent !== undefined && intentNews !== undefined)
    return labelled(known, intent.metadata, { names: [intent.id], news: () => intentNews(intent) }, addressee);

  const session = sessionIn(event);
  const sessionNews = own(sessionEvents, type);
  if (session !== undefined && sessionNews !== undefined) {
    const { id: intentId } = intentOf(session);
    const names = intentId === undefined ? [session.id] : [session.id, intentId];
    return labelled(known, session.metadata, { names, news: () => sessionNews(session) }, addressee);
  }

  const charge = chargeIn(event);
  const chargeNews = own(chargeEvents, type);
  if (charge !== undefined && chargeNews !== undefined) {
    const intentId = intentOfCharge(charge);
    const names = intentId === undefined ? [] : [intentId];
    return labelled(known, charge.metadata, { names, news: () => chargeNews(charge, intentId) }, addressee);
  }

  const refund = refundIn(event);
  if (refund !== undefined && refundEvents.includes(type))
    return named(known, refund.metadata, { name: refundedIntent(refund), news: refundNews(refund) }, addressee);

  const dispute = disputeIn(event);
  if (dispute !== undefined && disputeEvents.includes(type))
    return named(known, undefined, { name: refundedIntent(dispute), news: disputeNews(dispute) }, addressee);

  const reader = readerIn(event);
  const readerNews = own(readerEvents, type);
  if (reader !== undefined && readerNews !== undefined) {
    const asked = reader.action?.collect_inputs;
    if (asked) return labelled(known, asked.metadata, { names: [], news: () => [readerNews] }, addressee);
    const refunding = reader.action?.refund_payment?.metadata;
    const refundId = refunding?.[REFUND_LABEL];
    if (refundId) {
      const { afterMs } = readerNews;
      const news: News = { type: "refund_hint", id: refundId, afterMs };
      return labelled(known, refunding, { names: [], news: () => [news] }, addressee);
    }
    const name = reader.action ? intentIdOf(reader.action) : undefined;
    return name === undefined
      ? { ...known, names: [], news: [], ignored: "foreign" }
      : { ...known, names: [name], news: [readerNews] };
  }
  return { ...known, names: [], news: [], ignored: "unknown_type" };
}

function labelled(
  known: { readonly id: string; readonly type: string },
  metadata: Metadata,
  { names, news }: { readonly names: readonly string[]; readonly news: () => readonly News[] },
  { environment }: Addressee,
): GatewayEvent {
  const subject = subjectOf(metadata);
  if (subject === undefined) return { ...known, names, news: [], ignored: "foreign" };
  if (subject.environment !== environment) return { ...known, names, news: [], ignored: "other_environment" };
  const { tenant, paymentId } = subject;
  return { ...known, subject: { tenant, paymentId }, names, news: news() };
}

/**
 * For what others make too, like a refund in Stripe's Dashboard or a bank's dispute: without our labels it is found by the
 * PaymentIntent that it is about, and is foreign where no payment has that.
 */
function named(
  known: { readonly id: string; readonly type: string },
  metadata: Metadata,
  { name, news }: { readonly name: string | undefined; readonly news: readonly News[] },
  addressee: Addressee,
): GatewayEvent {
  if (name === undefined) return { ...known, names: [], news: [], ignored: "foreign" };
  return subjectOf(metadata) === undefined
    ? { ...known, names: [name], news }
    : labelled(known, metadata, { names: [name], news: () => news }, addressee);
}

function intentOfCharge({ payment_intent: intent }: SeenCharge): string | undefined {
  return typeof intent === "string" ? intent : intent?.id;
}

function standing(intent: SeenIntent): readonly News[] {
  const truth = truthOf(intent);
  return truth === undefined ? [hint] : [truth];
}

function standingSession(session: SeenSession): readonly News[] {
  const truth = truthOfSession(session);
  return truth === undefined || truth.type === "session_still_open" ? [hint] : [truth];
}

/** Event types are somebody else's words: `constructor` must not find anything. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
