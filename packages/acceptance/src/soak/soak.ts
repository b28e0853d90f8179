import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAtRest, type Stored } from "@tillkit/core";
import { startSimulator, type Simulator } from "@tillkit/simulator";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { chance, type Chance } from "../histories/random.ts";
import { type Servers, startServers } from "./servers.ts";

/** How long and how rough a soak is. */
export interface SoakPlan {
  readonly seed: number;
  readonly servers: number;
  /** How many bills are to be paid. */
  readonly sales: number;
  /** How long a server lives before it is killed, at most. Milliseconds. */
  readonly lifeMs: number;
}

/** What the books say in the end. All three must agree. */
export interface Ledger {
  readonly sales: number;
  /** Bills that Stripe holds money for. */
  readonly charged: number;
  /** Bills that Stripe holds money for more than once. */
  readonly chargedTwice: number;
  /** Orders in the host's own table. */
  readonly orders: number;
  /** Bills with more than one order. */
  readonly orderedTwice: number;
  /** Payments that say paid, with their order made. */
  readonly paid: number;
  /** Payments that have not ended. */
  readonly open: number;
  /** PaymentIntents and pages that could still be paid. */
  readonly payable: number;
  readonly kills: number;
  readonly requests: number;
  readonly ms: number;
}

const SECRET = "whsec_soak_0123456789abcdef";
const READERS = 6;
const PATIENCE_MS = 60_000;

/**
 * Sells with several server processes on one file, kills them without a word, loses answers and events, and at the end compares the
 * books: charges at Stripe, orders at the host, payments in the store.
 */
export async function soak({ seed, servers: count, sales, lifeMs }: SoakPlan): Promise<Ledger> {
  const random = chance(seed);
  const started = performance.now();
  const readers = Array.from({ length: READERS }, (_, index) => ({ id: `tmr_${index}`, label: `Reader ${index}` }));
  // Stripe does not publish its retry schedule; this one fits the time a soak has.
  const timing = { webhookRetryMs: [500, 2_000, 5_000, 15_000] };
  const simulator = await startSimulator({ seed, readers, timing });
  const directory = await mkdtemp(join(tmpdir(), "tillkit-soak-"));
  const file = join(directory, "shop.db");
  const store = sqliteStore({ file, busyTimeoutMs: 10_000 });
  store.database.exec("CREATE TABLE orders (payment TEXT NOT NULL, reference TEXT NOT NULL) STRICT");
  const servers = startServers(count, [file, simulator.url, SECRET], random);
  const door = createServer((request, response) => forward(servers, request, response)).listen(0, "127.0.0.1");
  try {
    await once(door, "listening");
    // Listening on TCP, so the address is one of TCP.
    simulator.webhooks.add({
      url: `http://127.0.0.1:${(door.address() as AddressInfo).port}/webhooks/stripe`,
      secret: SECRET,
    });
    simulator.faults.add({ on: "POST *", probability: 0.04, kind: "lose_answer" });
    simulator.faults.add({ on: "* *", probability: 0.04, kind: "lose_request" });
    simulator.faults.add({ on: "POST *", probability: 0.02, kind: { status: 500, stored: true, worked: true } });
    simulator.faults.add({ on: "POST *", probability: 0.02, kind: { status: 500, stored: true } });

    let selling = true;
    const killer = kill(servers, random, lifeMs, () => selling);
    await sellAll({ servers, simulator, store, random, sales });
    selling = false;
    await killer;
    simulator.faults.clear();
    await settled(store, simulator);
    return {
      ...(await ledger(store, simulator, sales)),
      kills: servers.kills,
      requests: simulator.requests.length,
      ms: Math.round(performance.now() - started),
    };
  } finally {
    await servers.close();
    door.closeAllConnections();
    door.close();
    await simulator.close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Shop {
  readonly servers: Servers;
  readonly simulator: Simulator;
  readonly store: SqliteStore;
  readonly random: Chance;
  readonly sales: number;
}

/** Each reader has its own queue, and so has the dining room. */
async function sellAll({ sales, ...shop }: Shop): Promise<void> {
  let next = 0;
  const queue = async (place: string | undefined): Promise<void> => {
    while (next < sales) {
      next += 1;
      await sell({ ...shop, sales }, `bill-${next}`, place);
    }
  };
  await Promise.all([
    ...Array.from({ length: READERS }, (_, index) => queue(`tmr_${index}`)),
    queue(undefined),
    queue(undefined),
  ]);
}

/** One bill, until it is paid: whoever stands at the till presses again what has no answer, and the guest pays where one can. */
async function sell(
  { servers, simulator, store, random }: Shop,
  reference: string,
  reader: string | undefined,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const stored = await store.find("default", `reference:${reference}`);
    const payment = stored?.payment;
    if (payment !== undefined && isAtRest(payment)) return;
    if (payment === undefined)
      await servers.ask(
        reader === undefined ? { type: "checkout", reference } : { type: "collect", reference, reader },
      );
    else if (payment.status === "declined") await servers.ask({ type: "retry", reference });
    else if (payment.status === "open") await payOnPage(simulator, payment.checkoutSessionId);
    else if (reader !== undefined) await tap(simulator, reader, random);
    await pause(15);
  }
}

async function tap(simulator: Simulator, reader: string, random: Chance): Promise<void> {
  const hands = simulator.reader(reader);
  if (hands.screen.kind === "waiting_for_card")
    await hands.tap(random.percent(15) ? "insufficient_funds" : "visa").catch(() => undefined);
}

async function payOnPage(simulator: Simulator, session: string): Promise<void> {
  if (simulator.sessions.some(({ id, status }) => id === session && status === "open"))
    await simulator
      .guest(session)
      .payAndCloseTab("visa")
      .catch(() => undefined);
}

async function kill(servers: Servers, random: Chance, lifeMs: number, going: () => boolean): Promise<void> {
  while (going()) {
    await pause(random.below(lifeMs));
    if (going()) servers.killOne();
  }
}

/** Waits until nothing is left to do, or patience ends: then the ledger shows what is missing. */
async function settled(store: SqliteStore, simulator: Simulator): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    await simulator.webhooks.settled();
    const all = await everything(store);
    if (all.every(({ payment, pending }) => isAtRest(payment) && pending.length === 0)) return;
    await pause(50);
  }
}

