import { createRequire } from "node:module";
import { postgresStore, type PostgresStore } from "@tillkit/postgres";
import type * as SyncEngine from "@supabase/stripe-sync-engine";
import { Client } from "pg";
import type { Database } from "./database.ts";
import { printRates, rates, type Runner } from "./rate.ts";
import { deliveryOf, makeWaiting } from "./waiting.ts";
import { type ServerProcess, type Setup, startServer } from "./whole-path-process.ts";

const HAND = "by hand on Fastify";
const PEER = "Supabase's sync engine";
const LOAD = { inFlight: 32, runs: 3_000 };

/**
 * The whole path of an event: over HTTP, verified, decided, kept, answered, on 32 connections. Beside a careful handler by hand, and
 * beside an engine that keeps Stripe's objects in tables. Each is a process of its own on the same server.
 */
export async function benchWholePath(database: Database): Promise<void> {
  const { url, schema, pool } = database;
  const store = await postgresStore({ connection: url, schema });
  await pool.query(`CREATE TABLE ${schema}.orders (payment text NOT NULL)`);
  const peer = await databaseOfThePeer(database);
  for (const outcome of ["canceled", "succeeded"] as const) {
    const orders = outcome === "succeeded";
    const servers: ServerProcess[] = [];
    const side = async (name: string, setup: Omit<Setup, "orders">): Promise<Runner> => {
      const server = await startServer({ ...setup, orders });
      servers.push(server);
      return runnerOf(name, { server, store, outcome, ...(setup.side === "tillkit" ? { database } : {}) });
    };
    try {
      const runners = [
        await side(HAND, { side: "hand", url, schema }),
        ...(peer === undefined ? [] : [await side(PEER, { side: "peer", url: peer.url, schema })]),
        await side("tillkit on node:http", { side: "tillkit", url, schema }),
      ];
      printRates(
        orders
          ? "The whole path of a payment, until its order is made (the engine makes none), 32 connections"
          : "The whole path of a cancellation, 32 connections  (goals: 2.5 times the engine; 3 times the handler by hand)",
        await rates(runners, orders ? { ...LOAD, runs: LOAD.runs / 2 } : LOAD),
        peer === undefined ? [HAND] : [HAND, PEER],
      );
    } finally {
      for (const server of servers) await server.stop();
    }
  }
  await peer?.remove();
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
}

interface Course {
  readonly server: ServerProcess;
  readonly store: PostgresStore;
  readonly outcome: "canceled" | "succeeded";
  /** Where orders are made after the answer, they are waited for. */
  readonly database?: Database;
}

function runnerOf(name: string, { server, store, outcome, database }: Course): Runner {
  const deliveries = new Map<number, ReturnType<typeof deliveryOf>>();
  let expected = 0;
  return {
    name,
    prepare: async (first, count) => {
      deliveries.clear();
      for (let n = first; n < first + count; n += 1) deliveries.set(n, deliveryOf(n, outcome));
      await makeWaiting(store, first, count);
      if (database !== undefined) expected = (await ordersIn(database)) + (outcome === "succeeded" ? count : 0);
    },
    run: async (n) => {
      const delivery = deliveries.get(n);
      if (delivery === undefined) throw new RangeError(`Nobody made event ${n} ready.`);
      const answer = await server.deliver(delivery);
      if (database !== undefined && !answer.includes("applied")) throw new Error(`An event was answered ${answer}.`);
    },
    ...(database === undefined
      ? {}
      : {
          finish: async () => {
            while ((await ordersIn(database)) < expected) await new Promise((resolve) => setTimeout(resolve, 5));
          },
        }),
  };
}

async function ordersIn({ pool, schema }: Database): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`SELECT count(*) FROM ${schema}.orders`);
  return Number(rows[0]?.count);
}

/** A database of its own, since it always works in the schema `stripe`. `undefined`, with a word about it, where it cannot be made. */
async function databaseOfThePeer({ url, schema, pool }: Database): Promise<PeerDatabase | undefined> {
  const name = `${schema}_peer`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  try {
    // Its migrations speak of this role, which servers have that were not made with another name for it.
    const { rowCount } = await pool.query("SELECT FROM pg_roles WHERE rolname = 'postgres'");
    if (rowCount === 0) await pool.query("CREATE ROLE postgres");
    await pool.query(`CREATE DATABASE ${name}`);
    const { runMigrations } = createRequire(import.meta.url)("@supabase/stripe-sync-engine") as typeof SyncEngine;
    await runMigrations({ databaseUrl: own.href, schema: "stripe" });
    // It keeps to itself what went wrong.
    const client = new Client({ connectionString: own.href });
    await client.connect();
    try {
      await client.query("SELECT last_synced_at FROM stripe.payment_intents");
    } finally {
      await client.end();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`\n${PEER} was left out, since no database could be made for it: ${reason}.`);
    return undefined;
  }
  return { url: own.href, remove: async () => void (await pool.query(`DROP DATABASE ${name} WITH (FORCE)`)) };
}

interface PeerDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}
