import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import {
  type Afterwards,
  type AtLeastOnce,
  createTill,
  type FulfilAnswer,
  type Gateway,
  type Order,
  type Payment,
  type Store,
  type Till,
} from "@tillkit/core";
import { tillkit } from "@tillkit/express";
import { startSimulator, type Simulator, type SimulatorOptions } from "@tillkit/simulator";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { stripeGateway } from "@tillkit/stripe";
import express from "express";
import { skippingClock, type SkippingClock } from "./clock.ts";

/** A shop with its own pretend Stripe: everything real, over HTTP, on one SQLite file. */
export interface Shop {
  readonly simulator: Simulator;
  readonly clock: SkippingClock;
  /** One till a server process. */
  readonly tills: readonly [Till, ...Till[]];
  /** Where the first server's routes are. */
  readonly url: string;
  readonly store: SqliteStore;
  /** The orders that the host has made, read from its own table. */
  orders(): readonly { readonly paymentId: string; readonly reference: string }[];
  /** How often `fulfil` was called. */
  readonly calls: readonly Order[];
  /** Moves time on and does what is then due, on every till, until nothing is. */
  later(ms: number): Promise<void>;
  /** Resolves when no work is under way and no delivery is on its way. */
  quiet(): Promise<void>;
  /** The payment as it is stored. */
  get(id: string): Promise<Payment>;
  /** Another server process on the same file and the same Stripe. */
  till(wrap?: {
    readonly store?: (store: Store) => Store;
    readonly gateway?: (gateway: Gateway) => Gateway;
    readonly afterwards?: Afterwards;
    /** The connected account that it acts for. */
    readonly account?: string;
    readonly sharedReaders?: boolean;
  }): Till;
  close(): Promise<void>;
}

/** What the simulator signs its deliveries with. */
export const webhookSecret = "whsec_acceptance_0123456789";

/** Opens a shop with so many server processes (1 by default). Webhooks go to the first. */
export async function openShop({
  servers = 1,
  webhooks = true,
  webhookSecrets = [webhookSecret],
  fulfil,
  afterwards: everywhere = {},
  settings = {},
  timing = {},
}: {
  readonly servers?: number;
  readonly webhooks?: boolean;
  /** What the servers take for signatures of Stripe's. */
  readonly webhookSecrets?: readonly string[];
  /** What the pretend Stripe's account is like. */
  readonly settings?: NonNullable<SimulatorOptions["settings"]>;
  /** How long things take there. */
  readonly timing?: NonNullable<SimulatorOptions["timing"]>;
  /** What the host does in the place of writing the order into its table. */
  readonly fulfil?: AtLeastOnce | ((order: Order) => FulfilAnswer);
  readonly afterwards?: Afterwards;
} = {}): Promise<Shop> {
  const clock = skippingClock();
  const simulator = await startSimulator({
    clock,
    settings,
    timing,
    readers: [
      { label: "Front counter", id: "tmr_front" },
      { label: "Bar", id: "tmr_bar" },
    ],
  });
  const directory = await mkdtemp(join(tmpdir(), "tillkit-shop-"));
  const file = join(directory, "shop.db");
  const stores: SqliteStore[] = [];
  const calls: Order[] = [];

  const openStore = (): SqliteStore => {
    const store = sqliteStore({ file, pollMs: 10 });
    store.database.exec("CREATE TABLE IF NOT EXISTS orders (payment TEXT NOT NULL, reference TEXT NOT NULL) STRICT");
    stores.push(store);
    return store;
  };

  const till: Shop["till"] = ({
    store: wrapStore = same,
    gateway: wrapGateway = same,
    afterwards = everywhere,
    account,
    sharedReaders = false,
  } = {}) => {
    const gateway = stripeGateway({
      secretKey: "sk_test_acceptance",
      webhookSecrets,
      apiBase: simulator.url,
      ...(account === undefined ? {} : { stripeAccount: account }),
    });
    return createTill({
      gateway: wrapGateway(gateway),
      // What wraps a SQLite store hands the same transaction on.
      store: wrapStore(openStore()) as SqliteStore,
      clock,
      afterwards,
      sharedReaders,
      fulfil:
        fulfil ??
        ((order, tx) => {
          calls.push(order);
          tx.prepare("INSERT INTO orders (payment, reference) VALUES (?, ?)").run(
            order.payment.id,
            order.payment.reference,
          );
        }),
    });
  };

  const first = till();
  const tills: [Till, ...Till[]] = [first, ...Array.from({ length: servers - 1 }, () => till())];
  const [main] = stores;
  if (main === undefined) throw new RangeError("A shop has a store.");
  const { server, url } = await serve(first);
  if (webhooks) simulator.webhooks.add({ url: `${url}/webhooks/stripe`, secret: webhookSecret });

  const quiet = async (): Promise<void> => {
    await Promise.all(tills.map((each) => each.idle()));
    await simulator.webhooks.settled();
    await Promise.all(tills.map((each) => each.idle()));
  };

  return {
    simulator,
    clock,
    tills,
    url,
    store: main,
    calls,
    orders: () =>
      main.database
        .prepare("SELECT payment, reference FROM orders ORDER BY rowid")
        .all()
        .map((row) => ({ paymentId: String(row["payment"]), reference: String(row["reference"]) })),
    later: async (ms) => {
      await quiet();
      clock.skip(ms);
      await quiet();
      for (const each of tills) await each.sweep();
      await quiet();
    },
    quiet,
    get: async (id) => (await first.get(id)).payment,
    till,
    close: async () => {
      await Promise.all(tills.map((each) => each.stop()));
      await simulator.close();
      server.closeAllConnections();
      server.close();
      for (const store of stores) await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function serve(till: Till): Promise<{ readonly server: Server; readonly url: string }> {
  const app = express();
  app.use(
    "/payments-api",
    tillkit({
      till,
      authorize: () => true,
      returnTo: (payment) => `/thanks/${payment?.status ?? "unknown"}`,
      receipts: () => ({ merchant: { name: "Ramen Bar", lines: ["1 Main Street"] }, timeZone: "UTC" }),
    }),
  );
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Listening on TCP, so the address is one of TCP.
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/payments-api` };
}

const same = <T>(value: T): T => value;

/** A sale at the counter, as every story begins. */
export const coffee = { reference: "bill-1", amount: 1_250, currency: "usd", reader: "tmr_front" } as const;

/** A bill at table 7. */
export const table = {
  reference: "table-7",
  currency: "usd",
  lines: [
    { name: "Soup", unitAmount: 650, quantity: 2 },
    { name: "Bread", unitAmount: 300, quantity: 1 },
  ],
  successUrl: "https://shop.example/back",
  cancelUrl: "https://shop.example/table/7",
} as const;
