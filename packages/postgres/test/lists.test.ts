import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, FIXTURE_TIME, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Schema, temporarySchema } from "./schemas.ts";

const PAGE = 5;

let made: Schema;
let store: PostgresStore;

beforeEach(async () => {
  made = temporarySchema();
  store = await postgresStore({ connection: made.url, schema: made.schema, listen: false });
});
afterEach(async () => {
  await store.close();
  await made.remove();
});

it("reads no more than the page where a few payments of rare statuses lie behind many others", async () => {
  const rare = Array.from({ length: 20 }, (_, n) =>
    paymentFixture({ id: `pay_old_${n}`, createdAt: FIXTURE_TIME + n }),
  );
  const common = Array.from(
    { length: 2_000 },
    (_, n) =>
      ({
        ...paymentFixture({ id: `pay_new_${n}`, createdAt: FIXTURE_TIME + 100 + n }),
        status: "canceled",
        cancelReason: "cashier",
      }) as const,
  );
  await Promise.all([...rare, ...common].map((payment) => store.commit(firstCommit(payment))));
  await made.pool.query("VACUUM ANALYZE");

  const before = await rowsRead();
  const page = await store.list({ tenant: "default", status: ["opening", "failed"], limit: PAGE });
  expect(page.map(({ payment: { id } }) => id)).toEqual([
    "pay_old_19",
    "pay_old_18",
    "pay_old_17",
    "pay_old_16",
    "pay_old_15",
  ]);
  await expect.poll(async () => (await rowsRead()) - before).toBe(PAGE);
});

/** PostgreSQL counts it, and a connection tells what it has counted when it is idle for a while, or is asked to. */
async function rowsRead(): Promise<number> {
  await store.pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await made.pool.query<{ read: string }>(
    "SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables WHERE schemaname = $1 AND relname = 'payments'",
    [made.schema],
  );
  return Number(rows[0]?.read);
}
