import { TillkitError } from "../errors.ts";
import type { Context } from "./context.ts";
import { pruneOrders } from "./prune-orders.ts";
import type { PruneReport, PruneRequest } from "./types/requests.ts";

/**
 * Forgets old payments in one bounded step.
 *
 * Stripe lists events for 30 days ("Process undelivered webhook events"), and repeats their delivery for three more: a payment that is
 * still told of must be there to be told, and its causes with it, or news would be applied twice.
 *
 * @throws TillkitError `invalid_request`, `store_conflict`
 */
export async function prune(context: Context, { before, limit = DEFAULT_LIMIT }: PruneRequest): Promise<PruneReport> {
  const { store, tenant, clock } = context;
  if (!(before <= clock.now() - KEPT_MS))
    throw new TillkitError(
      "invalid_request",
      "`before` must be at least 35 days ago: until then Stripe can still tell of a payment.",
      { details: { field: "before" } },
    );
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new TillkitError("invalid_request", `\`limit\` must be a whole number from 1 to ${MAX_LIMIT}.`, {
      details: { field: "limit" },
    });
  const pruned = await store.prune({ tenant, before, limit });
  if (pruned === limit) return { pruned, orders: 0, more: true };
  const rest = await pruneOrders(context, { before, limit: limit - pruned });
  return { ...rest, pruned: pruned + rest.pruned };
}

const KEPT_MS = 35 * 24 * 60 * 60 * 1_000;
const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;
