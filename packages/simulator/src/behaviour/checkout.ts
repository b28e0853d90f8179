import type Stripe from "stripe";

import { Refusal, invalidRequest } from "../protocol/errors.ts";
import { createCharge } from "../objects/charge.ts";
import type { Decline } from "../objects/presentation.ts";
import type { TestCard } from "../objects/test-card.ts";
import { createPaymentIntent, updatePaymentIntent } from "../objects/payment-intent.ts";
import { updateSession } from "../objects/session.ts";
import type { PaymentIntent, Session, StripeEvent } from "../objects/types.ts";
import type { SessionRecord, World } from "../world.ts";
import { presentmentOf } from "./adaptive-pricing.ts";
import { approveAttempt, declineAttempt, failAuthentication, startAttempt } from "./authorize.ts";
import { redeem } from "./coupons.ts";
import { create as createCustomer } from "./customers.ts";
import { decline } from "./declines.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { expireOverdue, find } from "./sessions.ts";

/** What came of a guest's press on Pay. */
export type GuestOutcome =
  | { readonly kind: "complete"; readonly completed: StripeEvent }
  | { readonly kind: "declined"; readonly decline: Decline }
  /** The bank wants to be answered first. */
  | { readonly kind: "challenge" };

/**
 * A guest pays on the Checkout page.
 *
 * A decline leaves the session open and its PaymentIntent waiting for another card. Throws a 400 when the session is no
 * longer open or another payment of it is on its way.
 */
export async function payAsGuest(
  world: World,
  id: string,
  card: TestCard,
  challengePassed = false,
): Promise<GuestOutcome> {
  const { session, confirming } = find(world, id);
  if (session.status !== "open") throw invalidRequest(`This Checkout Session is ${session.status}.`);
  if (confirming) throw invalidRequest("This Checkout Session is being paid right now.");

  if (session.amount_total === 0) return complete(world, id, "no_payment_required");
  const intent = session.payment_intent ? findPaymentIntent(world, session.payment_intent) : openIntent(world, id);
  updatePaymentIntent(world, intent.id, presentmentOf(world, id));
  const { outcome } = card;
  if (outcome.kind === "challenge" && !challengePassed) {
    const asked = updatePaymentIntent(world, intent.id, { status: "requires_action", last_payment_error: null });
    world.emit("payment_intent.requires_action", asked);
    return { kind: "challenge" };
  }
  startAttempt(world, intent.id);
  updateSession(world, id, {}, { confirming: true });
  await pause(world, world.settings.timing.authorizeMs);
  updateSession(world, id, {}, { confirming: false });

  const refusal = refusalOf(findPaymentIntent(world, intent.id), card);
  if (refusal) {
    declineAttempt(world, intent.id, { card }, refusal);
    expireOverdue(world, id);
    return { kind: "declined", decline: refusal };
  }
  if (outcome.kind === "delayed") return payLater(world, id, intent.id, card, outcome.succeeds);

  const { status } = approveAttempt(world, intent.id, { card, authenticated: challengePassed });
  const authorizedOnly = status === "requires_capture";
  return complete(world, id, authorizedOnly ? world.settings.manualCapturePaymentStatus : "paid");
}

/** The guest refused the bank's question: the same session waits for another card. */
export function failChallenge(world: World, id: string): Decline {
  const { session } = find(world, id);
  const intent = session.payment_intent === null ? undefined : findPaymentIntent(world, session.payment_intent);
  if (intent?.status !== "requires_action") {
    throw invalidRequest("No payment of this Checkout Session waits for the guest's bank.");
  }
  const refusal = decline("payment_intent_authentication_failure");
  failAuthentication(world, intent.id, refusal);
  return refusal;
}

