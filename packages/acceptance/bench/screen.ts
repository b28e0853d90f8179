import { createTill } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { createModelStripe, firstCommit, nextCommit } from "@tillkit/testing";
import type { Database } from "./database.ts";
import { waiting } from "./waiting.ts";

const SCREENS = 1_000;
const TIMES = 300;

/** How soon another process's screens hear of a commit, and how long a register waits until its payment is written down. */
export async function timeScreens({ url, schema, pool }: Database): Promise<void> {
  const [writer, other] = [
    await postgresStore({ connection: url, schema }),
    await postgresStore({ connection: url, schema }),
  ];
  const delays = await delaysOf(writer, other);

  const stripe = createModelStripe({ now: Date.now });
  const till = createTill({ gateway: stripe.gateway, store: writer });
  const starts: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    const began = performance.now();
    const { id } = await till.collect({ reference: `b${n}`, amount: 500, currency: "usd", reader: "tmr_front" });
    starts.push(performance.now() - began);
    await till.idle();
    await till.cancel(id);
    await till.idle();
  }
  await till.stop();
  await Promise.all([writer.close(), other.close()]);
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
  console.log("\nPostgreSQL, in milliseconds  (goals, p99: 50 to a screen, 5 to start a payment)");
  console.table({
    [`commit to ${SCREENS} screens of another process`]: spread(delays),
    "collect, until it is written down": spread(starts),
  });
}

/** From the answer to a commit until the last of the screens has heard of it. */
async function delaysOf(writer: PostgresStore, other: PostgresStore): Promise<readonly number[]> {
  const heard = new EventTarget();
  for (let screen = 1; screen < SCREENS; screen += 1) other.subscribe(() => undefined);
  other.subscribe(({ version }) => heard.dispatchEvent(new Event(`${version}`)));
  await writer.commit(firstCommit(waiting(0)));
  const delays: number[] = [];
  for (let version = 1; version <= TIMES; version += 1) {
    const told = new Promise((resolve) => {
      heard.addEventListener(`${version + 1}`, resolve, { once: true });
    });
    await writer.commit(nextCommit({ payment: waiting(0), version, pending: [], parked: [] }));
    const began = performance.now();
    await told;
    delays.push(performance.now() - began);
  }
  return delays;
}

function spread(times: readonly number[]): object {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toPrecision(3));
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
