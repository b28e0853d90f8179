import { type Simulator, startSimulator } from "@tillkit/simulator";
import { chance, type Chance } from "../histories/random.ts";
import { type Database, postgresDatabase, sqliteDatabase } from "./databases.ts";
import { openDoor } from "./door.ts";
import { type Books, compareBooks, isSettled } from "./ledger.ts";
import { pause } from "./pause.ts";
import { type Servers, startServers } from "./servers.ts";
import { sellAll } from "./shop.ts";

/** How long and how rough a soak is. */
export interface SoakPlan {
  readonly store: "sqlite" | "postgres";
  readonly seed: number;
  readonly servers: number;
  /** How many bills are to be paid. */
  readonly sales: number;
  /** How long it is between two kills, at most. Milliseconds. */
  readonly lifeMs: number;
}

/** What the books say in the end, and what was done to the servers and the database on the way. */
export interface Ledger extends Books {
  readonly kills: number;
  /** Servers that died by themselves. */
  readonly crashes: number;
  readonly connectionsCut: number;
  readonly restarts: number;
  readonly requests: number;
  readonly ms: number;
}

const SECRET = "whsec_soak_0123456789abcdef";
const READERS = ["tmr_0", "tmr_1", "tmr_2", "tmr_3", "tmr_4", "tmr_5"];
// Longer than the two minutes after which an open page is looked at by itself, for an event that never came through.
const PATIENCE_MS = 150_000;

/**
 * Sells with several server processes on one database, kills them without a word, breaks their connections, restarts the database,
 * loses answers and events, and at the end compares the books: charges at Stripe, orders at the host, payments in the store.
 */
export async function soak({ store, seed, servers: count, sales, lifeMs }: SoakPlan): Promise<Ledger> {
  const random = chance(seed);
  const started = performance.now();
  const database = await (store === "sqlite" ? sqliteDatabase() : postgresDatabase());
  const simulator = await startSimulator({
    seed,
    readers: READERS.map((id) => ({ id, label: `Reader ${id}` })),
    // Stripe does not publish its retry schedule; this one fits the time a soak has.
    timing: { webhookRetryMs: [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000] },
  });
  const setup = { database: database.address, apiBase: simulator.url, webhookSecret: SECRET };
  const servers = startServers(count, setup, random);
  const door = await openDoor(servers);
  try {
    simulator.webhooks.add({ url: `${door.url}/webhooks/stripe`, secret: SECRET });
    addFaults(simulator);
    const troubles = makeTrouble({ servers, database, random, lifeMs });
    await sellAll({ servers, simulator, store: database.store, random, readers: READERS }, sales);
    const made = await troubles.stop();
    simulator.faults.clear();
    simulator.webhooks.faults.clear();
    await settled(database, simulator);
    return {
      ...(await compareBooks(database, simulator, sales)),
      kills: servers.kills,
      crashes: servers.crashes,
      ...made,
      requests: simulator.requests.length,
      ms: Math.round(performance.now() - started),
    };
  } finally {
    await servers.close();
    door.close();
    await simulator.close();
    await database.close();
  }
}

function addFaults({ faults, webhooks }: Simulator): void {
  faults.add({ on: "POST *", probability: 0.04, kind: "lose_answer" });
  faults.add({ on: "* *", probability: 0.04, kind: "lose_request" });
  faults.add({ on: "POST *", probability: 0.02, kind: { status: 500, stored: true, worked: true } });
  faults.add({ on: "POST *", probability: 0.02, kind: { status: 500, stored: true } });
  faults.add({ on: "POST *", probability: 0.02, kind: { answerAfterMs: 1_000 } });
  webhooks.faults.add({ probability: 0.1, kind: "twin" });
  webhooks.faults.add({ probability: 0.1, kind: { repeat: 3, delayMs: 300 } });
}

interface Victims {
  readonly servers: Servers;
  readonly database: Database;
  readonly random: Chance;
  readonly lifeMs: number;
}

/** Kills a server again and again; now and then breaks connections, restarts the database, or kills all servers at once. */
function makeTrouble({ servers, database, random, lifeMs }: Victims): {
  stop(): Promise<Pick<Ledger, "connectionsCut" | "restarts">>;
} {
  let going = true;
  let connectionsCut = 0;
  let restarts = 0;
  const troubling = (async () => {
    for (let round = 1; going; round += 1) {
      await pause(random.below(lifeMs));
      if (!going) return;
      if (round % RESTART_EVERY === 0 && database.restart !== undefined) {
        await database.restart();
        restarts += 1;
      } else if (round % CUT_EVERY === 0 && database.cutConnections !== undefined)
        connectionsCut += await database.cutConnections(random);
      else if (round % POWER_CUT_EVERY === 0) servers.killAll();
      else servers.killOne();
    }
  })();
  return {
    stop: async () => {
      going = false;
      await troubling;
      return { connectionsCut, restarts };
    },
  };
}

const CUT_EVERY = 4;
const POWER_CUT_EVERY = 7;
const RESTART_EVERY = 20;

/** Waits until nothing is left to do, or patience ends: then the ledger shows what is missing. */
async function settled({ store }: Database, simulator: Simulator): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    await simulator.webhooks.settled();
    if (await isSettled(store)) return;
    await pause(50);
  }
}
