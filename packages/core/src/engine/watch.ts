import { isAtRest } from "../payment/payment.ts";
import { reload } from "./apply.ts";
import type { Context } from "./context.ts";
import type { Stored } from "../ports/store.ts";

/** The payment now, then each change that is stored, until nothing more will happen by itself. */
export async function* watch(
  context: Context,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<Stored, void, undefined> {
  for await (const stored of changes(context, id, signal)) {
    yield stored;
    if (isAtRest(stored.payment)) return;
  }
}

/**
 * The payment now, then each change that is stored, by this process or another. Changes that come faster than they are read are
 * merged: the newest is never missed.
 */
async function* changes(context: Context, id: string, signal?: AbortSignal): AsyncGenerator<Stored, void, undefined> {
  let known = 0;
  let wake: (() => void) | undefined;
  let newest = 0;
  const rouse = (): void => wake?.();
  const unsubscribe = context.store.subscribe((change) => {
    if (change.tenant !== context.tenant || change.id !== id) return;
    newest = Math.max(newest, change.version);
    rouse();
  });
  const aborted = (): boolean => signal?.aborted === true;
  signal?.addEventListener("abort", rouse);
  try {
    while (!aborted()) {
      const stored = await reload(context, id);
      if (stored.version > known) {
        known = stored.version;
        yield stored;
      }
      if (newest > known || aborted()) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener("abort", rouse);
  }
}

/** The payment once it fits, or as it is after `waitMs`. */
export async function waitFor(
  context: Context,
  id: string,
  fits: (stored: Stored) => boolean,
  waitMs: number,
): Promise<Stored> {
  const patience = new AbortController();
  const calm = context.clock.after(waitMs, () => patience.abort());
  try {
    for await (const stored of changes(context, id, patience.signal)) if (fits(stored)) return stored;
  } finally {
    calm();
  }
  return reload(context, id);
}
