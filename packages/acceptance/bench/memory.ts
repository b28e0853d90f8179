import { postgresStore } from "@tillkit/postgres";
import type { Database } from "./database.ts";
import { deliveryOf, makeWaiting } from "./waiting.ts";
import { type Memory, type ServerProcess, startServer } from "./whole-path-process.ts";

/** How many deliveries are taken in. */
export const DELIVERIES = 100_000;

/** The same with a million, which takes minutes. */
export const A_MILLION_DELIVERIES = 1_000_000;

const CHUNK = 1_000;
const CONNECTIONS = 32;
const REPORTS = 5;

/**
 * What a server's memory does while deliveries come in over HTTP: half of them new cancellations, the other half the same ones again.
 * It is looked at after a tenth, when everything has been compiled and every connection made, and from then on until the end.
 */
export async function benchMemory({ url, schema, pool }: Database, deliveries: number): Promise<void> {
  const store = await postgresStore({ connection: url, schema });
  const server = await startServer({ side: "tillkit", url, schema, orders: false });
  const rows: Record<string, object> = {};
  try {
    await take(server, store, { from: 0, to: deliveries / 10 });
    const start = await server.memory();
    rows[`after ${deliveries / 10}`] = inMegabytes(start, start);
    for (let report = 1; report <= REPORTS; report += 1) {
      const at = (share: number): number => Math.round(deliveries * (0.1 + (0.9 * share) / REPORTS));
      await take(server, store, { from: at(report - 1), to: at(report) });
      rows[`after ${at(report)}`] = inMegabytes(await server.memory(), start);
    }
  } finally {
    await server.stop();
    await store.close();
    await pool.query(`DROP SCHEMA ${schema} CASCADE`);
  }
  console.log(
    "\nMemory of a server while deliveries come in, in MB, after its garbage is collected  (goal: 20 MB more)",
  );
  console.table(rows);
}

async function take(
  server: ServerProcess,
  store: Parameters<typeof makeWaiting>[0],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  for (let first = from / 2; first < to / 2; first += CHUNK) {
    const count = Math.min(CHUNK, Math.ceil(to / 2) - first);
    await makeWaiting(store, first, count);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) {
        const delivery = deliveryOf(first + next++, "canceled");
        await server.deliver(delivery);
        await server.deliver(delivery);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  }
}

function inMegabytes(now: Memory, start: Memory): object {
  return {
    heap: megabytes(now.heapUsed),
    "heap grown": megabytes(now.heapUsed - start.heapUsed),
    RSS: megabytes(now.rss),
    "RSS grown": megabytes(now.rss - start.rss),
  };
}

const megabytes = (bytes: number): number => Number((bytes / 1_048_576).toFixed(1));
