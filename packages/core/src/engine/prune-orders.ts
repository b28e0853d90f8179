import { accountOf } from "../payment/account.ts";
import type { Payment } from "../payment/payment.ts";
import type { Mark } from "../ports/store.ts";
import { announceTrouble } from "./announce.ts";
import type { Context } from "./context.ts";
import { readObject, writeValue } from "./marks.ts";
import { ORDER, type OrderRecord, readOrderRecord, sharesOf } from "./order-record.ts";
import type { PruneReport } from "./types/requests.ts";

/** The mark that says where the next step goes on. */
const CURSOR = "prune:orders";

/** How many orders one step looks at. */
const PAGE = 100;

/**
 * Forgets orders that are over, each with all its shares, in one bounded step through their names. Where it stopped is written down, so
 * that the next step, by whomever, goes on from there.
 */
export async function pruneOrders(
  context: Context,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<PruneReport> {
  const { store, tenant } = context;
  const size = Math.min(limit, PAGE);
  const cursor = await store.readMark(tenant, CURSOR);
  const after = cursor === undefined ? "" : afterOf(cursor);
  const marks = await store.listMarks({ tenant, prefix: ORDER, after, limit: size });
  let [pruned, orders] = [0, 0];
  for (const mark of marks) {
    const shares = await pruneOrder(context, mark, before);
    if (shares === undefined) continue;
    orders += 1;
    pruned += shares;
  }
  const last = marks.length === size ? marks.at(-1)?.name : undefined;
  if (last !== undefined || cursor !== undefined)
    await writeValue(context, cursor ?? { name: CURSOR, version: 0 }, {
      value: last === undefined ? null : { after: last },
      dueAt: null,
    });
  return { pruned, orders, more: last !== undefined };
}

/** How many payments went with an order; `undefined` where it stays. */
async function pruneOrder(context: Context, mark: Mark, before: number): Promise<number | undefined> {
  let record: OrderRecord;
  try {
    record = readOrderRecord(mark);
  } catch (error) {
    // One that is corrupt must not keep the others.
    announceTrouble(context, error);
    return undefined;
  }
  if (!(record.at < before)) return undefined;
  const order = mark.name.slice(ORDER.length);
  if (isOpen(order, record, await sharesOf(context, order))) return undefined;
  return context.store.pruneOrder({ tenant: context.tenant, order, mark, before });
}

/** Whether a part of it is paid, and the host waits for the rest. One for which nobody has paid anything is none. */
function isOpen(order: string, record: OrderRecord, shares: readonly Payment[]): boolean {
  return accountOf(order, record, shares).status === "open" && shares.some(({ status }) => status === "succeeded");
}

function afterOf(cursor: Mark): string {
  try {
    const said = readObject(cursor);
    return "after" in said && typeof said.after === "string" ? said.after : "";
  } catch {
    // Beginning anew costs a look at each order.
    return "";
  }
}
