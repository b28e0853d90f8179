import type { PaymentResource } from "@tillkit/http";
import type { RunningSale } from "./running-sale.ts";

/** On which reader a payment is, and for which time. Nothing where the guest pays on the phone. */
export function whereOf({
  sale,
  payment,
  labelOf,
}: {
  readonly sale: Pick<RunningSale, "reader">;
  readonly payment: Pick<PaymentResource, "reader" | "nextReader" | "attempts"> | undefined;
  labelOf(reader: string): string;
}): string | undefined {
  const reader = payment?.reader ?? sale.reader;
  if (reader === undefined) return undefined;
  if (payment?.nextReader !== undefined) return `From ${labelOf(reader)} to ${labelOf(payment.nextReader)}`;
  const attempts = payment?.attempts?.length ?? 1;
  return attempts < 2 ? labelOf(reader) : `${labelOf(reader)} · attempt ${attempts}`;
}
