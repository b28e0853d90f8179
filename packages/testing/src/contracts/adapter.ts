import { accessCases } from "./adapter/access.ts";
import type { AdapterCase, Serve } from "./adapter/case.ts";
import { idempotencyKeyCases } from "./adapter/idempotency-key.ts";
import { paymentCases } from "./adapter/payments.ts";
import { readerCases } from "./adapter/readers.ts";
import { routingCases } from "./adapter/routing.ts";
import { streamCases } from "./adapter/streams.ts";
import { webhookCases } from "./adapter/webhooks.ts";
import type { Runner } from "./store.ts";

/** Everything that tillkit asks of an adapter, one claim a case, through real HTTP. */
export const adapterCases: readonly AdapterCase[] = [
  ...webhookCases,
  ...accessCases,
  ...paymentCases,
  ...readerCases,
  ...idempotencyKeyCases,
  ...streamCases,
  ...routingCases,
];

/**
 * Holds an adapter to its contract: registers one test per claim.
 *
 * `serve` mounts the adapter on a real server, anew for each.
 *
 * @example
 * adapterContract({ describe, it, serve: async ({ till, authorize, returnTo }) => listen(tillkit({ till, authorize, returnTo })) });
 */
export function adapterContract({ describe, it, serve }: Runner & { readonly serve: Serve }): void {
  describe("keeps the contract of an adapter", () => {
    for (const claim of adapterCases) it(claim.name, () => claim.run(serve));
  });
}