/** Where Checkout sends the guest after paying. */
export function successUrl({ session }: SessionRecord): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function openIntent(world: World, id: string): PaymentIntent {
  const { session, paymentIntentParams: wanted } = find(world, id);
  const customer = customerOf(world, session);
  const intent = createPaymentIntent(world, {
    customer,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? world.settings.account.defaultCurrency,
    paymentMethodTypes: session.payment_method_types,
    allowed: session.allowed_payment_method_types,
    ...(wanted.capture_method && { captureMethod: wanted.capture_method }),
    ...(wanted.description && { description: wanted.description }),
    metadata: { ...(world.settings.sessionMetadataOnPayment && session.metadata), ...wanted.metadata },
    ...(wanted.receipt_email && { receiptEmail: wanted.receipt_email }),
    ...(wanted.setup_future_usage && { setupFutureUsage: wanted.setup_future_usage }),
    ...(wanted.statement_descriptor_suffix && { statementDescriptorSuffix: wanted.statement_descriptor_suffix }),
  });
  updateSession(world, id, { payment_intent: intent.id, customer });
  return intent;
}

/** Who pays, as the shop knows them: somebody new where it wants every guest to be somebody. */
function customerOf(world: World, { customer, customer_creation: creation, customer_email: email }: Session) {
  if (customer !== null || creation !== "always") return customer;
  return createCustomer(world, { name: guest.name ?? "", email: email ?? guest.email ?? "" }).id;
}

function complete(world: World, id: string, paymentStatus: "paid" | "unpaid" | "no_payment_required"): GuestOutcome {
  world.clearAlarm(id);
  const { session } = updateSession(world, id, {
    status: "complete",
    payment_status: paymentStatus,
    url: null,
    ...presentmentOf(world, id),
    customer_details: detailsOf(world, find(world, id).session),
  });
  for (const { coupon } of session.discounts ?? []) if (typeof coupon === "string") redeem(world, coupon);
  return { kind: "complete", completed: world.emit("checkout.session.completed", session) };
}

function detailsOf(world: World, { customer: id, customer_email: given }: Session) {
  const customer = id === null ? undefined : world.customers.get(id);
  const { email, name = null, phone = null } = customer ?? guest;
  return { ...guest, name: name ?? guest.name, phone, email: given ?? email ?? guest.email };
}

/** A bank debit: the session is complete and unpaid until the bank answers. */
function payLater(world: World, id: string, intentId: string, card: TestCard, succeeds: boolean): GuestOutcome {
  const charge = createCharge(world, findPaymentIntent(world, intentId), { card }, { kind: "pending" });
  const waiting = updatePaymentIntent(world, intentId, {
    status: "processing",
    latest_charge: charge.id,
    payment_method: charge.payment_method,
  });
  world.emit("charge.pending", charge);
  world.emit("payment_intent.processing", waiting);
  const outcome = complete(world, id, "unpaid");
  const payment = { sessionId: id, intentId, chargeId: charge.id, succeeds };
  world.setAlarm(charge.id, world.settings.timing.asyncPaymentMs, { kind: "bank_answers", payment });
  return outcome;
}

function refusalOf(intent: PaymentIntent, card: TestCard): Decline | undefined {
  if (card.only === "in_person") return decline("card_declined", "card_not_supported");
  const delayed = ["us_bank_account", "sepa_debit"].some((type) => intent.payment_method_types.includes(type));
  if (card.outcome.kind === "delayed" && !delayed) {
    throw new Refusal(400, { type: "invalid_request_error", message: "This Checkout Session takes no bank debits." });
  }
  if (card.outcome.kind === "challenge" && card.outcome.answered) {
    return decline(card.outcome.answered.code, card.outcome.answered.declineCode);
  }
  return card.outcome.kind === "decline" ? decline(card.outcome.code, card.outcome.declineCode) : undefined;
}

const guest: Stripe.Checkout.Session.CustomerDetails = {
  address: { city: null, country: "US", line1: null, line2: null, postal_code: "94107", state: null },
  business_name: null,
  email: "guest@example.com",
  individual_name: null,
  name: "Sam Guest",
  phone: null,
  tax_exempt: "none",
  tax_ids: [],
};

function pause(world: World, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    world.clock.after(ms, resolve);
  });
}
