import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createTill } from "@tillkit/core";
import { createHandler, toNodeListener } from "@tillkit/http";
import { postgresStore } from "@tillkit/postgres";
import { stripeGateway } from "@tillkit/stripe";
import type * as SyncEngine from "@supabase/stripe-sync-engine";
import fastify, { type FastifyInstance } from "fastify";
import { Pool } from "pg";
import { type Take, takeInPostgres } from "./by-hand.ts";
import { SECRET } from "./waiting.ts";
import type { News, Setup } from "./whole-path-process.ts";

// node whole-path-server.ts <setup as JSON>: one side of the whole path, in a process of its own.
const setup = JSON.parse(process.argv[2] ?? "") as Setup;
const sides: Readonly<Record<Setup["side"], () => Promise<number>>> = { tillkit, hand, peer };

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

process.on("message", () => {
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  tell({ type: "memory", rss, heapUsed });
});
process.on("disconnect", () => process.exit());
tell({ type: "listening", port: await sides[setup.side]() });

/** What anybody builds from this workspace: the routes on `node:http`, and the order made in the payment's own transaction. */
async function tillkit(): Promise<number> {
  const { url, schema } = setup;
  const store = await postgresStore({ connection: url, schema });
  const text = `INSERT INTO ${schema}.orders (payment) VALUES ($1)`;
  const till = createTill({
    gateway: stripeGateway({ secretKey: "sk_test_bench", webhookSecrets: SECRET }),
    store,
    fulfil: async ({ payment }, tx) => {
      await tx.query({ name: "order", text, values: [payment.id] });
    },
  });
  return listen(toNodeListener(createHandler({ till, authorize: () => false })));
}

/** Fastify, the official client, and one transaction with everything in it. */
async function hand(): Promise<number> {
  const pool = new Pool({ connectionString: setup.url, max: 32 });
  pool.on("error", () => undefined);
  return serve(takeInPostgres(pool, setup.schema, setup.orders));
}

/** Supabase's sync engine, as its README has it. Its ESM build cannot find its migrations. */
async function peer(): Promise<number> {
  const { StripeSync } = createRequire(import.meta.url)("@supabase/stripe-sync-engine") as typeof SyncEngine;
  const sync = new StripeSync({
    poolConfig: { connectionString: setup.url, max: 32 },
    stripeSecretKey: "sk_test_bench",
    stripeWebhookSecret: SECRET,
  });
  return serve(({ bytes, signature }) => sync.processWebhook(Buffer.from(bytes), signature));
}

async function serve(take: Take): Promise<number> {
  const app: FastifyInstance = fastify();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post("/webhooks/stripe", async (request) => {
    const signature = request.headers["stripe-signature"];
    await take({
      bytes: request.body as Buffer,
      signature: typeof signature === "string" ? signature : undefined,
    });
    return { received: true };
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  // Listening on TCP, so the address is one of TCP.
  return (app.server.address() as AddressInfo).port;
}

function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function tell(news: News): void {
  process.send?.(news);
}
