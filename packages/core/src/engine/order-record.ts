import { TillkitError } from "../errors.ts";
import type { OrderTerms } from "../payment/account.ts";
import type { Payment } from "../payment/payment.ts";
import type { Mark } from "../ports/store.ts";
import type { Context } from "./context.ts";
import { readObject, type Reading, writeValue } from "./marks.ts";

/** What is kept of an order: what the host has said, and which shares are about to begin. */
export interface OrderRecord extends OrderTerms {
  readonly reserved: readonly Reservation[];
  /** When this was last changed. Milliseconds since the epoch. */
  readonly at: number;
}

/** Names of marks that keep an order begin so. */
export const ORDER = "order:";

/** What is to be kept of it from now on. */
type NextRecord = Omit<OrderRecord, "at">;

/** A part of an order that is promised to a payment which is about to be written down. */
interface Reservation {
  readonly paymentId: string;
  readonly reference: string;
  readonly amount: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** An order at the version at which it was read. */
export interface KeptOrder {
  readonly mark: Pick<Mark, "name" | "version">;
  readonly record: OrderRecord | undefined;
}

/** How often a write is decided again because another process was faster. */
const MAX_CONFLICTS = 64;

/** Reads what is kept of an order. */
export async function readOrder({ store, tenant }: Context, order: string): Promise<KeptOrder> {
  const name = ORDER + order;
  const mark = await store.readMark(tenant, name);
  return mark === undefined
    ? { mark: { name, version: 0 }, record: undefined }
    : { mark, record: readOrderRecord(mark) };
}

/** What the mark of an order says: written below, and nowhere else. */
export const readOrderRecord: Reading<OrderRecord> = (mark) => readObject(mark) as OrderRecord;

/**
 * Decides what is kept of an order, again and again until nobody was faster. `undefined`: nothing is to be written.
 *
 * @throws TillkitError `store_conflict`, and what `decide` throws
 */
export async function changeOrder(
  context: Context,
  order: string,
  decide: (record: OrderRecord | undefined) => Promise<NextRecord | undefined> | NextRecord | undefined,
): Promise<void> {
  for (let round = 0; round < MAX_CONFLICTS; round += 1) {
    const { mark, record } = await readOrder(context, order);
    const value = await decide(record);
    if (value === undefined) return;
    const next = { ...value, at: context.clock.now() };
    if (await writeValue<OrderRecord>(context, mark, { value: next, dueAt: null })) return;
  }
  throw new TillkitError(
    "store_conflict",
    `Order ${JSON.stringify(order)} is being changed by too many at once. Try again.`,
    {
      retryable: true,
      details: { order },
    },
  );
}

/** Every payment that is a share of an order, newest first. */
export async function sharesOf({ store, tenant }: Context, order: string): Promise<readonly Payment[]> {
  const limit = 100;
  const shares: Payment[] = [];
  for (;;) {
    const after = shares.at(-1)?.id;
    const page = await store.list({ tenant, order, limit, ...(after === undefined ? {} : { after }) });
    shares.push(...page.map(({ payment }) => payment));
    if (page.length < limit) return shares;
  }
}

export function orderNotFound(order: string): TillkitError {
  return new TillkitError(
    "order_not_found",
    `There is no order ${JSON.stringify(order)} here. Say what it costs first: till.orders.set.`,
    { details: { order } },
  );
}

export function orderClosed(order: string): TillkitError {
  return new TillkitError("order_closed", `Order ${JSON.stringify(order)} was closed, and takes no other share.`, {
    details: { order },
  });
}
