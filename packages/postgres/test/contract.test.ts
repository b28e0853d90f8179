import type { PostgresStoreOptions } from "@tillkit/postgres";
import { durableStoreContract } from "@tillkit/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Shelf, shelfOf } from "./schemas.ts";

const settings: Readonly<Record<string, Partial<PostgresStoreOptions>>> = {
  "one table for all tenants": {},
  "tables that are divided by tenant": { partitions: 3 },
  // Each statement and each transaction has a connection to itself: nothing that a connection remembers can be relied on.
  "a pooler in transaction mode": { prepare: false, listen: false },
};

describe.each(Object.entries(settings))("%s", (name, options) => {
  let shelf: Shelf;

  beforeAll(async () => {
    shelf = await shelfOf(options, name.startsWith("a pooler") ? { maxUses: 1 } : undefined);
  });
  afterAll(() => shelf.remove());

  durableStoreContract({ describe, it, open: () => shelf.open() });
});