async function ledger(
  store: SqliteStore,
  simulator: Simulator,
  sales: number,
): Promise<Omit<Ledger, "kills" | "requests" | "ms">> {
  const all = await everything(store);
  const chargedBills = counted(
    simulator.paymentIntents
      .filter(({ status }) => status === "succeeded")
      .map(({ metadata }) => metadata["tillkit_reference"] ?? ""),
  );
  const orderedBills = counted(
    store.database
      .prepare("SELECT reference FROM orders")
      .all()
      .map((row) => String(row["reference"])),
  );
  return {
    sales,
    charged: chargedBills.size,
    chargedTwice: [...chargedBills.values()].filter((times) => times > 1).length,
    orders: [...orderedBills.values()].reduce((sum, times) => sum + times, 0),
    orderedTwice: [...orderedBills.values()].filter((times) => times > 1).length,
    paid: all.filter(({ payment }) => payment.status === "succeeded" && payment.fulfilment.status === "done").length,
    open: all.filter(({ payment }) => !isAtRest(payment)).length,
    payable:
      simulator.paymentIntents.filter(({ status }) => status !== "succeeded" && status !== "canceled").length +
      simulator.sessions.filter(({ status }) => status === "open").length,
  };
}

async function everything(store: SqliteStore): Promise<readonly Stored[]> {
  const all: Stored[] = [];
  for (;;) {
    const last = all.at(-1)?.payment.id;
    const page = await store.list({ tenant: "default", limit: 100, ...(last === undefined ? {} : { after: last }) });
    all.push(...page);
    if (page.length < 100) return all;
  }
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Hands a delivery to some server, as a load balancer would; a dead one breaks the connection, and Stripe tries again. */
function forward(servers: Servers, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const port = servers.port();
    if (port === undefined) return void response.writeHead(503).end();
    fetch(`http://127.0.0.1:${port}${request.url ?? "/"}`, {
      method: "POST",
      body: Buffer.concat(chunks),
      headers: { "stripe-signature": String(request.headers["stripe-signature"]), "content-type": "application/json" },
    }).then(
      ({ status }) => response.writeHead(status).end(),
      () => response.destroy(),
    );
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
