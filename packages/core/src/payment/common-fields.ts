import type { Card, PaymentCommon } from "./common.ts";

/** The same, while it is being made. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The fields of both flows that survive every transition.
 *
 * Written field by field: spreading what may be absent would cost most of a decision's time.
 */
export function commonFields(payment: PaymentCommon): PaymentCommon {
  const fields: Writable<PaymentCommon> = {
    id: payment.id,
    tenant: payment.tenant,
    reference: payment.reference,
    ordered: payment.ordered,
    livemode: payment.livemode,
    createdAt: payment.createdAt,
    review: payment.review,
    refunds: payment.refunds,
    disputes: payment.disputes,
  };
  if (payment.description !== undefined) fields.description = payment.description;
  if (payment.metadata !== undefined) fields.metadata = payment.metadata;
  if (payment.card !== undefined) fields.card = payment.card;
  if (payment.order !== undefined) fields.order = payment.order;
  if (payment.location !== undefined) fields.location = payment.location;
  if (payment.closed !== undefined) fields.closed = payment.closed;
  if (payment.environment !== undefined) fields.environment = payment.environment;
  if (payment.account !== undefined) fields.account = payment.account;
  return fields;
}

/** The same payment with its card, which is learned once: undefined where it is known, or still unknown. */
export function withCard<P extends PaymentCommon>(payment: P, card: Card | undefined): P | undefined {
  return payment.card !== undefined || card === undefined ? undefined : { ...payment, card };
}
