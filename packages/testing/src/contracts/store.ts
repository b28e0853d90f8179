import type { OpenStore, StoreCase } from "./store/case.ts";
import { causeCases } from "./store/causes.ts";
import { commitCases } from "./store/commits.ts";
import { leaseCases } from "./store/leases.ts";
import { listCases } from "./store/lists.ts";
import { markCases } from "./store/marks.ts";
import { nameCases } from "./store/names.ts";
import { pruningCases } from "./store/pruning.ts";
import { refusalCases } from "./store/refusals.ts";
import { tenantCases } from "./store/tenants.ts";
import { transactionCases } from "./store/transactions.ts";
import { valueCases } from "./store/values.ts";
import { watchingCases } from "./store/watching.ts";

/** Everything that tillkit asks of a store, one claim a case. */
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
  ...transactionCases,
  ...pruningCases,
  ...watchingCases,
];

/** The functions of a test runner that a contract needs: those of Vitest, Jest and `node:test` fit. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/**
 * Holds a store to its contract: registers one test per claim.
 *
 * `open` makes an empty store for each. Claims about restarts and about several handles pass unseen where `open` offers no `reopen`
 * or `second`.
 *
 * @example
 * storeContract({ describe, it, open: async () => ({ store: memoryStore(), close: async () => {} }) });
 */
export function storeContract({ describe, it, open }: Runner & { readonly open: OpenStore }): void {
  describe("keeps the contract of a store", () => {
    for (const { name, run } of storeCases) it(name, () => run(open));
  });
}
