import { z } from "zod";
import { TillkitError } from "../errors.ts";
import type { Payment } from "../payment/payment.ts";
import type { Stored } from "../ports/store.ts";
import { apply } from "./apply.ts";
import type { Context } from "./context.ts";
import { parse } from "./requests.ts";
import type { Closing } from "./types/requests.ts";
import type { Workers } from "./work.ts";

export const closingRequest = z.strictObject({
  by: z.string().min(1).max(200),
  note: z.string().min(1).max(1_000).exactOptional(),
});

/** How often closing is tried again while phones open pages for the bill. */
const MAX_ROUNDS = 8;

/**
 * Closes the bill of a reference: with the payment that has its name, else with the newest that had it, which takes the name back. Where
 * a page is opened at the same moment, that one is closed.
 *
 * @throws TillkitError `invalid_request`, `reference_in_use` after many pages in a row
 */
export async function closeBill(
  context: Context,
  workers: Workers,
  { reference, closing }: { readonly reference: string; readonly closing: Closing },
): Promise<Payment | undefined> {
  const asked = parse(closingRequest, closing, "close");
  for (let round = 1; ; round += 1) {
    const newest = await newestOf(context, reference);
    if (newest === undefined) return undefined;
    const lease = workers.lease();
    try {
      const { stored, leased } = await apply(context, newest, () => {
        const at = context.clock.now();
        const inputs = [{ type: "close", at, ...asked } as const, { type: "cancel", at, reason: "closed" } as const];
        return { at, source: "host", inputs, lease };
      });
      if (leased) workers.inBackground(() => workers.work(stored, lease));
      return stored.payment;
    } catch (error) {
      const overtaken = TillkitError.is(error) && error.code === "reference_in_use";
      if (!overtaken || round === MAX_ROUNDS) throw error;
    }
  }
}

async function newestOf({ store, tenant }: Context, reference: string): Promise<Stored | undefined> {
  const [newest] = await store.list({ tenant, reference, limit: 1 });
  return (await store.find(tenant, `reference:${reference}`)) ?? newest;
}
