import type { OpenedDurableStore, OpenStore, StoreCase } from "./store/case.ts";
import { causeCases } from "./store/causes.ts";
import { commitCases } from "./store/commits.ts";
import { durableCases } from "./store/durable.ts";
import { leaseCases } from "./store/leases.ts";
import { listCases } from "./store/lists.ts";
import { markCases } from "./store/marks.ts";
import { nameCases } from "./store/names.ts";
import { pruningCases } from "./store/pruning.ts";
import { pruningOrderCases } from "./store/pruning-orders.ts";
import { refusalCases } from "./store/refusals.ts";
import { tenantCases } from "./store/tenants.ts";
import { durableTimeCases, timeCases } from "./store/times.ts";
import { transactionCases } from "./store/transactions.ts";
import { valueCases } from "./store/values.ts";
import { watchingCases } from "./store/watching.ts";

/** Everything that tillkit asks of any store, one claim a case. */
export const storeCases: readonly StoreCase[] = [
  ...commitCases,
  ...refusalCases,
  ...causeCases,
  ...nameCases,
  ...leaseCases,
  ...listCases,
  ...markCases,
  ...tenantCases,
  ...valueCases,
  ...timeCases,
  ...transactionCases,
  ...pruningCases,
  ...pruningOrderCases,
  ...watchingCases,
];

/** What tillkit asks besides of a store whose data outlives it, and is shared by several processes. */
export const durableStoreCases: readonly StoreCase<OpenedDurableStore>[] = [...durableCases, ...durableTimeCases];

/** The functions of a test runner that a contract needs: those of Vitest, Jest and `node:test` fit. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/**
 * Holds a store to its contract: registers one test per claim. `open` makes an empty store for each.
 *
 * A store whose data outlives its process is held to {@link durableStoreContract} instead, which asks all of this and more.
 *
 * @example
 * storeContract({ describe, it, open: async () => ({ store: memoryStore(), close: async () => {} }) });
 */
export function storeContract({ describe, it, open }: Runner & { readonly open: OpenStore }): void {
  describe("keeps the contract of a store", () => {
    for (const { name, run } of storeCases) it(name, () => run(open));
  });
}

/**
 * Holds a store to its contract, and to what must be true through restarts and between processes: registers one test per claim. `open`
 * makes an empty store for each, and says how to open the same data again.
 *
 * @example
 * durableStoreContract({
 *   describe,
 *   it,
 *   open: async () => {
 *     const file = await temporaryFile();
 *     const store = await openStore(file);
 *     return {
 *       store,
 *       second: () => openStore(file),
 *       reopen: () => store.close().then(() => openStore(file)),
 *       close: () => closeAllAndRemove(file),
 *     };
 *   },
 * });
 */
export function durableStoreContract({
  describe,
  it,
  open,
}: Runner & { readonly open: OpenStore<OpenedDurableStore> }): void {
  storeContract({ describe, it, open });
  describe("keeps the contract of a store through restarts and between processes", () => {
    for (const { name, run } of durableStoreCases) it(name, () => run(open));
  });
}
