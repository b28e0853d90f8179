import { updateReader } from "../objects/reader.ts";
import type { ReaderSlot } from "../objects/reader.ts";
import type { ReaderAction } from "../objects/types.ts";
import type { World } from "../world.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { findReader } from "./reader-reach.ts";
import { paymentScreen } from "./screen.ts";

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
  const succeeded = result.status === "succeeded";
  world.emit(succeeded ? "terminal.reader.action_succeeded" : "terminal.reader.action_failed", slot.reader);
  return slot;
}

/** What a failed action says of its failure. */
export type ActionFailure = Pick<ReaderAction, "status" | "failure_code" | "failure_message" | "api_error">;

/** An action's end as failed. */
export function failure(code: string, message: string, apiError: ReaderAction["api_error"] = null): ActionFailure {
  return { status: "failed", failure_code: code, failure_message: message, api_error: apiError };
}

/** Nobody presented a card in time. */
export function timeOut(world: World, id: string): ReaderSlot {
  const { phase } = findReader(world, id);
  if (phase.kind !== "waiting") throw new Error(`Reader ${id} is not waiting for a card`);
  const intent = findPaymentIntent(world, phase.paymentIntent);
  const screen = paymentScreen("timed_out", intent, "No card was presented");
  return endAction(world, id, screen, failure(world.settings.readerTimeoutCode, "No card was presented in time."));
}

/** The guest pressed the reader's own cancel button. */
export function customerCancel(world: World, id: string): ReaderSlot {
  const { phase, reader } = findReader(world, id);
  if (phase.kind !== "waiting") throw new Error(`${reader.label} is not waiting for a card`);
  if (!phase.cancelable) {
    throw new Error(`${reader.label} shows no cancel button: process_config.enable_customer_cancellation was not true`);
  }
  const intent = findPaymentIntent(world, phase.paymentIntent);
  const screen = paymentScreen("canceled", intent, "Canceled");
  return endAction(world, id, screen, failure("customer_canceled", "The customer canceled on the reader."));
}
