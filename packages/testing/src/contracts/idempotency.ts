import { answerCases } from "./idempotency/answers.ts";
import type { IdempotencyCase, OpenIdempotency } from "./idempotency/case.ts";
import { forgettingCases } from "./idempotency/forgetting.ts";
import { keyCases } from "./idempotency/keys.ts";
import { leaseCases } from "./idempotency/leases.ts";
import type { Runner } from "./store.ts";

/** Everything that tillkit asks of an idempotency store, one claim a case. */
export const idempotencyCases: readonly IdempotencyCase[] = [
  ...keyCases,
  ...answerCases,
  ...leaseCases,
  ...forgettingCases,
];

/**
 * Holds an idempotency store to its contract: registers one test per claim.
 *
 * `open` makes an empty store for each. Claims about restarts and about several handles pass unseen where `open` offers no `reopen`
 * or `second`.
 *
 * @example
 * idempotencyContract({ describe, it, open: async () => ({ store: memoryIdempotency(), close: async () => {} }) });
 */
export function idempotencyContract({ describe, it, open }: Runner & { readonly open: OpenIdempotency }): void {
  describe("keeps the contract of an idempotency store", () => {
    for (const { name, run } of idempotencyCases) it(name, () => run(open));
  });
}
