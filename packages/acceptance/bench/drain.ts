import { createTill, decide } from "@tillkit/core";
import { postgresStore } from "@tillkit/postgres";
import { stripeGateway } from "@tillkit/stripe";
import { firstCommit } from "@tillkit/testing";
import { PgBoss } from "pg-boss";
import type { Database } from "./database.ts";
import { printRates, type Program, type Race, rates } from "./rate.ts";
import { SECRET, waiting } from "./waiting.ts";

const PEER = "pg-boss, by 100";
const BATCH = 100;
const LOAD = { inFlight: 1, runs: 2_000 };

/**
 * How fast one process does what is due: orders of paid payments, told to the host at least once, or made in the store's own transaction.
 * Beside a queue of jobs on the same server, by batches of a hundred, whose jobs do nothing and are marked as done by the batch.
 */
export async function benchDrain({ url, schema, pool }: Database): Promise<void> {
  const store = await postgresStore({ connection: url, schema });
  await pool.query(`CREATE TABLE ${schema}.orders (payment text NOT NULL)`);
  const common = {
    gateway: stripeGateway({ secretKey: "sk_test_bench", webhookSecrets: SECRET }),
    store,
    // Orders ask Stripe nothing: its limit must not be what is measured.
    callsPerSecond: 10_000,
    backfillEveryMs: Infinity,
  };
  const told = createTill({ ...common, fulfil: { atLeastOnce: async () => undefined } });
  const made = createTill({
    ...common,
    fulfil: async ({ payment }, tx) => {
      const text = `INSERT INTO ${schema}.orders (payment) VALUES ($1)`;
      await tx.query({ name: "order", text, values: [payment.id] });
    },
  });
  const boss = new PgBoss({ connectionString: url, schema: `${schema}_boss`, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue("orders");

  const prepare = async (count: number, from: number): Promise<void> => {
    for (let first = from; first < from + count; first += 1_000)
      await Promise.all(
        Array.from({ length: Math.min(1_000, from + count - first) }, (_, n) => store.commit(due(first + n))),
      );
  };
  let count = 0;
  const drained = (name: string, till: typeof told): Program => ({
    name,
    race: async ({ runs }) => {
      await prepare(runs, count);
      count += runs;
      return timed(runs, async () => {
        const { worked } = await till.sweep({ limit: runs });
        return worked;
      });
    },
  });
  const peer: Program = {
    name: PEER,
    race: async ({ runs }) => {
      await boss.insert(
        "orders",
        Array.from({ length: runs }, (_, n) => ({ data: { payment: waiting(n) } })),
      );
      return timed(runs, async () => {
        let done = 0;
        for (;;) {
          const jobs = await boss.fetch("orders", { batchSize: BATCH });
          if (jobs.length === 0) return done;
          await boss.complete(
            "orders",
            jobs.map(({ id }) => id),
          );
          done += jobs.length;
        }
      });
    },
  };
  printRates(
    "What is due, done by one process  (goal: 2 times pg-boss)",
    await rates([peer, drained("orders told at least once", told), drained("orders made exactly once", made)], LOAD),
    [PEER],
  );
  await boss.stop({ graceful: false });
  await Promise.all([told.stop(), made.stop()]);
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE; DROP SCHEMA ${schema}_boss CASCADE`);
}

/** A payment that Stripe has said is paid, and whose order is not made. */
function due(n: number): ReturnType<typeof firstCommit> {
  const payment = waiting(n);
  const at = payment.createdAt;
  const { paymentIntentId, ordered, livemode } = payment;
  const evidence = { paymentIntentId, ...ordered, tip: 0, livemode };
  const [paid, ...effects] = decide(payment, { type: "paid", at, evidence }) ?? [payment];
  const pending = effects.map((effect) => ({ effect, queuedAt: at, nextAt: at, tries: 0, generation: 0 }));
  return firstCommit(paid, { pending, dueAt: at });
}

async function timed(runs: number, work: () => Promise<number>): Promise<Race> {
  const began = performance.now();
  const done = await work();
  const passed = performance.now() - began;
  if (done !== runs) throw new Error(`${done} of ${runs} were done.`);
  return { perSecond: (runs / passed) * 1_000, times: [passed / runs] };
}
