import { answerCases } from "./idempotency/answers.ts";
import type { IdempotencyCase, OpenedDurableIdempotency, OpenIdempotency } from "./idempotency/case.ts";
import { durableCases } from "./idempotency/durable.ts";
import { forgettingCases } from "./idempotency/forgetting.ts";
import { keyCases } from "./idempotency/keys.ts";
import { leaseCases } from "./idempotency/leases.ts";
import type { Runner } from "./store.ts";

/** Everything that tillkit asks of any idempotency store, one claim a case. */
export const idempotencyCases: readonly IdempotencyCase[] = [
  ...keyCases,
  ...answerCases,
  ...leaseCases,
  ...forgettingCases,
];

/** What tillkit asks besides of an idempotency store whose data outlives it, and is shared by several processes. */
export const durableIdempotencyCases: readonly IdempotencyCase<OpenedDurableIdempotency>[] = durableCases;

/**
 * Holds an idempotency store to its contract: registers one test per claim. `open` makes an empty store for each.
 *
 * One whose data outlives its process is held to {@link durableIdempotencyContract} instead, which asks all of this and more.
 *
 * @example
 * idempotencyContract({ describe, it, open: async () => ({ store: memoryIdempotency(), close: async () => {} }) });
 */
export function idempotencyContract({ describe, it, open }: Runner & { readonly open: OpenIdempotency }): void {
  describe("keeps the contract of an idempotency store", () => {
    for (const { name, run } of idempotencyCases) it(name, () => run(open));
  });
}

/**
 * Holds an idempotency store to its contract, and to what must be true through restarts and between processes: registers one test per
 * claim. `open` makes an empty store for each, and says how to open the same data again.
 */
export function durableIdempotencyContract({
  describe,
  it,
  open,
}: Runner & { readonly open: OpenIdempotency<OpenedDurableIdempotency> }): void {
  idempotencyContract({ describe, it, open });
  describe("keeps the contract of an idempotency store through restarts and between processes", () => {
    for (const { name, run } of durableIdempotencyCases) it(name, () => run(open));
  });
}
