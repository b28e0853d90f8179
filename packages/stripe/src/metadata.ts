import type { Evidence, Payment } from "@tillkit/core";

/** Metadata as Stripe gives it back. */
export type Metadata = Readonly<Record<string, string>> | null | undefined;

/** Whose an object at Stripe is, as its own metadata says. */
export interface Subject {
  readonly tenant: string;
  readonly paymentId: string;
  readonly environment: string;
}

/** What every PaymentIntent and Checkout Session carries: the host's labels, and ours by which it is found again. */
export function metadataOf(payment: Payment, environment: string): Record<string, string> {
  return {
    ...payment.metadata,
    tillkit_payment: payment.id,
    tillkit_tenant: payment.tenant,
    tillkit_reference: payment.reference,
    tillkit_environment: environment,
    ...(payment.order === undefined ? {} : { tillkit_order: payment.order }),
    ...(payment.location === undefined ? {} : { tillkit_location: payment.location }),
  };
}

/** Reads our labels; `undefined` for an object that tillkit did not make. */
export function subjectOf(metadata: Metadata): Subject | undefined {
  const paymentId = own(metadata, "tillkit_payment");
  const tenant = own(metadata, "tillkit_tenant");
  if (paymentId === undefined || tenant === undefined) return undefined;
  return { paymentId, tenant, environment: own(metadata, "tillkit_environment") ?? "default" };
}

/** Our labels as part of the evidence; nothing where there are none. */
export function labelsOf(metadata: Metadata): Pick<Evidence, "labels"> {
  const labels = subjectOf(metadata);
  return labels === undefined ? {} : { labels };
}

/** Whether an object at Stripe was made for this payment. */
export function isFor(metadata: Metadata, { id, tenant }: Payment, environment: string): boolean {
  const subject = subjectOf(metadata);
  return subject?.paymentId === id && subject.tenant === tenant && subject.environment === environment;
}

function own(metadata: Metadata, key: string): string | undefined {
  if (typeof metadata !== "object" || metadata === null || !Object.hasOwn(metadata, key)) return undefined;
  const value: unknown = metadata[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
