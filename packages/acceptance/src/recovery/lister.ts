import { createTill, type Store } from "@tillkit/core";
import { postgresStore } from "@tillkit/postgres";
import { sqliteStore } from "@tillkit/sqlite";
import type { DatabaseAddress } from "../soak/messages.ts";
import { undelivered } from "./undelivered.ts";

/** What a server process is to list: its one argument, as JSON. */
export interface Listing {
  readonly database: DatabaseAddress;
  readonly pages: number;
  readonly leaseMs: number;
}

// node lister.ts <listing as JSON>: sweeps until all pages are in, and tells which one it asks for. Written by a test from a Listing.
const { database, pages, leaseMs } = JSON.parse(process.argv[2] ?? "") as Listing;
const store: Store =
  database.type === "sqlite"
    ? sqliteStore({ file: database.file, busyTimeoutMs: 10_000 })
    : await postgresStore({ connection: database.url, schema: database.schema });
const gateway = undelivered(
  pages,
  ({ after = "0" }) =>
    new Promise((resolve) => {
      process.send?.(after, () => setTimeout(resolve, 10));
    }),
);
const till = createTill({ gateway, store, leaseMs });
while ((await till.health()).backfill.finishedAt === undefined) await till.sweep();
await till.stop();
await store.close();
process.disconnect();
