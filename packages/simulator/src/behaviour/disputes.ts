import type Stripe from "stripe";

import type { ObjectionReason } from "../alarms.ts";
import { recordMoney } from "../objects/balance-transaction.ts";
import { updateCharge } from "../objects/charge.ts";
import type { Charge, Dispute } from "../objects/types.ts";
import { invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { findCardByLast4 } from "./cards.ts";
import { noEvidence, readEvidence } from "./dispute-evidence.ts";
import { mergeMetadata } from "./metadata.ts";

/** What a lost day in court costs, in the minor unit of any currency. */
const fee = 1500;

/** Has the payer object some time after paying, if their test card is one of those. */
export function disputeLater(world: World, { id, payment_method_details: details }: Charge): void {
  const reason = findCardByLast4(details?.card?.last4)?.disputed;
  if (reason) world.setAlarm(id, world.settings.timing.asyncPaymentMs, { kind: "payer_objects", charge: id, reason });
}

/** A bank takes up the payer's objection: the money goes back for now, unless the bank only asks. */
export function payerObjects(world: World, chargeId: string, reason: ObjectionReason): void {
  const charge = world.charges.get(chargeId);
  if (!charge?.captured || charge.disputed || charge.refunded) return;
  const id = world.random.id("du_1");
  const inquiry = reason === "inquiry";
  const { currency } = charge;
  const amount = charge.amount_captured;
  const moved = inquiry ? [] : [recordMoney(world, { amount: -amount, currency, source: id, type: "adjustment", fee })];
  const dispute: Dispute = {
    id,
    object: "dispute",
    amount,
    balance_transactions: moved,
    charge: chargeId,
    created: seconds(world),
    currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: seconds(world) + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: world.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: inquiry ? "fraudulent" : reason,
    status: inquiry ? "warning_needs_response" : "needs_response",
  };
  world.disputes.set(id, dispute);
  updateCharge(world, chargeId, { disputed: true });
  world.emit("charge.dispute.created", dispute);
  if (!inquiry) world.emit("charge.dispute.funds_withdrawn", dispute);
}

/**
 * POST /v1/disputes/{id}: evidence, and with `submit` the bank's decision some time later.
 *
 * As in Stripe's test mode, `uncategorized_text` decides: `winning_evidence` wins, anything else loses.
 */
export function update(world: World, id: string, params: Stripe.DisputeUpdateParams): Dispute {
  if (params.intended_submission_method) throw notSimulated("another way to submit", "intended_submission_method");
  const dispute = find(world, id);
  if (!needsResponse(dispute)) throw invalidRequest("This dispute can no longer be answered.");
  const evidence = { ...dispute.evidence, ...readEvidence(world, params.evidence ?? {}) };
  const submitted = params.submit ?? params.evidence !== undefined;
  const changed = put(world, {
    ...dispute,
    evidence,
    metadata: mergeMetadata(dispute.metadata, params.metadata),
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: Object.values(evidence).some((text) => typeof text === "string"),
      submission_count: dispute.evidence_details.submission_count + (submitted ? 1 : 0),
    },
    ...(submitted && { status: dispute.status === "needs_response" ? "under_review" : "warning_under_review" }),
  });
  world.emit("charge.dispute.updated", changed);
  if (submitted) decideLater(world, id);
  return changed;
}

/** The bank decides some time later, by the evidence there is. */
function decideLater(world: World, id: string): void {
  const won = find(world, id).evidence.uncategorized_text === "winning_evidence";
  world.setAlarm(id, world.settings.timing.asyncPaymentMs, { kind: "dispute_ends", dispute: id, won });
}

/** The bank has decided. */
export function disputeEnds(world: World, id: string, won: boolean): void {
  end(world, id, won);
}

/** POST /v1/disputes/{id}/close: gives the payer right. */
export function close(world: World, id: string): Dispute {
  if (!needsResponse(find(world, id))) throw invalidRequest("This dispute is already closed or under review.");
  return end(world, id, false);
}

/** GET /v1/disputes/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): Dispute {
  const dispute = world.disputes.get(id);
  if (!dispute) throw missing("dispute", id, "dispute");
  return dispute;
}

function end(world: World, id: string, won: boolean): Dispute {
  const dispute = find(world, id);
  const inquiry = dispute.status.startsWith("warning_");
  const { amount, currency } = dispute;
  const back = won && !inquiry ? [recordMoney(world, { amount, currency, source: id, type: "adjustment" })] : [];
  const ended = put(world, {
    ...dispute,
    status: inquiry ? "warning_closed" : won ? "won" : "lost",
    balance_transactions: [...dispute.balance_transactions, ...back],
  });
  world.emit("charge.dispute.closed", ended);
  if (back.length > 0) world.emit("charge.dispute.funds_reinstated", ended);
  return ended;
}

function needsResponse({ status }: Dispute): boolean {
  return status === "needs_response" || status === "warning_needs_response";
}

function put(world: World, dispute: Dispute): Dispute {
  world.disputes.set(dispute.id, dispute);
  return dispute;
}
