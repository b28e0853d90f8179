import type { Card, PaymentCommon } from "./common.ts";

/** The fields of both flows that survive every transition. */
export function commonFields(payment: PaymentCommon): PaymentCommon {
  const { id, tenant, reference, ordered, livemode, createdAt, description, metadata, card, review } = payment;
  return {
    id,
    tenant,
    reference,
    ordered,
    livemode,
    createdAt,
    ...(description === undefined ? {} : { description }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(card === undefined ? {} : { card }),
    review,
  };
}

/** The same payment with its card, which is learned once: undefined where it is known, or still unknown. */
export function withCard<P extends PaymentCommon>(payment: P, card: Card | undefined): P | undefined {
  return payment.card !== undefined || card === undefined ? undefined : { ...payment, card };
}
