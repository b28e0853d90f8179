/** When the money is taken. */
export type CaptureMethod =
  /** With the authorization. */
  | "automatic"
  /** Later, by `capture`. A card that cannot be held, like Interac, is declined. */
  | "manual"
  /** Later, by `capture`; from a card that cannot be held, at once. */
  | "manual_preferred";

/** What was asked of the hold when the payment was made. */
export interface HoldTerms {
  /** How long before the hold lapses the till tells, in milliseconds. */
  readonly warnBeforeMs: number;
  /** Ask for a hold that can be raised by `increment`. */
  readonly incremental?: boolean;
  /** Ask for a hold of up to 30 days, where the business may have one. */
  readonly extended?: boolean;
}

/** What Stripe says that a hold can do. What is absent, nobody has told yet. */
export interface HoldDetails {
  /** When the hold lapses by itself, in milliseconds since the epoch. */
  readonly captureBefore?: number;
  /** Whether more than is held can be captured, for a tip on the receipt. */
  readonly overcapture?: boolean;
  /** Whether `increment` can raise it. */
  readonly incremental?: boolean;
}

/** What is to be taken, or was: the bill and the tip, apart from each other. Minor units. */
export interface Due {
  readonly amount: number;
  readonly tip: number;
}

/** How tips are given on the reader. */
export interface Tipping {
  /** Whether the reader asks for a tip: `true` says that one is expected, `false` that it must not ask. */
  readonly onReader: boolean;
  /** The part of the amount that a percentage is reckoned from, in minor units: without taxes, say. */
  readonly amountEligible?: number;
}

/**
 * The most that can be captured from a hold: what is held, or for a tip on the receipt half as much again, and at least 50 dollars
 * (docs.stripe.com/terminal/features/collecting-tips/on-receipt). For screens; Stripe decides.
 */
export function mostToCapture({ authorized, overcapture }: HoldDetails & { readonly authorized: number }): number {
  return overcapture === true ? authorized + Math.max(Math.floor(authorized / 2), 5_000) : authorized;
}

/** What a capture is to take: the bill or a part of it, and the tip that is held or another. */
export function dueFrom(
  { bill, authorizedTip }: { readonly bill: number; readonly authorizedTip: number },
  { amount = bill, tip = authorizedTip }: { readonly amount?: number | undefined; readonly tip?: number | undefined },
): Due {
  return { amount, tip };
}

/** Whether that much can be captured: some of what is held, or more where the card allows it. */
export function canCapture(
  { authorized, overcapture }: HoldDetails & { readonly authorized: number },
  due: Due,
): boolean {
  const total = due.amount + due.tip;
  return total > 0 && (total <= authorized || overcapture === true);
}

/** Whether the hold can be raised to this bill. */
export function canRaise({ bill, incremental }: HoldDetails & { readonly bill: number }, amount: number): boolean {
  return incremental === true && amount > bill;
}

/** How long after a hold should have lapsed the till asks whether it has. Milliseconds. */
const LAPSE_GRACE_MS = 60_000;

/** When a hold wants to be looked after: to warn, and once it should have lapsed. Milliseconds since the epoch. */
export function holdWakeAt({
  captureBefore,
  hold,
  holdExpiring,
  lookAt = 0,
}: HoldDetails & {
  readonly hold?: HoldTerms;
  readonly holdExpiring?: true;
  readonly lookAt?: number;
}): number | undefined {
  if (captureBefore === undefined) return undefined;
  const lapse = Math.max(captureBefore + LAPSE_GRACE_MS, lookAt);
  return hold === undefined || holdExpiring === true ? lapse : Math.min(lapse, captureBefore - hold.warnBeforeMs);
}
