import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createTill, type Till } from "@tillkit/core";
import { sqliteStore } from "@tillkit/sqlite";
import type { Mode } from "../common/api.ts";
import { createApp } from "./app.ts";
import { billsIn } from "./bills.ts";
import { openDoor, type Door } from "./door.ts";
import { guestsOf, tablePage } from "./guests.ts";
import { fulfil } from "./orders.ts";
import type { Settings } from "./settings.ts";
import { prepareOrders, secretsIn } from "./shop-tables.ts";
import { openStripe } from "./stripe-side.ts";

/** A POS that is open for business. */
export interface Pos {
  /** Where staff and guests find it. */
  readonly url: string;
  readonly mode: Mode;
  readonly till: Till;
  /** The address in the code of the first table, to try. */
  readonly guestUrl: string;
  /** Takes no new work, lets what is under way end, and gives everything back. */
  close(): Promise<void>;
}

/** What a POS is opened with, beside its settings. */
export interface PosOptions {
  /** The folder with the built pages. Default: where `vite build` puts them. */
  readonly pages?: string;
  /** Told of what went wrong in the background. */
  readonly report: (error: unknown) => void;
}

/** Gives back what was opened, the latest first. */
type Closers = (() => unknown)[];

/**
 * Opens the POS: database, till, Stripe (or a pretend one) and web server.
 *
 * @throws TillkitError for settings that cannot work; a Node error (`EADDRINUSE`) where the port is taken
 */
export async function openPos(settings: Settings, options: PosOptions): Promise<Pos> {
  // The port first: a second start by mistake must end before it touches the files of the first.
  const door = await openDoor(settings);
  const closers: Closers = [() => door.close()];
  const close = async (): Promise<void> => {
    door.shut();
    for (const end of closers.splice(0).toReversed()) await end();
  };
  try {
    return { ...(await openBehind(door, closers, settings, options)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openBehind(
  door: Door,
  closers: Closers,
  settings: Settings,
  { pages = join(import.meta.dirname, "../dist/client"), report }: PosOptions,
): Promise<Omit<Pos, "close">> {
  const stripe = await openStripe(settings.stripe);
  closers.push(() => stripe.close());

  mkdirSync(settings.folder, { recursive: true });
  // What belongs to the place and not to its payments: the tables' codes and the secrets. They are on paper and in browsers.
  const shop = sqliteStore(join(settings.folder, "shop.db"));
  closers.push(() => shop.close());

  // Pretend, test and live payments never share a file.
  const file = join(settings.folder, `${stripe.mode.toLowerCase()}.db`);
  // Payments at a Stripe that has forgotten them could never be settled.
  if (stripe.forgetful) for (const part of ["", "-wal", "-shm"]) rmSync(`${file}${part}`, { force: true });
  const store = sqliteStore(file);
  closers.push(() => store.close());
  prepareOrders(store.database);

  const till = createTill({ store, gateway: stripe.gateway, fulfil });
  closers.push(() => till.stop());
  till.events.on("trouble", report);

  const url = settings.url ?? `http://localhost:${door.port}`;
  const { mode, simulatorUrl } = stripe;
  const { currency } = settings;
  const { database } = store;
  const secrets = secretsIn(shop.database);
  const bills = billsIn(database);
  const guests = guestsOf({ till, codes: shop, secret: secrets.guests, bills, currency, url });
  const { code } = await guests.codes.of("1");
  door.lead(
    createApp({
      till,
      guests,
      bills,
      database,
      staffSecret: secrets.staff,
      mode,
      currency,
      url,
      simulatorUrl,
      pages,
      report,
    }),
  );
  stripe.deliverTo(`http://127.0.0.1:${door.port}/api/tillkit/webhooks/stripe`);
  till.start();

  return { url, mode, till, guestUrl: tablePage(url, code) };
}
