import { isAtRest, type Store, type Stored } from "@tillkit/core";
import type { Simulator } from "@tillkit/simulator";
import type { Database } from "./databases.ts";

/** What the books say in the end. Bills that were charged, orders and paid payments must be as many as the sales. */
export interface Books {
  readonly sales: number;
  /** Bills that Stripe holds money for. */
  readonly charged: number;
  /** Bills that Stripe holds money for more than once. */
  readonly chargedTwice: number;
  /** Orders in the host's own table. */
  readonly orders: number;
  /** Bills with more than one order. */
  readonly orderedTwice: number;
  /** Payments that say paid, with their order made. */
  readonly paid: number;
  /** Payments that have not ended, or about which something is left to do. */
  readonly open: number;
  /** PaymentIntents and pages that could still be paid. */
  readonly payable: number;
}

/** Whether everything was paid once, and nothing is left. */
export function agree({ sales, charged, chargedTwice, orders, orderedTwice, paid, open, payable }: Books): boolean {
  return (
    [charged, orders, paid].every((count) => count === sales) && chargedTwice + orderedTwice + open + payable === 0
  );
}

/** Compares what Stripe, the host and the store say. */
export async function compareBooks({ store, orders }: Database, simulator: Simulator, sales: number): Promise<Books> {
  const all = await everything(store);
  const charged = counted(
    simulator.paymentIntents
      .filter(({ status }) => status === "succeeded")
      .map(({ metadata }) => metadata["tillkit_reference"] ?? ""),
  );
  const ordered = counted(await orders());
  return {
    sales,
    charged: charged.size,
    chargedTwice: timesOver(charged),
    orders: [...ordered.values()].reduce((sum, times) => sum + times, 0),
    orderedTwice: timesOver(ordered),
    paid: all.filter(({ payment }) => payment.status === "succeeded" && payment.fulfilment.status === "done").length,
    open: all.filter((stored) => !isDone(stored)).length,
    payable:
      simulator.paymentIntents.filter(({ status }) => status !== "succeeded" && status !== "canceled").length +
      simulator.sessions.filter(({ status }) => status === "open").length,
  };
}

/** Whether nothing is left to do about any payment. */
export async function isSettled(store: Store): Promise<boolean> {
  return (await everything(store)).every(isDone);
}

function isDone({ payment, pending }: Stored): boolean {
  return isAtRest(payment) && pending.length === 0;
}

async function everything(store: Store): Promise<readonly Stored[]> {
  const all: Stored[] = [];
  for (;;) {
    const last = all.at(-1)?.payment.id;
    const page = await store.list({ tenant: "default", limit: 100, ...(last === undefined ? {} : { after: last }) });
    all.push(...page);
    if (page.length < 100) return all;
  }
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const timesOver = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].filter((times) => times > 1).length;
