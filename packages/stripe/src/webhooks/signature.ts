import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { TillkitError, type WebhookDelivery } from "@tillkit/core";

/** Which check a delivery failed, in `details.reason`. */
export type SignatureReason =
  | "no_secret"
  | "no_header"
  | "malformed_header"
  | "no_v1_signature"
  | "mismatch"
  | "too_old"
  | "in_future";

/** What a delivery is checked against. */
export interface SignatureRules {
  readonly keys: readonly KeyObject[];
  /** How far the signed time may be from ours, in both directions. */
  readonly toleranceSeconds: number;
}

/** A header names one time and, while a secret is being rolled, two signatures. More is somebody else's idea. */
const MOST_SIGNATURES = 16;

/**
 * Proves that Stripe has signed exactly these bytes, and lately. Nothing of the body is looked at before. Answers how far our clock is
 * ahead of the time of the signature, in seconds.
 *
 * @throws TillkitError `webhook_signature_invalid` with `details.reason`
 */
export function verifySignature({ bytes, signature, at }: WebhookDelivery, rules: SignatureRules): number {
  if (rules.keys.length === 0)
    throw invalid("no_secret", "No webhook signing secret is set, so nothing can be verified.");
  if (signature === undefined || signature === "")
    throw invalid("no_header", "The request has no Stripe-Signature header. Did it come from Stripe?");

  const { time, signatures } = readHeader(signature);
  if (!rules.keys.some((key) => isSignedWith(key, { bytes, time, signatures })))
    throw invalid(
      "mismatch",
      "No signature fits. Either the secret is of another endpoint or mode, or the body was changed on its way: verify the bytes that came in.",
    );
  return ageOf(Number(time), { at, toleranceSeconds: rules.toleranceSeconds });
}

function readHeader(header: string): { readonly time: string; readonly signatures: readonly string[] } {
  let time: string | undefined;
  const signatures: string[] = [];
  for (const part of header.split(",")) {
    if (part.startsWith("v1=")) signatures.push(part.slice(3));
    if (!part.startsWith("t=")) continue;
    if (time !== undefined) throw malformed();
    time = part.slice(2);
  }
  if (time === undefined || !/^\d{1,12}$/.test(time) || signatures.length > MOST_SIGNATURES) throw malformed();
  if (signatures.length === 0)
    throw invalid(
      "no_v1_signature",
      "The Stripe-Signature header has no v1 signature, and no other scheme is accepted.",
    );
  return { time, signatures };
}

function isSignedWith(
  key: KeyObject,
  {
    bytes,
    time,
    signatures,
  }: { readonly bytes: Uint8Array; readonly time: string; readonly signatures: readonly string[] },
): boolean {
  const expected = Buffer.from(createHmac("sha256", key).update(`${time}.`).update(bytes).digest("hex"));
  return signatures.some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function ageOf(
  time: number,
  { at, toleranceSeconds }: { readonly at: number; readonly toleranceSeconds: number },
): number {
  const skewSeconds = Math.floor(at / 1000) - time;
  if (skewSeconds > toleranceSeconds)
    throw invalid(
      "too_old",
      "The delivery was signed too long ago. A repetition, or a clock that is wrong?",
      skewSeconds,
    );
  if (-skewSeconds > toleranceSeconds)
    throw invalid("in_future", "The delivery was signed in the future. This machine's clock is behind.", skewSeconds);
  return skewSeconds;
}

function malformed(): TillkitError {
  return invalid("malformed_header", "The Stripe-Signature header is not of the form t=…,v1=….");
}

function invalid(reason: SignatureReason, message: string, skewSeconds?: number): TillkitError {
  return new TillkitError("webhook_signature_invalid", message, {
    details: { reason, ...(skewSeconds === undefined ? {} : { skewSeconds }) },
  });
}
