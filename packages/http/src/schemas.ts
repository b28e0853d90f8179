import { paymentStatuses } from "@tillkit/core";
import { z } from "zod";

// Amounts and currencies are judged by the core, whose errors say what Stripe would take instead.
const reference = z.string().min(1).max(200);
const readerId = z.string().min(1).max(200);
const timeoutMs = z.int().positive();
const webAddress = z.url({ protocol: /^https?$/ }).max(5_000);
const labels = {
  order: reference.exactOptional(),
  location: reference.exactOptional(),
  description: z.string().max(1_000).exactOptional(),
  metadata: z.record(z.string().max(40), z.string().max(500)).exactOptional(),
};

/** The body of `POST /payments`. */
export const createBody = z.discriminatedUnion("flow", [
  z.strictObject({
    flow: z.literal("terminal"),
    reference,
    amount: z.number(),
    currency: z.string(),
    reader: readerId,
    tip: z.number().exactOptional(),
    tipping: z.strictObject({ onReader: z.boolean(), amountEligible: z.number().exactOptional() }).exactOptional(),
    capture: z.enum(["automatic", "manual", "manual_preferred"]).exactOptional(),
    hold: z
      .strictObject({
        incremental: z.boolean().exactOptional(),
        extended: z.boolean().exactOptional(),
        warnBeforeMs: z.int().min(0).exactOptional(),
      })
      .exactOptional(),
    signature: z.enum(["off", "after_payment", "required"]).exactOptional(),
    signaturePlace: z.enum(["screen", "reader"]).exactOptional(),
    confirmation: z.enum(["automatic", "manual"]).exactOptional(),
    customerCanCancel: z.boolean().exactOptional(),
    moto: z.boolean().exactOptional(),
    register: z.string().min(1).max(100).exactOptional(),
    timeoutMs: timeoutMs.exactOptional(),
    ...labels,
  }),
  z.strictObject({
    flow: z.literal("checkout"),
    reference,
    lines: z
      .array(z.strictObject({ name: z.string().min(1).max(250), unitAmount: z.number(), quantity: z.int().positive() }))
      .min(1)
      .max(100),
    currency: z.string(),
    successUrl: webAddress,
    cancelUrl: webAddress.exactOptional(),
    expiresInMs: z.int().positive().exactOptional(),
    ...labels,
  }),
]);

/** The body of `POST /payments/:id/retry`. */
export const retryBody = z.strictObject({ reader: readerId.exactOptional(), timeoutMs: timeoutMs.exactOptional() });

/** The body of `POST /payments/:id/swap_reader`. */
export const swapReaderBody = z.strictObject({ reader: readerId, timeoutMs: timeoutMs.exactOptional() });

/** The body of `POST /payments/:id/change_amount`. */
export const changeAmountBody = z.strictObject({ amount: z.number(), timeoutMs: timeoutMs.exactOptional() });

/** The body of `POST /payments/:id/cancel`. Only reasons that a person can give. */
export const cancelBody = z.strictObject({ reason: z.enum(["cashier", "customer"]).exactOptional() });

/** The body of `POST /payments/:id/capture`. */
export const captureBody = z.strictObject({ amount: z.number().exactOptional(), tip: z.number().exactOptional() });

/** The body of `POST /payments/:id/increment`. */
export const incrementBody = z.strictObject({ amount: z.number() });

/** The body of `POST /payments/:id/signature`: what was drawn, where to ask for it, or that the guest would not. */
export const signatureBody = z.union([
  z.strictObject({ strokes: z.array(z.array(z.tuple([z.number(), z.number()]))) }),
  z.strictObject({ ask: z.literal(true), reader: readerId.exactOptional() }),
  z.strictObject({ refused: z.literal(true) }),
]);

const words = z.string().min(1).max(500);

/** The body of `POST /payments/:id/refunds`. */
export const refundBody = z.strictObject({
  reference: reference.exactOptional(),
  review: z.string().min(1).max(300).exactOptional(),
  amount: z.number().exactOptional(),
  paymentIntentId: z.string().min(1).max(255).exactOptional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).exactOptional(),
  by: words.exactOptional(),
  note: words.exactOptional(),
  reader: readerId.exactOptional(),
});

/** The body of `POST /payments/:id/cancel_refund`. */
export const cancelRefundBody = z.strictObject({ refund: z.string().min(1).max(300) });

/** The body of `POST /orders/:id/close`. */
export const closingBody = z.strictObject({
  by: z.string().min(1).max(200),
  note: z.string().min(1).max(1_000).exactOptional(),
});

