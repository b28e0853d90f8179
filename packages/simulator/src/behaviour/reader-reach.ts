import { Refusal, missing } from "../protocol/errors.ts";
import { updateReader } from "../objects/reader.ts";
import type { ReaderSlot } from "../objects/reader-slot.ts";
import type { World } from "../world.ts";

/** GET /v1/terminal/readers/{id}. Throws `resource_missing`. */
export function findReader(world: World, id: string): ReaderSlot {
  const slot = world.readers.get(id);
  if (!slot) throw missing("terminal.reader", id, "reader");
  return slot;
}

/** Whether the reader can be told something. A false timeout comes back as `lost`, to be thrown after the work. */
export function reach(world: World, id: string): { readonly lost?: Refusal } {
  const slot = findReader(world, id);
  if (slot.connection === "offline") {
    throw readerError(world, "terminal_reader_offline", "The reader is offline. Check its power and its network.");
  }
  if (slot.connection === "lost") {
    throw readerError(world, "terminal_reader_timeout", "The reader did not answer in time.");
  }
  if (slot.phase.kind === "authorizing") {
    throw readerError(world, "terminal_reader_busy", "The reader is busy with a payment. Try again in a moment.");
  }
  const told = slot.failure;
  if (told?.code.startsWith("terminal_reader_")) {
    updateReader(world, id, { failure: null });
    const refusal = readerError(world, told.code, `The reader answered ${told.code}.`);
    if (told.code === "terminal_reader_timeout" && told.delivered) return { lost: refusal };
    throw refusal;
  }
  return {};
}

/** Stripe notices that a reader does not answer any more, unless it is back. */
export function readerMissed(world: World, id: string): void {
  if (world.readers.get(id)?.connection === "lost")
    updateReader(world, id, { connection: "offline", status: "offline" });
}

function readerError(world: World, code: string, message: string): Refusal {
  const { readerErrorStatus: status, readerTimeoutKept } = world.settings;
  const kept = code !== "terminal_reader_timeout" || readerTimeoutKept;
  return new Refusal(status, { type: "invalid_request_error", code, message }, kept);
}
