import { TillkitError } from "../errors.ts";
import type { Payment } from "../payment/payment.ts";
import { drawStrokes } from "../signature/drawing.ts";
import { parseStrokes } from "../signature/strokes.ts";
import type { Signature } from "../terminal/signing.ts";
import { sha256 } from "./system.ts";

/**
 * Makes the signature that is kept from what was drawn on the till's screen.
 *
 * @throws TillkitError `invalid_request`, `signature_empty`
 */
export async function drawnSignature(strokes: unknown, at: number): Promise<Signature> {
  const svg = drawStrokes(parseStrokes(strokes));
  return { svg, sha256: await sha256(svg), source: "screen", at };
}

/** @throws TillkitError `signature_not_found` */
export function signatureOf(payment: Payment): Signature {
  const signing = payment.flow === "terminal" ? payment.signing : undefined;
  if (signing?.status === "signed") return signing.signed;
  throw new TillkitError("signature_not_found", `Nobody has signed payment ${payment.id}.`, {
    details: { paymentId: payment.id, signature: signing?.status ?? "off" },
  });
}
