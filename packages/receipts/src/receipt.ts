import { currencyOf, formatMoney, type Payment } from "@tillkit/core";
import { cardRows } from "./card-rows.ts";
import { plain } from "./plain.ts";

/** Who keeps it: the guest, or the shop, for its books and for a dispute. */
export type Copy = "customer" | "merchant";

/** What the shop says of itself at the top. */
export interface Merchant {
  readonly name: string;
  /** Address, telephone, tax number: one a line. */
  readonly lines?: readonly string[];
}

/** Something that was sold, as the host's order has it. In minor units. */
export interface Item {
  readonly description: string;
  readonly amount: number;
  /** Default: 1, which is not printed. */
  readonly quantity?: number;
}

/** What a receipt is made of. */
export interface ReceiptRequest {
  readonly payment: Payment;
  readonly merchant: Merchant;
  /** The order as the guest knows it, like its number. Default: the payment's reference. */
  readonly order?: string;
  /** Default: `customer`. */
  readonly copy?: Copy;
  readonly items?: readonly Item[];
  /** It was printed before. */
  readonly duplicate?: boolean;
  /** For the date. Default: `en-US`. */
  readonly locale?: string;
  /** For the date, like `America/New_York`. Default: the machine's. */
  readonly timeZone?: string;
  /** Below everything. */
  readonly footer?: readonly string[];
}

/** A label on the left, and its value on the right. */
export interface Row {
  readonly label: string;
  readonly value: string;
}

/** A receipt as data: everything that is printed, in its order. Plain text without control characters, not yet escaped. */
export interface Receipt {
  readonly copy: Copy;
  /** `TEST`: no real money. `DUPLICATE`: it was printed before. `NOT CAPTURED`: held, and not taken yet. */
  readonly marks: readonly ("TEST" | "DUPLICATE" | "NOT CAPTURED")[];
  readonly merchant: Required<Merchant>;
  readonly head: readonly Row[];
  readonly items: readonly Row[];
  readonly totals: readonly Row[];
  /** Written by hand: a tip and a total on a hold that can be captured with a tip. */
  readonly blanks: readonly string[];
  /** The card, and what it told the reader: what a card-present receipt must carry. */
  readonly card: readonly Row[];
  readonly refunds: readonly Row[];
  /** `line`: the guest signs on paper; else the drawing that was given, as an SVG document. */
  readonly signature?: "line" | { readonly svg: string };
  readonly footer: readonly string[];
}

/**
 * Makes the receipt of a payment that has brought money, or holds it. `undefined`: there is nothing to print.
 *
 * @throws RangeError where `locale` or `timeZone` is not one that the runtime knows
 */
export function receiptOf(request: ReceiptRequest): Receipt | undefined {
  const { payment, merchant, copy = "customer", items = [], footer = [], duplicate = false } = request;
  const money = moneyOf(payment);
  if (money === undefined) return undefined;
  const { currency } = payment.ordered;
  const signature = signatureOf(payment, copy);
  return {
    copy,
    marks: [
      ...(payment.livemode ? [] : (["TEST"] as const)),
      ...(duplicate ? (["DUPLICATE"] as const) : []),
      ...(money.held ? (["NOT CAPTURED"] as const) : []),
    ],
    merchant: { name: plain(merchant.name), lines: (merchant.lines ?? []).map(plain) },
    head: [
      { label: "Date", value: dateOf(money.at, request) },
      { label: "Order", value: plain(request.order ?? payment.reference) },
      { label: "Payment", value: payment.id },
    ],
    items: items.map(({ description, amount, quantity = 1 }) => ({
      label: quantity === 1 ? plain(description) : `${quantity} x ${plain(description)}`,
      value: digits(amount, currency),
    })),
    totals: totalsOf(money, currency),
    blanks: money.held && "overcapture" in payment && payment.overcapture ? ["Tip", "Total"] : [],
    card: cardRows(payment),
    refunds: payment.refunds
      .filter(({ status }) => status === "succeeded")
      .map(({ amount }) => ({ label: "Refunded", value: `-${digits(amount, currency)}` })),
    ...(signature === undefined ? {} : { signature }),
    footer: footer.map(plain),
  };
}

interface ReceiptMoney {
  readonly bill: number;
  readonly tip: number;
  readonly total: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly held: boolean;
}

function moneyOf(payment: Payment): ReceiptMoney | undefined {
  if (payment.status === "succeeded") {
    const { amount, tip, at } = payment.paid;
    return { bill: amount - tip, tip, total: amount, at, held: false };
  }
  if (payment.status !== "requires_capture" && payment.status !== "requires_signature") return undefined;
  const { authorized, authorizedTip: tip, attempts, createdAt } = payment;
  return { bill: authorized - tip, tip, total: authorized, at: attempts.at(-1)?.startedAt ?? createdAt, held: true };
}

function totalsOf({ bill, tip, total, held }: ReceiptMoney, currency: string): readonly Row[] {
  const sum = { label: held ? "Held" : "Total", value: `${currency.toUpperCase()} ${digits(total, currency)}` };
  if (tip === 0) return [sum];
  return [{ label: "Subtotal", value: digits(bill, currency) }, { label: "Tip", value: digits(tip, currency) }, sum];
}

/** On the shop's copy: the drawing, or a line where the card asks for a signature and none was given. */
function signatureOf(payment: Payment, copy: Copy): Receipt["signature"] {
  if (copy === "customer" || payment.flow !== "terminal") return undefined;
  if (payment.signing?.status === "signed") return { svg: payment.signing.signed.svg };
  const method = payment.card?.receipt?.cardholderVerificationMethod;
  const wanted = method === "signature" || method === "offline_pin_and_signature";
  return wanted || payment.signing?.status === "awaited" ? "line" : undefined;
}

function dateOf(at: number, { locale = "en-US", timeZone }: ReceiptRequest): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  })
    .format(at)
    .replaceAll(/[\u00a0\u202f]/g, " ");
}

/** By our own table of currencies: what `Intl` thinks of decimals is not always what Stripe counts in. */
function digits(amount: number, currency: string): string {
  currencyOf(currency);
  return formatMoney({ amount, currency }).split(" ")[0] ?? "";
}
