import type { PostgresStoreOptions } from "@tillkit/postgres";
import { durableStoreContract } from "@tillkit/testing";
import type { PoolConfig } from "pg";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Shelf, shelfOf } from "./schemas.ts";

interface Setting {
  readonly options: Partial<PostgresStoreOptions>;
  /** How the pool is made, where it is the host's. */
  readonly host?: PoolConfig;
}

const settings: Readonly<Record<string, Setting>> = {
  "one table for all tenants": { options: {} },
  "tables that are divided by tenant": { options: { partitions: 3 } },
  // Each statement and each transaction has a connection to itself: nothing that a connection remembers can be relied on.
  "a pooler in transaction mode": { options: { prepare: false, listen: false }, host: { maxUses: 1 } },
  // Not UTC, nor whole hours from it; and dates are written as nobody expects them.
  "sessions in a time zone of their own": {
    options: {},
    host: { options: "-c timezone=America/St_Johns -c datestyle=SQL,DMY" },
  },
};

describe.each(Object.entries(settings))("%s", (_name, { options, host }) => {
  let shelf: Shelf;

  beforeAll(async () => {
    shelf = await shelfOf(options, host);
  });
  afterAll(() => shelf.remove());

  durableStoreContract({ describe, it, open: () => shelf.open() });
});
