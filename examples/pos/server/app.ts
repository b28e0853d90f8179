import type { Till } from "@tillkit/core";
import { tillkit } from "@tillkit/express";
import type { GuestCheckout } from "@tillkit/guest";
import express, { type Express } from "express";
import type { DatabaseSync } from "node:sqlite";
import type { Mode, ModeAnswer } from "../common/api.ts";
import type { Bills } from "./bills.ts";
import { menuIn, SHOP } from "./menu.ts";
import { ordersIn } from "./orders.ts";
import { receiptFor } from "./receipts.ts";
import { problems, Refusal } from "./refusal.ts";
import { counterRoutes } from "./routes/counter.ts";
import { guestRoutes } from "./routes/guest.ts";
import { orderRoutes } from "./routes/orders.ts";
import { pageRoutes } from "./routes/pages.ts";
import { simulatorRoutes } from "./routes/simulator.ts";
import { tableRoutes } from "./routes/tables.ts";
import { salesIn } from "./sales.ts";
import { staffOf } from "./staff.ts";

/** What the web server stands on. */
export interface AppParts {
  readonly till: Till;
  readonly guests: GuestCheckout;
  readonly bills: Bills;
  /** The file that payments and orders share. */
  readonly database: DatabaseSync;
  readonly staffSecret: string;
  readonly mode: Mode;
  readonly currency: string;
  /** Where guests reach this server. */
  readonly url: string;
  readonly simulatorUrl: string | undefined;
  /** The folder with the built pages. */
  readonly pages: string;
  readonly report: (error: unknown) => void;
}

/** The POS as an Express application. */
export function createApp({
  till,
  guests,
  bills,
  database,
  staffSecret,
  mode,
  currency,
  url,
  simulatorUrl,
  pages,
  report,
}: AppParts): Express {
  const staff = staffOf(staffSecret);
  const sales = salesIn(database);
  const orders = ordersIn(database);
  let lastWebhookAt: number | null = null;
  till.events.on("webhook", () => (lastWebhookAt = Date.now()));

  const app = express();
  app.disable("x-powered-by");
  app.use((_request, response, next) => {
    response.set({
      "content-security-policy":
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
      // The codes of tables and the links of bills are secrets: they must not travel to other sites.
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    next();
  });

  // tillkit reads webhooks byte by byte: it comes before every body parser.
  app.use(
    "/api/tillkit",
    tillkit({
      till,
      guest: guests,
      authorize: (request) => staff.has(request),
      receipts: (payment) => receiptFor(payment, { database, orders }),
    }),
  );
  if (simulatorUrl !== undefined) app.use("/sim", staff.only, simulatorRoutes(simulatorUrl));

  app.use("/api", express.json({ limit: "64kb" }), (_request, response, next) => {
    response.set("cache-control", "no-store");
    next();
  });
  app.use("/api/guest", guestRoutes({ till, guests, bills, orders, currency, mode }));

  // From here on only staff.
  app.use("/api", staff.only);
  app.get("/api/menu", (_request, response) => response.json(menuIn(currency)));
  app.get("/api/mode", (_request, response) =>
    response.json({
      mode,
      shop: SHOP,
      currency,
      url,
      simulator: simulatorUrl !== undefined,
      lastWebhookAt,
      now: Date.now(),
    } satisfies ModeAnswer),
  );
  app.use("/api/counter", counterRoutes({ till, sales, currency, url }));
  app.use("/api/tables", tableRoutes({ till, guests, orders, url }));
  app.use("/api", orderRoutes({ till, database, orders, mode }));

  app.use(pageRoutes({ folder: pages, staff }));
  app.use((request) => {
    throw new Refusal(404, "route_not_found", `There is nothing at ${request.path}.`);
  });
  app.use(problems(report));
  return app;
}
