import { z } from "zod";
import { TillkitError } from "../errors.ts";
import { parseAmount } from "../money/money.ts";
import { isOnReader } from "../payment/reader-refund.ts";
import { openReviews } from "../payment/open-reviews.ts";
import type { BesideCommand } from "../payment/inputs.ts";
import type { Payment } from "../payment/payment.ts";
import type { Refund } from "../payment/refund.ts";
import type { ReviewMoney } from "../payment/review.ts";
import { isAlive, refundableOf, takingsOf } from "../payment/takings.ts";
import type { Context } from "./context.ts";
import { parse } from "./requests.ts";
import type { RefundRequest } from "./types/requests.ts";

type Asked = Extract<BesideCommand, { readonly type: "refund" }>;

const words = z.string().min(1).max(500).exactOptional();
const refundRequest = z
  .strictObject({
    reference: z.string().min(1).max(200).exactOptional(),
    review: z.string().min(1).max(300).exactOptional(),
    amount: z.unknown().optional(),
    paymentIntentId: z
      .string()
      .regex(/^pi_\w{1,250}$/, "a PaymentIntent id begins with pi_")
      .exactOptional(),
    reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).exactOptional(),
    by: words,
    note: words,
    reader: z
      .string()
      .regex(/^tmr_\w{1,250}$/, "a reader id begins with tmr_")
      .exactOptional(),
  })
  .refine(
    ({ reference, review }) => reference !== undefined || review !== undefined,
    "give a `reference` of your own, so that asking again gives nothing back twice, or the `review` that it ends",
  )
  .refine(
    ({ review, paymentIntentId }) => review === undefined || paymentIntentId === undefined,
    "a review names its PaymentIntent itself",
  );

/** A request to give money back, read and checked as far as it can be without the payment. */
export type ParsedRefund = z.output<typeof refundRequest>;

/** @throws TillkitError `invalid_request` */
export function parseRefund(request: RefundRequest): ParsedRefund {
  return parse(refundRequest, request, "refund");
}

/**
 * What a request means for the payment as it stands: the refund that it is a repetition of, or the command to make one.
 *
 * @throws TillkitError `invalid_request`, `invalid_amount`, `transition_rejected`, `reference_in_use`, `refund_too_large`,
 *   `refund_needs_card`
 */
export function planRefund(
  payment: Payment,
  request: ParsedRefund,
  { clock, newId }: Pick<Context, "clock" | "newId">,
): { readonly existing: Refund } | { readonly command: Asked } {
  const { reason, by, note, review: reviewId } = request;
  const reference = request.reference ?? reviewId ?? "";
  const existing = payment.refunds.find((refund) => refund.reference === reference && isAlive(refund));
  const asked = amountOf(request, payment);
  if (existing !== undefined) {
    if (asked === undefined || asked === existing.amount) return { existing };
    throw otherAmount(payment, existing);
  }

  const { paymentIntentId, currency, amount: most } = moneyOf(payment, request);
  const left = refundableOf(payment, paymentIntentId);
  const amount = asked ?? Math.min(most, left);
  if (amount === 0 || amount > left) throw tooLarge(payment, { amount, left, currency, paymentIntentId });
  const reader = readerFor(payment, request, paymentIntentId);
  return {
    command: {
      type: "refund",
      at: clock.now(),
      id: `ref_${newId()}`,
      reference,
      amount,
      paymentIntentId,
      ...(reason === undefined ? {} : { reason }),
      ...(by === undefined ? {} : { by }),
      ...(note === undefined ? {} : { note }),
      ...(reader === undefined ? {} : { readerId: reader }),
    },
  };
}

/**
 * The reader on which the card must be presented. Other cards than Interac need none: the money finds its way back without them.
 *
 * @throws TillkitError `refund_needs_card`, `transition_rejected`
 */
function readerFor(payment: Payment, { reader }: ParsedRefund, paymentIntentId: string): string | undefined {
  const [own] = takingsOf(payment);
  // Which card has paid too much, nobody has told.
  const method = own?.paymentIntentId === paymentIntentId ? payment.card?.method : undefined;
  if (method === "interac_present" && reader === undefined) throw needsCard(payment);
  if (reader === undefined || (method !== undefined && method !== "interac_present")) return undefined;
  const running = payment.refunds.find(isOnReader);
  if (running === undefined) return reader;
  throw new TillkitError(
    "transition_rejected",
    `Refund ${running.id} of payment ${payment.id} waits for the card on ${running.readerId}. Wait for it, or cancel it.`,
    { details: { paymentId: payment.id, status: payment.status, command: "refund", refundId: running.id } },
  );
}

function amountOf({ amount }: ParsedRefund, { ordered: { currency } }: Payment): number | undefined {
  if (amount === undefined) return undefined;
  const money = parseAmount(amount, currency);
  if (money.amount > 0) return money.amount;
  throw new TillkitError(
    "invalid_amount",
    "A refund of nothing is none. Leave the amount out to give back all that is left.",
    {
      details: { ...money },
    },
  );
}

/** The money that a request is about: a review's, that of a named PaymentIntent, or the payment's own. */
function moneyOf(payment: Payment, { review: id, paymentIntentId: named }: ParsedRefund): ReviewMoney {
  const takings = takingsOf(payment);
  const [own] = takings;
  if (own === undefined)
    throw new TillkitError(
      "transition_rejected",
      `Payment ${payment.id} is ${payment.status}: no money was taken, so none can be given back. Cancel it instead.`,
      { details: { paymentId: payment.id, status: payment.status, command: "refund" } },
    );
  if (id === undefined) {
    const taking = named === undefined ? own : takings.find(({ paymentIntentId }) => paymentIntentId === named);
    if (taking !== undefined) return taking;
    throw new TillkitError("invalid_request", `Payment ${payment.id} took no money by PaymentIntent ${named}.`, {
      details: { paymentId: payment.id, path: "paymentIntentId" },
    });
  }
  const money = openReviews(payment).find((review) => review.id === id)?.money;
  if (money !== undefined) return money;
  throw new TillkitError(
    "invalid_request",
    `Payment ${payment.id} has no open review ${JSON.stringify(id)} with money in it.`,
    {
      details: { paymentId: payment.id, path: "review" },
    },
  );
}

function otherAmount({ id: paymentId }: Payment, { id, reference = "", amount, currency }: Refund): TillkitError {
  return new TillkitError(
    "reference_in_use",
    `Reference ${JSON.stringify(reference)} belongs to refund ${id} of ${amount} ${currency}. Use another for another refund.`,
    { details: { paymentId, refundId: id, reference, amount } },
  );
}

function tooLarge(
  { id }: Payment,
  {
    amount,
    left,
    currency,
    paymentIntentId,
  }: { amount: number; left: number; currency: string; paymentIntentId: string },
): TillkitError {
  const asked = amount === 0 ? "Nothing is left to give back" : `${amount} ${currency} is more than can be given back`;
  return new TillkitError(
    "refund_too_large",
    `${asked} of ${paymentIntentId}: ${left} ${currency} are neither refunded nor on their way.`,
    { details: { paymentId: id, paymentIntentId, refundable: left } },
  );
}

function needsCard({ id }: Payment): TillkitError {
  return new TillkitError(
    "refund_needs_card",
    "This was an Interac card: the guest must present it again. Name a `reader` to refund on.",
    { details: { paymentId: id } },
  );
}
