import { TillkitError } from "../errors.ts";
import type { Input } from "../payment/payment.ts";
import type { Lease, Stored } from "../ports/store.ts";
import { announce } from "./announce.ts";
import { apply, type Applied, isLeased, reload } from "./apply.ts";
import type { Context } from "./context.ts";
import { draft } from "./outbox.ts";
import type { FulfilAnswer, Order } from "./types/options.ts";

/**
 * Has the host make its order, exactly once where the store shares its transaction: the order and the mark that it is made are
 * written together, guarded by the version, so that of two workers one writes both and the other neither.
 *
 * Passes on what `fulfil` throws; then nothing was written.
 */
export async function fulfil(context: Context, record: Stored, held: Lease): Promise<Applied> {
  const { fulfilling, clock } = context;
  if ("atLeastOnce" in fulfilling) {
    const answer = await fulfilling.atLeastOnce(orderOf(record));
    return apply(context, record, () => ({
      at: clock.now(),
      source: "fulfil",
      inputs: [inputOf(context, answer)],
      settled: "fulfil",
      held,
    }));
  }
  let stored = record;
  for (;;) {
    if (!isPending(stored)) return { stored, outcome: "unchanged", leased: false };
    const result = await once(context, fulfilling.once, { stored, held });
    if (result !== undefined) return result;
    stored = await reload(context, stored.payment.id);
  }
}

async function once(
  context: Context,
  make: (order: Order, tx: unknown) => FulfilAnswer | Promise<FulfilAnswer>,
  { stored, held }: { readonly stored: Stored; readonly held: Lease },
): Promise<Applied | undefined> {
  const { store, clock, tenant } = context;
  const guard = { tenant, id: stored.payment.id, expectedVersion: stored.version };
  let next: ReturnType<typeof draft>;
  const write = (answer: FulfilAnswer) => {
    const at = clock.now();
    next = draft(stored, { at, source: "fulfil", inputs: [inputOf(context, answer)], settled: "fulfil", held });
    if (next === undefined) throw new RangeError("A pending order is always changed by being made.");
    return next.commit;
  };
  const result = await store.commitWithin(guard, (tx) => {
    const answer = make(orderOf(stored), tx);
    if (!isPromise(answer)) return write(answer);
    if (store.transactions === "async") return answer.then(write);
    throw new TillkitError(
      "fulfil_not_synchronous",
      "fulfil returned a promise, but this store's transaction cannot wait for one. Return the answer itself, or wrap the function: " +
        "fulfil: { atLeastOnce: async (order) => … }.",
    );
  });
  if (result.type !== "committed" || next === undefined) return undefined;
  announce(context, stored.payment, { payment: next.stored.payment, version: result.version });
  return { stored: next.stored, outcome: "applied", leased: isLeased(result, next) };
}

/** What the host is given; `suffix` makes the key one of its own for each thing that follows. */
export function orderOf({ payment }: Stored, suffix = ""): Order {
  if (payment.status !== "succeeded")
    throw new RangeError(`Payment ${payment.id} is ${payment.status}; only a paid one is fulfilled.`);
  return { payment, onceKey: `${payment.tenant}:${payment.id}${suffix}` };
}

function isPending({ payment, pending }: Stored): boolean {
  return (
    payment.status === "succeeded" &&
    payment.fulfilment.status === "pending" &&
    pending.some(({ effect }) => effect.type === "fulfil")
  );
}

/** What follows from an order is asked for in the very write that says that it is made. */
function inputOf({ clock, afterwards }: Context, answer: FulfilAnswer): Input {
  const at = clock.now();
  const reason = refusalIn(answer);
  if (reason !== undefined) return { type: "fulfilment_refused", at, reason };
  return { type: "fulfilled", at, afterwards: Object.keys(afterwards) };
}

/** Whatever else a host without a compiler returns, as the row that it has written, says that the order is made. */
function refusalIn(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("refused" in answer)) return undefined;
  const { refused } = answer;
  if (typeof refused === "string" && refused !== "") return refused;
  throw new TillkitError(
    "fulfil_answer_invalid",
    `fulfil answered { refused: ${JSON.stringify(refused)} }, so it is not known whether the order was made. ` +
      'Return nothing when it was, or the reason why not, like { refused: "sold out" }.',
  );
}

function isPromise(value: unknown): value is Promise<FulfilAnswer> {
  return typeof value === "object" && value !== null && "then" in value;
}