/** The body of `POST /payments/close`. */
export const closeBody = closingBody.extend({ reference });

/** The body of `POST /orders/:id`. */
export const orderBody = z.strictObject({ amount: z.number(), currency: z.string() });

/** The body of `POST /payments/:id/resolve`. */
export const resolveBody = z.strictObject({
  review: z.string().min(1).max(300),
  by: z.string().min(1).max(200),
  note: z.string().min(1).max(1_000).exactOptional(),
  fulfil: z.boolean().exactOptional(),
});

const locationId = z.string().min(1).max(300);

/** The body of `POST /readers`. */
export const registerBody = z.strictObject({
  registrationCode: z.string().min(1).max(200),
  locationId,
  label: z.string().min(1).max(200),
});

/** The body of `POST /readers/:id/rename`. */
export const renameBody = z.strictObject({ label: z.string().min(1).max(200) });

/** The body of `POST /readers/:id/cart`: what to show; null takes it off. */
export const cartBody = z.strictObject({
  cart: z
    .strictObject({
      currency: z.string(),
      lines: z
        .array(
          z.strictObject({ description: z.string().min(1).max(500), amount: z.number(), quantity: z.int().positive() }),
        )
        .min(1)
        .max(100),
      tax: z.number().exactOptional(),
      total: z.number(),
    })
    .nullable(),
});

/** The body of `POST /readers/:id/clear`: what a person has seen there. */
export const clearBody = z.strictObject({ expectedPaymentIntentId: z.string().min(1).max(255).nullable() });

/** The query of `GET /reader_tips`. */
export const tipsQuery = z.strictObject({ location: locationId.exactOptional() });

const tipSuggestions = z.strictObject({
  fixedAmounts: z.array(z.number()).exactOptional(),
  percentages: z.array(z.number()).exactOptional(),
  smartTipThreshold: z.number().exactOptional(),
});

/** The body of `POST /reader_tips`: what to suggest; null takes it away. */
export const tipsBody = z.strictObject({
  location: locationId.exactOptional(),
  alsoIn: z.array(locationId).exactOptional(),
  tips: z.record(z.string(), tipSuggestions).nullable(),
});

/** The body of `POST /connection_tokens`. */
export const connectionBody = z.strictObject({ location: locationId });

/** The body of `POST /guest/tables/:code/bills`. `previous` is a link that the phone has from before. */
export const arriveBody = z.strictObject({ previous: z.string().max(2_100).exactOptional() });

/** The body of `POST /guest/bills/:link/price`. The basket is the host's to judge. */
export const priceBody = z.strictObject({ basket: z.unknown().optional() });

/** The body of `POST /guest/bills/:link/pay`: what the guest wants, and what the guest's page showed for it. */
export const payBody = z.strictObject({
  basket: z.unknown().optional(),
  shown: z.strictObject({
    currency: z.string().max(10),
    lines: z
      .array(z.strictObject({ name: z.string().max(250), unitAmount: z.number(), quantity: z.number() }))
      .max(100),
  }),
});

/** The query of `GET /payments/:id/qr`. */
export const qrQuery = z.strictObject({ format: z.enum(["svg", "png"]).default("svg") });

/** The query of `GET /payments/:id/receipt`. */
export const receiptQuery = z.strictObject({
  copy: z.enum(["customer", "merchant"]).default("customer"),
  format: z.enum(["json", "html", "text"]).default("json"),
  duplicate: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .default(false),
});

/** A body that says nothing. */
export const emptyBody = z.strictObject({});

const page = {
  after: z.string().max(300).exactOptional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, "must be a number from 1 to 100")
    .transform(Number)
    .pipe(z.int().min(1).max(100))
    .default(50),
};

/** The query of `GET /payments`. Several statuses: `status=declined,collecting`, or `status` more than once. */
export const listQuery = z.strictObject({
  status: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat().flatMap((list) => list.split(",")))
    .pipe(z.array(z.enum(paymentStatuses)))
    .exactOptional(),
  flow: z.enum(["terminal", "checkout"]).exactOptional(),
  reference: reference.exactOptional(),
  order: reference.exactOptional(),
  review: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .exactOptional(),
  ...page,
});

/** The query of `GET /parked`. */
export const parkedQuery = z.strictObject(page);

/** A query as an object. An empty value (`flow=`) is a form field that nobody filled in. */
export function toRecord(query: URLSearchParams): Readonly<Record<string, string | readonly string[]>> {
  const record = new Map<string, string | string[]>();
  for (const [name, value] of query) {
    if (value === "") continue;
    const before = record.get(name);
    record.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(record);
}
