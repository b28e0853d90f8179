import type { Dispute } from "../objects/types.ts";
import { notSimulated } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { checkFile } from "./files.ts";

/** Evidence in words, and in files there are. Throws for files there are not, and for what is neither. */
export function readEvidence(world: World, sent: object): Partial<Dispute["evidence"]> {
  for (const [name, value] of Object.entries(sent)) {
    const param = `evidence[${name}]`;
    if (typeof value !== "string") throw notSimulated("structured evidence", param);
    if (files.has(name)) checkFile(world, value, param);
  }
  return sent;
}

/** The fields of evidence that hold files (schema `dispute_evidence`). */
const files: ReadonlySet<string> = new Set([
  "cancellation_policy",
  "customer_communication",
  "customer_signature",
  "duplicate_charge_documentation",
  "receipt",
  "refund_policy",
  "service_documentation",
  "shipping_documentation",
  "uncategorized_file",
]);

/** A dispute nobody has answered. */
export const noEvidence: Dispute["evidence"] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
