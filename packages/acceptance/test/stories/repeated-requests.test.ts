import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type IdempotencyStore, isAtRest, type Till } from "@tillkit/core";
import { tillkit } from "@tillkit/express";
import { sqliteIdempotency } from "@tillkit/sqlite";
import { crashing } from "@tillkit/testing";
import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let servers: Server[];
let remembered: IdempotencyStore[];

beforeEach(async () => {
  shop = await openShop({ servers: 2 });
  servers = [];
  remembered = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  for (const store of remembered) await store.close();
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const charges = () => shop.simulator.charges.filter(({ paid, captured }) => paid && captured);

describe("a register that repeats its requests, at two servers on one file", () => {
  it("starts one payment with 20 requests at once, and gets one answer", async () => {
    const [front, back] = [await serve(shop.tills[0], answers()), await serve(otherTill(), answers())];
    const responses = await Promise.all(Array.from({ length: 20 }, (_, n) => sell(n % 2 === 0 ? front : back)));
    const worked = responses.filter((response) => response.status === 201 && !isReplay(response));
    expect(worked).toHaveLength(1);
    for (const response of responses) expect([201, 409]).toContain(response.status);

    const body = await worked[0]?.text();
    for (const url of [front, back]) {
      const again = await sell(url);
      expect([again.status, isReplay(again), await again.text()]).toEqual([201, true, body]);
    }
    await tapAndPay();
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("is served by the other server, a minute after the first has died with its answer", async () => {
    const { port } = crashing(answers(), { call: 1, at: "before", methods: ["complete"] });
    const [front, back] = [await serve(shop.tills[0], port), await serve(otherTill(), answers())];
    expect((await sell(front)).status).toBe(500);
    const early = await sell(back);
    expect([early.status, await early.json()]).toEqual([
      409,
      expect.objectContaining({ code: "idempotency_in_progress" }),
    ]);
    shop.clock.skip(60_000);
    expect((await sell(back)).status).toBe(200);
    expect(isReplay(await sell(back))).toBe(true);
    await tapAndPay();
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("cancels nothing when a cancel arrives a second time, after the next sale has begun", async () => {
    const url = await serve(shop.tills[0], answers());
    const first = idOf(await (await sell(url, { reference: "bill-1" }, "sale 1")).json());
    const cancel = (): Promise<Response> => post(`${url}/payments/${first}/cancel`, {}, "cancel 1");
    await shop.quiet();
    expect((await cancel()).status).toBe(200);
    await shop.quiet();
    await shop.later(3_000);
    await sell(url, { reference: "bill-1" }, "sale 2");
    await shop.simulator.reader("tmr_front").waiting();
    expect(isReplay(await cancel())).toBe(true);
    await tapAndPay();
    expect((await shop.get(first)).status).toBe("canceled");
  });
});

/** The guest taps, and there is one charge and one order. */
async function tapAndPay(): Promise<void> {
  await shop.simulator.reader("tmr_front").waiting();
  await shop.simulator.reader("tmr_front").tap("visa");
  await shop.quiet();
  expect(charges()).toHaveLength(1);
  expect(shop.orders()).toHaveLength(1);
  const [last] = await shop.tills[0].list({ limit: 1 });
  expect(last && isAtRest(last.payment)).toBe(true);
}

function otherTill(): Till {
  const [, other] = shop.tills;
  if (other === undefined) throw new RangeError("The shop has two servers.");
  return other;
}

/** What a process of its own remembers, in the shop's file. */
function answers(): IdempotencyStore {
  const file = shop.store.database.location();
  if (file === null) throw new TypeError("The shop's store is a file.");
  const store = sqliteIdempotency(file);
  remembered.push(store);
  return store;
}

const onError: express.ErrorRequestHandler = (_error, _request, response, _next) => void response.sendStatus(500);

async function serve(till: Till, idempotency: IdempotencyStore): Promise<string> {
  const app = express();
  app.use("/payments-api", tillkit({ till, idempotency, clock: shop.clock, authorize: () => true }));
  app.use(onError);
  const server = createServer(app).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  // Listening on TCP, so the address is one of TCP.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/payments-api`;
}

function sell(url: string, sale: object = {}, key = "bill-1:1"): Promise<Response> {
  return post(`${url}/payments`, { flow: "terminal", ...coffee, ...sale }, key);
}

function post(url: string, body: object, key: string): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", "idempotency-key": `"${key}"` },
  });
}

function idOf(payment: unknown): string {
  if (typeof payment !== "object" || payment === null || !("id" in payment)) throw new TypeError("No payment.");
  return String(payment.id);
}

const isReplay = (response: Response): boolean => response.headers.get("idempotency-replayed") === "true";
