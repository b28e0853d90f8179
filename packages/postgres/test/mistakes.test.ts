import { AssertionError } from "node:assert";
import { durableStoreCases, storeCases } from "@tillkit/testing";
import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Shelf, shelfOf } from "./schemas.ts";

/** A mistake in the store's SQL, and a claim of the contract that must notice it. */
interface Mistake {
  readonly mistake: string;
  readonly caughtBy: string;
  readonly right: string;
  readonly wrong: string;
}

const mistakes: readonly Mistake[] = [
  {
    mistake: "records the cause in an arm of its own",
    caughtBy: "a commit refused as conflict records no cause: the same cause can still be applied",
    right: "SELECT tenant, cause FROM done WHERE cause IS NOT NULL",
    wrong: "SELECT tenant, cause FROM asked WHERE cause IS NOT NULL ON CONFLICT DO NOTHING",
  },
  {
    mistake: "writes the history in an arm of its own",
    caughtBy: "a commit refused as taken writes no history",
    right: "SELECT tenant, id, version, cause, entries FROM done WHERE",
    wrong: "SELECT tenant, id, expected + 1, cause, entries FROM asked WHERE",
  },
  {
    mistake: "does not compare the version",
    caughtBy: "a decision on an old version is a conflict",
    right: " AND p.version = fit.expected",
    wrong: "",
  },
  {
    mistake: "knows causes of other tenants",
    caughtBy: "a cause of one tenant is no duplicate for another",
    right: "seen.tenant = asked.tenant AND seen.cause",
    wrong: "seen.cause",
  },
  {
    mistake: "finds names without their tenant",
    caughtBy: "two tenants can have the same name, and find their own",
    right: "FROM SCHEMA.names WHERE tenant = $1 AND name = $2",
    wrong: "FROM SCHEMA.names WHERE $1 <> '' AND name = $2 ORDER BY tenant LIMIT 1",
  },
  {
    mistake: "takes a name that another payment has",
    caughtBy: "a name that another payment has is refused, and who has it is told",
    right: "wanted.owner <> asked.id)",
    wrong: "false)",
  },
  {
    mistake: "gives back names of other payments",
    caughtBy: "a payment cannot give back the name of another",
    right: " AND held.payment_id = done.id",
    wrong: "",
  },
  {
    mistake: "claims what another worker has",
    caughtBy: "what one worker has, nobody else gets",
    right: " AND (p.lease_until IS NULL OR p.lease_until <= $2)",
    wrong: "",
  },
  {
    mistake: "claims without locking what it picked",
    caughtBy: "of claims by two handles exactly one gets each payment",
    right: "ORDER BY due_at, id LIMIT $5 FOR UPDATE SKIP LOCKED",
    // The pause only makes sure that claims meet.
    wrong: "AND pg_sleep(0.002) IS NOT NULL ORDER BY due_at, id LIMIT $5",
  },
  {
    mistake: "gives back a lease after the payment has changed",
    caughtBy: "a lease is not given back after the payment has changed",
    right: "id = $2 AND version = $3",
    wrong: "id = $2 AND $3::integer > 0",
  },
  {
    mistake: "takes over a lease that still runs",
    caughtBy: "a commit is written, but gets no lease, while another worker has it",
    right: "p.lease_token = fit.asks_token OR p.lease_until <= fit.at",
    wrong: "true",
  },
  {
    mistake: "lists every tenant's payments",
    caughtBy: "a list shows only the tenant's payments, and starts at none of another's",
    right: "SCHEMA.payments WHERE tenant = $1 ORDER",
    wrong: "SCHEMA.payments WHERE $1 <> '' ORDER",
  },
  {
    mistake: "deletes a share by itself",
    caughtBy: "shares of an order are not deleted by themselves",
    right: " AND share_of IS NULL",
    wrong: "",
  },
  {
    mistake: "deletes an order with a share that is not over",
    caughtBy: "nothing of an order is deleted while one of its shares is not over, or not old",
    right: "AND NOT EXISTS (SELECT FROM shares WHERE NOT is_over)",
    wrong: "",
  },
  {
    mistake: "deletes an order that was changed meanwhile",
    caughtBy: "nothing of an order is deleted where its mark has changed, or is not there",
    right: "name = $5 AND version = $6",
    wrong: "name = $5 AND $6::integer > 0",
  },
  {
    mistake: "writes a mark on whatever version it has",
    caughtBy: "a mark is written only on the version that it has",
    right: "name = $2 AND version = $5",
    wrong: "name = $2 AND $5::integer > 0",
  },
];

describe("a mistake in the SQL is caught by the contract", () => {
  let shelf: Shelf;

  beforeAll(async () => {
    shelf = await shelfOf({ listen: false });
  });
  afterAll(() => shelf.remove());

  it.each(mistakes)("$mistake", async ({ caughtBy, right, wrong }) => {
    const found = [...storeCases, ...durableStoreCases].find(({ name }) => name === caughtBy);
    let planted = 0;
    const plant = (sql: string): string => {
      const changed = sql.replaceAll(
        right.replaceAll("SCHEMA", shelf.schema),
        wrong.replaceAll("SCHEMA", shelf.schema),
      );
      if (changed !== sql) planted++;
      return changed;
    };
    const failure: unknown = await found
      ?.run(() => shelf.open((pool) => rewriting(pool, plant)))
      .catch((error) => error);
    expect(planted).toBeGreaterThan(0);
    expect(failure).toBeInstanceOf(AssertionError);
  });
});

/** A pool that changes the SQL of what is sent through it, and of what its clients send. */
function rewriting<T extends Pool | PoolClient>(target: T, plant: (sql: string) => string): T {
  return new Proxy(target, {
    get: (_, property) => {
      if (property === "query")
        return (query: string | { readonly text: string }, ...rest: unknown[]): unknown => {
          const changed =
            typeof query === "string" ? plant(query) : { ...query, text: plant(query.text), name: undefined };
          return Reflect.apply(target.query, target, [changed, ...rest]);
        };
      if (property === "connect" && "totalCount" in target)
        return (answer: (error?: Error, client?: PoolClient) => void) =>
          target.connect((error, client) => answer(error, client && rewriting(client, plant)));
      const value: unknown = Reflect.get(target, property);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
