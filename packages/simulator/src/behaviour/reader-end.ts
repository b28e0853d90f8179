import { isDeepStrictEqual } from "node:util";

import { updateReader } from "../objects/reader.ts";
import type { ReaderPhase, ReaderSlot } from "../objects/reader-slot.ts";
import type { Decline } from "../objects/presentation.ts";
import type { ReaderAction } from "../objects/types.ts";
import type { World } from "../world.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { findReader } from "./reader-reach.ts";
import { paymentScreen, plainScreen } from "../objects/screen.ts";
import type { Screen } from "../objects/screen.ts";

/** The end of the action in progress: the guest's screen, the API's action, and the event. */
export function endAction(
  world: World,
  id: string,
  screen: ReaderSlot["screen"],
  result: Partial<ReaderAction> & Pick<ReaderAction, "status">,
): ReaderSlot {
  const { action } = findReader(world, id).reader;
  if (!action) throw new Error(`Reader ${id} has no action to end`);
  const slot = updateReader(world, id, {
    phase: { kind: "idle" },
    screen,
    action: { ...action, ...result },
    lastSeenAt: world.clock.now(),
  });
  world.emit(eventOf(slot.reader.action?.type, result.status === "succeeded"), slot.reader);
  return slot;
}

/** A card that was only read is an update; every other end is a success or a failure (event types of readers). */
function eventOf(type: ReaderAction["type"] | undefined, succeeded: boolean): string {
  if (!succeeded) return "terminal.reader.action_failed";
  return type === "collect_payment_method" ? "terminal.reader.action_updated" : "terminal.reader.action_succeeded";
}

/** What a failed action says of its failure. */
export type ActionFailure = Pick<ReaderAction, "status" | "failure_code" | "failure_message" | "api_error">;

/** An action's end as failed. */
export function failure(code: string, message: string, apiError: ReaderAction["api_error"] = null): ActionFailure {
  return { status: "failed", failure_code: code, failure_message: message, api_error: apiError };
}

/** An action's end as the bank's refusal of a card. */
export function refusedByBank({ code, message, declineCode }: Decline): ActionFailure {
  const apiError = {
    type: "card_error",
    code,
    message,
    ...(declineCode !== undefined && { decline_code: declineCode }),
  };
  return failure("card_declined", message, apiError);
}

/** Nobody presented a card, or answered, in time. */
export function timeOut(world: World, id: string): ReaderSlot {
  const { phase, reader } = findReader(world, id);
  if (!waitsForGuest(phase)) throw new Error(`${reader.label} is not waiting for anybody`);
  const message = phase.kind === "asking" ? "Nobody answered" : "No card was presented";
  const screen = screenOf(world, phase, "timed_out", message);
  return endAction(world, id, screen, failure(world.settings.readerTimeoutCode, `${message} in time.`));
}

/** Nobody used this prompt, if the reader still shows it. */
export function promptLapses(world: World, id: string, prompt: ReaderPhase): void {
  // Compared by what it says: after a restart it is another object.
  if (isDeepStrictEqual(world.readers.get(id)?.phase, prompt)) timeOut(world, id);
}

/** The guest pressed the reader's own cancel button. */
export function customerCancel(world: World, id: string): ReaderSlot {
  const { phase, reader } = findReader(world, id);
  if (!waitsForGuest(phase)) throw new Error(`${reader.label} is not waiting for a card`);
  if (!phase.cancelable) {
    throw new Error(`${reader.label} shows no cancel button: enable_customer_cancellation was not true`);
  }
  const screen = screenOf(world, phase, "canceled", "Canceled");
  return endAction(world, id, screen, failure("customer_canceled", "The customer canceled on the reader."));
}

type Waiting = Exclude<ReaderPhase, { kind: "idle" | "authorizing" }>;

function waitsForGuest(phase: ReaderPhase): phase is Waiting {
  return phase.kind !== "idle" && phase.kind !== "authorizing";
}

function screenOf(world: World, phase: Waiting, kind: "timed_out" | "canceled", message: string): Screen {
  if (!("paymentIntent" in phase)) return plainScreen(kind, message);
  return paymentScreen(kind, findPaymentIntent(world, phase.paymentIntent), message);
}
