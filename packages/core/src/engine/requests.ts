import { z } from "zod";
import { TillkitError } from "../errors.ts";
import { parseAmount, parseMoney, type Money } from "../money/money.ts";
import type { CheckoutRequest, CollectRequest } from "./types/requests.ts";

const MINUTE_MS = 60_000;

const reference = z.string().min(1).max(200);
const description = z.string().min(1).max(500).exactOptional();
const order = z.string().min(1).max(200).exactOptional();
const location = z.string().min(1).max(200).exactOptional();
/** Stripe takes 50 entries; ten are left for tillkit's own. */
const metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((entries) => Object.keys(entries).length <= 40, "at most 40 entries")
  .refine(
    (entries) => !Object.keys(entries).some((key) => key.startsWith("tillkit_")),
    "keys that begin with tillkit_ are reserved",
  )
  .exactOptional();
const timeoutMs = z.int().min(5_000).max(3_600_000).exactOptional();
const url = z.url({ protocol: /^https?$/ }).max(2_000);

const collectRequest = z.strictObject({
  reference,
  amount: z.unknown(),
  currency: z.unknown(),
  reader: z.string().regex(/^tmr_\w{1,250}$/, "a reader id begins with tmr_"),
  tip: z.int().min(0).exactOptional(),
  tipping: z.strictObject({ onReader: z.boolean(), amountEligible: z.int().min(1).exactOptional() }).exactOptional(),
  capture: z.enum(["automatic", "manual", "manual_preferred"]).exactOptional(),
  hold: z
    .strictObject({
      incremental: z.boolean().exactOptional(),
      extended: z.boolean().exactOptional(),
      warnBeforeMs: z
        .int()
        .min(0)
        .max(30 * 24 * 60 * MINUTE_MS)
        .exactOptional(),
    })
    .exactOptional(),
  signature: z.enum(["off", "after_payment", "required"]).exactOptional(),
  signaturePlace: z.enum(["screen", "reader"]).exactOptional(),
  confirmation: z.enum(["automatic", "manual"]).exactOptional(),
  customerCanCancel: z.boolean().exactOptional(),
  moto: z.boolean().exactOptional(),
  register: z.string().min(1).max(100).exactOptional(),
  timeoutMs,
  order,
  location,
  description,
  metadata,
});

const checkoutRequest = z.strictObject({
  reference,
  lines: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(250),
        unitAmount: z.int().min(0),
        quantity: z.int().min(1).max(999_999),
      }),
    )
    .min(1)
    .max(100),
  currency: z.unknown(),
  successUrl: url,
  cancelUrl: url.exactOptional(),
  expiresInMs: z
    .int()
    .min(MINUTE_MS)
    .max(23 * 60 * MINUTE_MS)
    .exactOptional(),
  order,
  location,
  description,
  metadata,
});

/** @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `amount_too_small`, `amount_too_large` */
export function parseCollect(
  request: unknown,
): Omit<CollectRequest, "amount" | "currency"> & { readonly money: Money } {
  const { amount, currency, ...rest } = parse(collectRequest, request, "collect");
  const money = parseMoney(amount, currency);
  const { tip = 0, tipping } = rest;
  if (tip > 0 && tipping?.onReader === true)
    throw senseless("tip", "a tip was entered here, so the reader must not ask for another: leave tipping out");
  if (tip > 0) parseMoney(money.amount + tip, currency);
  if (rest.moto === true) mustMakeSenseByPhone(rest);
  return { ...rest, money };
}

/** Nobody is there, and the card is a number: nothing that a reader asks of a guest, or only a chip can promise. */
function mustMakeSenseByPhone({
  tipping,
  signature = "off",
  confirmation,
  capture,
  hold,
}: Pick<CollectRequest, "tipping" | "signature" | "confirmation" | "capture" | "hold">): void {
  if (tipping?.onReader === true) throw senseless("tipping", "nobody is at the reader who could tip");
  if (signature !== "off") throw senseless("signature", "nobody is there who could sign");
  if (confirmation === "manual") throw senseless("confirmation", "a typed card is charged at once");
  if (capture === "manual_preferred") throw senseless("capture", "a typed card is held by `manual`, or not at all");
  if (hold?.incremental === true || hold?.extended === true)
    throw senseless("hold", "only a card that was presented is held longer, or for more");
}

/** @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `amount_too_small`, `amount_too_large` */
export function parseCheckout(request: unknown): Omit<CheckoutRequest, "currency"> & { readonly money: Money } {
  const { currency, ...rest } = parse(checkoutRequest, request, "checkout");
  const total = rest.lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0);
  // Nothing to pay is paid; Stripe need not be asked.
  const money = total === 0 ? parseAmount(total, currency) : parseMoney(total, currency);
  return { ...rest, successUrl: withSessionId(rest.successUrl), money };
}

/** Stripe fills in the session's id; without it the return page could not ask about the payment. */
function withSessionId(successUrl: string): string {
  if (successUrl.includes("{CHECKOUT_SESSION_ID}")) return successUrl;
  const [address = "", fragment] = successUrl.split("#", 2);
  const joined = `${address}${address.includes("?") ? "&" : "?"}session_id={CHECKOUT_SESSION_ID}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

const waiting = z.strictObject({ timeoutMs });

/**
 * How long a reader waits for a card, in milliseconds.
 *
 * @throws TillkitError `invalid_request`
 */
export function parseTimeout(wanted: number | undefined, usualMs: number, call: string): number {
  return wanted === undefined ? usualMs : (parse(waiting, { timeoutMs: wanted }, call).timeoutMs ?? usualMs);
}

function senseless(path: string, why: string): TillkitError {
  return new TillkitError("invalid_request", `collect: ${path}: ${why}.`, { details: { path, issues: 1 } });
}

/** @throws TillkitError `invalid_request`, or the other code */
export function parse<T>(
  schema: z.ZodType<T>,
  request: unknown,
  call: string,
  code: "invalid_request" | "invalid_option" = "invalid_request",
): T {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const path = first?.path.join(".") ?? "";
  const said = first?.message ?? "not understood";
  throw new TillkitError(code, `${call}: ${path === "" ? "the request" : path}: ${said}.`, {
    details: { path, issues: result.error.issues.length },
  });
}
