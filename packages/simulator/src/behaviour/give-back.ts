import { recordMoney } from "../objects/balance-transaction.ts";
import { updateCharge } from "../objects/charge.ts";
import type { Charge, Refund } from "../objects/types.ts";
import { missing } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { findCardByLast4 } from "./cards.ts";

/** What a refund is made from. */
export interface RefundInput {
  readonly amount: number;
  readonly reason: Refund["reason"];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Makes a refund, keeps it and says so. The test cards for it make it fail, or succeed, some time later. */
export function giveBack(world: World, charge: Charge, { amount, reason, metadata }: RefundInput): Refund {
  const { refundFails = false, refundPends = false } = cardOf(charge) ?? {};
  const id = world.random.id("re_3");
  const taken = recordMoney(world, { amount: -amount, currency: charge.currency, source: id, type: "refund" });
  const refund: Refund = {
    id,
    object: "refund",
    amount,
    balance_transaction: taken.id,
    charge: charge.id,
    created: seconds(world),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { card: { type: refundPends ? "pending" : "refund" }, type: "card" },
    metadata: { ...metadata },
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refundPends ? "pending" : "succeeded",
    transfer_reversal: null,
    ...(refundPends && { pending_reason: "processing" }),
  };
  world.refunds.set(id, refund);
  const refunded = charge.amount_refunded + amount;
  const changed = updateCharge(world, charge.id, {
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  });
  world.emit("refund.created", refund);
  world.emit("charge.refunded", changed);
  const { asyncPaymentMs } = world.settings.timing;
  if (refundFails || refundPends)
    world.setAlarm(id, asyncPaymentMs, { kind: "refund_ends", refund: id, succeeds: refundPends });
  return refund;
}

/** The bank takes the money back after all, or cannot. */
export function refundEnds(world: World, id: string, succeeds: boolean): void {
  if (succeeds) succeed(world, id);
  else fail(world, id);
}

/** GET /v1/refunds/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): Refund {
  const refund = world.refunds.get(id);
  if (!refund) throw missing("refund", id, "refund");
  return refund;
}

function cardOf({ payment_method_details: details }: Charge) {
  return findCardByLast4(details?.card_present?.last4 ?? details?.card?.last4);
}

function succeed(world: World, id: string): void {
  const { pending_reason: _pending, ...refund } = find(world, id);
  const done: Refund = {
    ...refund,
    status: "succeeded",
    destination_details: { card: { type: "refund" }, type: "card" },
  };
  world.refunds.set(id, done);
  world.emit("refund.updated", done);
}

function fail(world: World, id: string): void {
  const refund = find(world, id);
  const { amount, currency } = refund;
  const back = recordMoney(world, { amount, currency, source: id, type: "refund_failure" });
  const failed: Refund = {
    ...refund,
    status: "failed",
    failure_reason: "expired_or_canceled_card",
    failure_balance_transaction: back.id,
  };
  world.refunds.set(id, failed);
  if (refund.charge) {
    const { amount_refunded: refunded } = world.charges.get(refund.charge) ?? { amount_refunded: 0 };
    updateCharge(world, refund.charge, { amount_refunded: refunded - refund.amount, refunded: false });
  }
  world.emit("refund.updated", failed);
  world.emit("refund.failed", failed);
}
