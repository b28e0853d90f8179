import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTill, type Gateway, isAtRest, type Payment, type Till } from "@tillkit/core";
import { startSimulator, type Simulator } from "@tillkit/simulator";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { stripeGateway } from "@tillkit/stripe";
import { crashing, type CrashPoint } from "@tillkit/testing";
import { skippingClock } from "./clock.ts";
import { coffee, table } from "./shop.ts";

/** How a sale ended whose server died at one moment and was started again. */
export interface Ending {
  /** Whether the run was long enough to reach the moment. */
  readonly crashed: boolean;
  readonly payment: Payment | undefined;
  readonly charges: number;
  readonly orders: number;
  /** The once-keys under which the kitchen was sent tickets: one for each ticket, however often it came. */
  readonly tickets: ReadonlySet<string>;
  /** PaymentIntents and pages that a guest could still pay. */
  readonly payable: number;
}

const SECRET = "whsec_acceptance_0123456789";
const ROUNDS = 12;

/**
 * Sells once, at the counter or at a table, with a server that dies at its `call`-th call to store or Stripe; the next one knows
 * nothing but what is in the file. The cashier presses the same button again, the guest does what the guest sees.
 */
export async function sellWithCrash(
  flow: "counter" | "table",
  { call, at }: { readonly call: number; readonly at: CrashPoint },
): Promise<Ending> {
  const clock = skippingClock();
  const simulator = await startSimulator({ clock });
  const directory = await mkdtemp(join(tmpdir(), "tillkit-crash-"));
  const stores: SqliteStore[] = [];
  const tickets = new Set<string>();

  function boot(plan: { readonly call: number; readonly at: CrashPoint }): {
    readonly till: Till;
    readonly crashed: () => boolean;
  } {
    const store = sqliteStore({ file: join(directory, "shop.db"), pollMs: 10 });
    stores.push(store);
    store.database.exec("CREATE TABLE IF NOT EXISTS orders (payment TEXT NOT NULL) STRICT");
    const gateway: Gateway = stripeGateway({
      secretKey: "sk_test_acceptance",
      webhookSecrets: SECRET,
      apiBase: simulator.url,
    });
    // One port that is both, so that calls are counted together and both die together.
    const life = crashing({ ...store, ...gateway }, plan);
    const till = createTill({
      gateway: life.port,
      store: life.port,
      clock,
      afterwards: { kitchenTicket: ({ onceKey }) => void tickets.add(onceKey) },
      fulfil: ({ payment }, tx) => void tx.prepare("INSERT INTO orders (payment) VALUES (?)").run(payment.id),
    });
    // What a dying process complains about, nobody hears.
    till.events.on("trouble", () => undefined);
    return { till, crashed: () => life.crashed };
  }

  const first = boot({ call, at });
  let server = first;
  const web = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const signature = request.headers["stripe-signature"];
      const delivery = {
        bytes: Buffer.concat(chunks),
        signature: typeof signature === "string" ? signature : undefined,
      };
      void orDead(server, server.till.webhook(delivery)).then(
        (result) => response.writeHead(result === "dead" ? 500 : 200).end(),
        () => response.writeHead(500).end(),
      );
    });
  }).listen(0, "127.0.0.1");
  await once(web, "listening");
  // Listening on TCP, so the address is one of TCP.
  simulator.webhooks.add({ url: `http://127.0.0.1:${(web.address() as AddressInfo).port}/`, secret: SECRET });

  let paymentId: string | undefined;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      if (server.crashed()) server = boot({ call: 0, at });
      const started = await orDead(
        server,
        flow === "counter" ? server.till.collect(coffee) : server.till.checkout(table),
      ).catch(() => undefined);
      if (started !== "dead" && started !== undefined) paymentId = started.id;
      await orDead(server, server.till.idle());
      await guest(simulator, flow);
      await orDead(server, simulator.webhooks.settled());
      await orDead(server, server.till.idle());
      clock.skip(61_000);
      await orDead(
        server,
        server.till.sweep().catch(() => undefined),
      );
      await orDead(server, server.till.idle());
      const known = await finished(stores[0], paymentId);
      if (known && !server.crashed()) break;
    }
    const [store] = stores;
    const payment = paymentId === undefined ? undefined : (await store?.load("default", paymentId))?.payment;
    return {
      crashed: first.crashed(),
      payment,
      charges: simulator.charges.filter(({ paid, captured }) => paid && captured).length,
      orders: Number(store?.database.prepare("SELECT count(*) AS n FROM orders").get()?.["n"]),
      tickets,
      payable:
        simulator.paymentIntents.filter(({ status }) => status !== "succeeded" && status !== "canceled").length +
        simulator.sessions.filter(({ status }) => status === "open").length,
    };
  } finally {
    await simulator.close();
    web.closeAllConnections();
    web.close();
    for (const store of stores) await store.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The guest pays where there is something to pay, once. */
async function guest(simulator: Simulator, flow: "counter" | "table"): Promise<void> {
  if (flow === "counter") {
    const reader = simulator.reader("tmr_front");
    if (reader.screen.kind === "waiting_for_card") await reader.tap("visa");
    return;
  }
  const open = simulator.sessions.find(({ status }) => status === "open");
  if (open !== undefined) await simulator.guest(open.id).payAndCloseTab("visa");
}

async function finished(store: SqliteStore | undefined, paymentId: string | undefined): Promise<boolean> {
  if (paymentId === undefined) return false;
  const stored = await store?.load("default", paymentId);
  return stored !== undefined && isAtRest(stored.payment) && stored.pending.length === 0;
}

/** What a process answers, or `dead` once it has died: a dead process leaves everybody waiting. */
async function orDead<T>({ crashed }: { readonly crashed: () => boolean }, work: Promise<T>): Promise<T | "dead"> {
  let over = false;
  const answer = work.finally(() => {
    over = true;
  });
  const death = async (): Promise<T | "dead"> => {
    while (!over && !crashed()) await turn();
    // What was already on its way back gets one turn to arrive.
    await turn();
    return over ? answer : "dead";
  };
  return Promise.race([answer, death()]);
}

/** One turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
