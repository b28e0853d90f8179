import type { Lease, Stored } from "../ports/store.ts";
import { apply, type Applied } from "./apply.ts";
import type { Context } from "./context.ts";
import { orderOf } from "./fulfilling.ts";

/** How long one may take, before it is taken for failed: a printer that hangs must not hold up a refund. Milliseconds. */
const PATIENCE_MS = 30_000;

/** Calls one thing that follows from the host's order, and writes down that it was done. Passes on what it throws. */
export async function follow(
  context: Context,
  record: Stored,
  { name, held }: { readonly name: string; readonly held: Lease },
): Promise<Applied> {
  const { afterwards, clock } = context;
  const call = Object.hasOwn(afterwards, name) ? afterwards[name] : undefined;
  if (call === undefined) throw new RangeError(`this till has no \`afterwards\` with the name ${name}`);
  await inTime(context, Promise.resolve(call(orderOf(record, `:${name}`))));
  return apply(context, record, () => ({
    at: clock.now(),
    source: "fulfil",
    inputs: [{ type: "followed", at: clock.now(), name }],
    settled: `afterwards:${name}`,
    held,
  }));
}

function inTime({ clock }: Context, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const calm = clock.after(PATIENCE_MS, () => reject(new RangeError(`no end after ${PATIENCE_MS / 1_000} seconds`)));
    work.then(resolve, reject).finally(calm);
  });
}
