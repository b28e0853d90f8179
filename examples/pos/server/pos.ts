import { mkdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { createTill, type Till } from "@tillkit/core";
import { sqliteStore } from "@tillkit/sqlite";
import type { Mode } from "../shared/api.ts";
import { createApp } from "./app.ts";
import { fulfil } from "./orders.ts";
import type { Settings } from "./settings.ts";
import { openShop, prepareOrders } from "./shop-tables.ts";
import { openStripe } from "./stripe-side.ts";
import { tableLinksIn } from "./table-links.ts";

/** A POS that is open for business. */
export interface Pos {
  /** Where staff and guests find it. */
  readonly url: string;
  readonly mode: Mode;
  readonly till: Till;
  /** The link of the first table, to try. */
  readonly guestUrl: string;
  readonly simulatorUrl: string | undefined;
  /** Takes no new work, lets what is under way end, and gives everything back. */
  close(): Promise<void>;
}

/** Where `vite build` puts the pages. */
export const builtPages = join(import.meta.dirname, "../dist/client");

/**
 * Opens the POS: database, till, Stripe (or a pretend one) and web server.
 *
 * @throws TillkitError for settings that cannot work; a Node error where the port is taken
 */
export async function openPos(
  settings: Settings,
  { pages = builtPages, report }: { readonly pages?: string; readonly report: (error: unknown) => void },
): Promise<Pos> {
  const stripe = await openStripe(settings.stripe);
  mkdirSync(settings.folder, { recursive: true });
  const shop = openShop(join(settings.folder, "shop.db"));
  // Pretend, test and live payments never share a file.
  const file = join(settings.folder, `${stripe.mode.toLowerCase()}.db`);
  // Payments at a Stripe that has forgotten them could never be settled.
  if (stripe.forgetful) for (const part of ["", "-wal", "-shm"]) rmSync(`${file}${part}`, { force: true });
  const store = sqliteStore(file);
  prepareOrders(store.database);

  const till = createTill({ store, gateway: stripe.gateway, fulfil });
  till.events.on("trouble", report);

  let url = settings.url ?? "";
  const server = createServer(
    createApp({
      till,
      database: store.database,
      shop,
      mode: stripe.mode,
      currency: settings.currency,
      url: () => url,
      simulatorUrl: stripe.simulatorUrl,
      pages,
      report,
    }),
  );
  const close = async (): Promise<void> => {
    server.close();
    await till.stop();
    server.closeAllConnections();
    await store.close();
    shop.close();
    await stripe.close();
  };

  try {
    const port = await listen(server, settings);
    url ||= `http://localhost:${port}`;
    stripe.deliverTo(`http://127.0.0.1:${port}/api/tillkit/webhooks/stripe`);
  } catch (error) {
    await close();
    throw error;
  }
  till.start();

  const [first] = tableLinksIn(shop).list();
  return {
    url,
    mode: stripe.mode,
    till,
    guestUrl: `${url}/t/${first?.token ?? ""}`,
    simulatorUrl: stripe.simulatorUrl,
    close,
  };
}

function listen(server: Server, { port, host }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
