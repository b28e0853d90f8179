import type { Card, CardReceipt, HoldDetails } from "@tillkit/core";
import type { Metadata } from "../metadata.ts";

/** What tillkit reads of a Charge, in every API version it may come in. */
export interface SeenCharge {
  readonly id: string;
  readonly status?: string;
  readonly payment_intent?: string | { readonly id: string } | null;
  /** Copied from the PaymentIntent when the charge was made. */
  readonly metadata?: Metadata;
  readonly amount_refunded?: number;
  readonly failure_code?: string | null;
  readonly outcome?: { readonly reason?: string | null } | null;
  readonly payment_method_details?: SeenMethod | null;
}

interface SeenCard {
  readonly brand?: string | null;
  readonly last4?: string | null;
  readonly funding?: string | null;
  readonly read_method?: string | null;
  readonly preferred_locales?: readonly string[] | null;
  readonly wallet?: { readonly type?: string } | null;
  readonly receipt?: SeenReceipt | null;
  /** Seconds since the epoch. */
  readonly capture_before?: number | null;
  readonly overcapture_supported?: boolean | null;
  readonly incremental_authorization_supported?: boolean | null;
}

/** The card that a charge was made with, or a PaymentMethod holds. */
export interface SeenMethod {
  readonly card?: SeenCard | null;
  readonly card_present?: SeenCard | null;
  readonly interac_present?: SeenCard | null;
}

interface SeenReceipt {
  readonly account_type?: string | null;
  readonly application_cryptogram?: string | null;
  readonly application_preferred_name?: string | null;
  readonly authorization_code?: string | null;
  readonly authorization_response_code?: string | null;
  readonly cardholder_verification_method?: string | null;
  readonly dedicated_file_name?: string | null;
  readonly terminal_verification_results?: string | null;
  readonly transaction_status_information?: string | null;
}

const methods = ["card_present", "interac_present", "card"] as const;

type Method = (typeof methods)[number];

/** The card of a charge, as far as it is known. */
export function cardOf(charge: SeenCharge | undefined): Card | undefined {
  return cardOfMethod(charge?.payment_method_details);
}

/** The card in a PaymentMethod, or in what a charge tells of one. */
export function cardOfMethod(details: SeenMethod | null | undefined): Card | undefined {
  const found = seenCard(details);
  if (found === undefined) return undefined;
  const { method, seen } = found;
  const { brand, last4, funding, read_method: readMethod, preferred_locales: locales, wallet } = seen;
  const receipt = receiptOf(seen.receipt);
  return {
    method,
    ...(brand ? { brand } : {}),
    ...(last4 ? { last4 } : {}),
    ...(readMethod ? { readMethod } : {}),
    ...(wallet?.type && wallet.type !== "unknown" ? { wallet: wallet.type } : {}),
    ...(funding && funding !== "unknown" ? { funding } : {}),
    ...(locales && locales.length > 0 ? { preferredLocales: locales } : {}),
    ...(receipt === undefined ? {} : { receipt }),
  };
}

/** What the hold behind a charge can do. */
export function holdOf(charge: SeenCharge | undefined): HoldDetails | undefined {
  const found = seenCard(charge?.payment_method_details);
  if (found === undefined) return undefined;
  const {
    capture_before: captureBefore,
    overcapture_supported: overcapture,
    incremental_authorization_supported: incremental,
  } = found.seen;
  return {
    ...(typeof captureBefore === "number" ? { captureBefore: captureBefore * 1000 } : {}),
    ...(typeof overcapture === "boolean" ? { overcapture } : {}),
    ...(typeof incremental === "boolean" ? { incremental } : {}),
  };
}

function seenCard(
  details: SeenMethod | null | undefined,
): { readonly method: Method; readonly seen: SeenCard } | undefined {
  for (const method of methods) {
    const seen = details?.[method];
    if (seen) return { method, seen };
  }
  return undefined;
}

function receiptOf(seen: SeenReceipt | null | undefined): CardReceipt | undefined {
  if (seen === null || seen === undefined) return undefined;
  const printed: Readonly<Record<keyof CardReceipt, string | null | undefined>> = {
    accountType: seen.account_type === "unknown" ? null : seen.account_type,
    applicationPreferredName: seen.application_preferred_name,
    dedicatedFileName: seen.dedicated_file_name,
    authorizationCode: seen.authorization_code,
    authorizationResponseCode: seen.authorization_response_code,
    applicationCryptogram: seen.application_cryptogram,
    cardholderVerificationMethod: seen.cardholder_verification_method,
    terminalVerificationResults: seen.terminal_verification_results,
    transactionStatusInformation: seen.transaction_status_information,
  };
  const told = Object.entries(printed).filter(([, value]) => value);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}
