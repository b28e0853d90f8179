import { TillkitError } from "../errors.ts";
import type { Payment } from "../payment/payment.ts";
import type { Context } from "./context.ts";
import type { Parked, WebhookResult } from "./reports.ts";
import type { Versioned } from "./types/events.ts";

/** Tells listeners what was stored. */
export function announce({ events }: Context, before: Payment | undefined, change: Versioned): void {
  const { payment } = change;
  guarded(() => events.emit("payment", change));
  if (payment.status !== before?.status) {
    const { status } = payment;
    if (
      status === "succeeded" ||
      status === "declined" ||
      status === "canceled" ||
      status === "expired" ||
      status === "failed"
    )
      guarded(() => events.emit(status, payment));
  }
  if (isHoldExpiring(payment) && !isHoldExpiring(before)) guarded(() => events.emit("hold_expiring", payment));
  if (payment.review.length > (before?.review.length ?? 0)) guarded(() => events.emit("review", payment));
}

function isHoldExpiring(payment: Payment | undefined): boolean {
  return payment !== undefined && "holdExpiring" in payment;
}

/** Tells of something that went wrong in the background. */
export function announceTrouble({ events }: Context, error: unknown): void {
  const trouble = TillkitError.is(error)
    ? error
    : new TillkitError(
        "background_failed",
        `Work in the background failed: ${messageOf(error)} What was written down is done again by a sweep.`,
        { retryable: true, cause: error },
      );
  if (events.listenerCount("trouble") > 0) guarded(() => events.emit("trouble", trouble));
  else process.emitWarning(trouble);
}

/** A listener only watches: if it throws, that is its own trouble and not the payment's. */
function guarded(emit: () => void): void {
  try {
    emit();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : new Error(`A listener threw ${String(error)}.`));
  }
}

/** Tells of something that waits for a person. */
export function announceParked({ events }: Context, parked: Parked): void {
  guarded(() => events.emit("parked", parked));
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Tells that an event was dealt with. */
export function announceWebhook({ events }: Context, result: WebhookResult): void {
  guarded(() => events.emit("webhook", result));
}
