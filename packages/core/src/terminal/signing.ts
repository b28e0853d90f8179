/** Whether the guest signs: not at all, once the money is taken, or before it is. */
export type SignaturePolicy = "off" | "after_payment" | "required";

/** Where the guest signs: on the till's own screen, or on the reader's. */
export type SigningPlace = "screen" | "reader";

/** A signature, as it was given. */
export interface Signature {
  /** An SVG document of at most 32 KiB. */
  readonly svg: string;
  /** Of the SVG's UTF-8 bytes, in hexadecimal: shows later that it is still the one that was given. */
  readonly sha256: string;
  readonly source: SigningPlace;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What was asked for when the payment was made, and how far it has come. */
export type Signing = SigningTerms &
  (
    | {
        readonly status: "awaited";
        /** How often a reader was asked for it. */
        readonly asked: number;
      }
    | { readonly status: "signed"; readonly signed: Signature }
    /** The guest would not sign. */
    | { readonly status: "refused"; readonly at: number }
  );

/** Who signs where, and until when. */
export interface SigningTerms {
  readonly policy: Exclude<SignaturePolicy, "off">;
  readonly place: SigningPlace;
  /** How long held money waits for a signature that is required, in milliseconds. */
  readonly timeoutMs: number;
}

/** Why a signature was not taken on a reader. The guest can still sign on the till's screen. */
export type SigningFailureCode =
  | "signature_skipped"
  | "signature_timed_out"
  | "signature_unreadable"
  | "reader_unsupported"
  | "reader_busy"
  | "reader_offline"
  | "reader_displaced"
  | "reader_failed";

/** A signature that a reader did not take. */
export interface SigningFailure {
  readonly code: SigningFailureCode;
  /** Stripe's own error code. */
  readonly stripeCode?: string;
  /** A sentence for the log. */
  readonly message?: string;
}

/** The same payment, signed; `undefined` where no signature is awaited. */
export function withSignature<P extends { readonly signing?: Signing }>(
  payment: P,
  signed: Signature,
): (P & { readonly signing: Signing }) | undefined {
  const { signing } = payment;
  if (signing?.status !== "awaited") return undefined;
  const { policy, place, timeoutMs } = signing;
  return { ...payment, signing: { policy, place, timeoutMs, status: "signed", signed } };
}

/** The same payment, with a signature that was refused; `undefined` where none is awaited. */
export function withoutSignature<P extends { readonly signing?: Signing }>(
  payment: P,
  at: number,
): (P & { readonly signing: Signing }) | undefined {
  const { signing } = payment;
  if (signing?.status !== "awaited") return undefined;
  const { policy, place, timeoutMs } = signing;
  return { ...payment, signing: { policy, place, timeoutMs, status: "refused", at } };
}

/** The same payment, with one more time that a reader is asked; `undefined` where no signature is awaited. */
export function withAsked<P extends { readonly signing?: Signing }>(
  payment: P,
): { readonly payment: P & { readonly signing: Signing }; readonly round: number } | undefined {
  const { signing } = payment;
  if (signing?.status !== "awaited") return undefined;
  const round = signing.asked + 1;
  return { payment: { ...payment, signing: { ...signing, asked: round } }, round };
}
