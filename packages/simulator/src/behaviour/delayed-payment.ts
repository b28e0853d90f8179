import type { DelayedPayment } from "../alarms.ts";
import { recordMoney } from "../objects/balance-transaction.ts";
import { updateCharge } from "../objects/charge.ts";
import { updatePaymentIntent } from "../objects/payment-intent.ts";
import { updateSession } from "../objects/session.ts";
import type { World } from "../world.ts";
import { decline } from "./declines.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { find } from "./sessions.ts";

/** The bank answers a delayed payment. */
export function bankAnswers(world: World, payment: DelayedPayment): void {
  if (payment.succeeds) bankPaid(world, payment);
  else bankRefused(world, payment);
}

function bankPaid(world: World, { sessionId: id, intentId, chargeId }: DelayedPayment): void {
  const { amount, currency } = findPaymentIntent(world, intentId);
  const money = recordMoney(world, { amount, currency, source: chargeId, type: "payment" });
  const charge = updateCharge(world, chargeId, {
    status: "succeeded",
    balance_transaction: money.id,
    paid: true,
    captured: true,
    amount_captured: amount,
  });
  const intent = updatePaymentIntent(world, intentId, { status: "succeeded", amount_received: amount });
  world.emit("charge.succeeded", charge);
  world.emit("payment_intent.succeeded", intent);
  world.emit("checkout.session.async_payment_succeeded", updateSession(world, id, { payment_status: "paid" }).session);
}

function bankRefused(world: World, { sessionId: id, intentId, chargeId }: DelayedPayment): void {
  const refusal = decline("payment_method_provider_decline");
  const failed = { status: "failed", failure_code: refusal.code, failure_message: refusal.message } as const;
  const charge = updateCharge(world, chargeId, failed);
  const intent = updatePaymentIntent(world, intentId, {
    status: "requires_payment_method",
    payment_method: null,
    last_payment_error: { type: "card_error", code: "payment_method_provider_decline", message: refusal.message },
  });
  world.emit("charge.failed", charge);
  world.emit("payment_intent.payment_failed", intent);
  world.emit("checkout.session.async_payment_failed", find(world, id).session);
}
