import { TillkitError } from "../errors.ts";
import type { Stored } from "../ports/store.ts";
import { apply, reload } from "./apply.ts";
import type { Context } from "./context.ts";

/**
 * Tries a parked effect again, or gives it up.
 *
 * @throws TillkitError `payment_not_found`, `invalid_request` where no such effect is parked
 */
export async function unpark(
  context: Context,
  id: string,
  key: string,
  decision: "retry" | "discard",
): Promise<Stored> {
  const { stored } = await apply(context, await reload(context, id), ({ parked }) => {
    if (!parked.some(({ effect }) => effect.key === key))
      throw new TillkitError("invalid_request", `Payment ${id} has no parked effect ${JSON.stringify(key)}.`, {
        details: { paymentId: id, parked: parked.map(({ effect }) => effect.key).join(", ") },
      });
    return { at: context.clock.now(), source: "host", inputs: [], unparked: { key, decision } };
  });
  return stored;
}
