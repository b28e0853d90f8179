import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CheckoutLine, Till } from "@tillkit/core";
import { tillkit } from "@tillkit/express";
import { createGuestCheckout, type GuestCheckout } from "@tillkit/guest";
import type { GuestOutcomeResource, Problem } from "@tillkit/http";
import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openShop, type Shop } from "../../src/shop/shop.ts";

/** The bill of table 7, which its phones share: the host's own, in the database of a real one. */
let bill: CheckoutLine[];
let shop: Shop;
let codes: GuestCheckout["codes"];
let servers: readonly Server[];
/** One address a server process. */
let doors: readonly [string, string];

const soup = { name: "Soup", unitAmount: 650, quantity: 1 };
const wine = { name: "Wine", unitAmount: 900, quantity: 1 };

beforeEach(async () => {
  bill = [soup];
  shop = await openShop({ servers: 2 });
  const [first, second = first] = shop.tills;
  const guests = [first, second].map(guestsOf);
  codes = guests[0]?.codes ?? expect.fail("There are two servers.");
  const opened = await Promise.all(guests.map((guest, n) => serve(shop.tills[n] ?? first, guest)));
  servers = opened.map(({ server }) => server);
  doors = [opened[0]?.url ?? "", opened[1]?.url ?? ""];
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await shop.close();
});

function guestsOf(till: Till): GuestCheckout {
  return createGuestCheckout({
    till,
    store: shop.store,
    secrets: ["the same secret in every one of our processes"],
    now: () => shop.clock.now(),
    billOf: ({ table }) => `tab-${table}`,
    price: () => ({ lines: bill, currency: "usd" }),
    pages: () => ({ successUrl: "https://shop.example/back", cancelUrl: "https://shop.example/menu" }),
  });
}

async function serve(till: Till, guest: GuestCheckout): Promise<{ readonly server: Server; readonly url: string }> {
  const app = express().use("/pay", tillkit({ till, guest, authorize: () => false }));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Listening on TCP, so the address is one of TCP.
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay` };
}

/** A guest's phone, that talks to one of the servers. */
interface Phone {
  readonly link: string;
  pay(shown?: readonly CheckoutLine[]): Promise<GuestOutcomeResource & Partial<Problem>>;
  cancel(): Promise<GuestOutcomeResource>;
  status(): Promise<GuestOutcomeResource>;
  back(sessionId: string): Promise<GuestOutcomeResource>;
}

async function phone(door: string): Promise<Phone> {
  const { code } = await codes.of("7");
  const post = async (path: string, body: object): Promise<unknown> =>
    (
      await fetch(`${door}/guest/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    ).json();
  const get = async (path: string): Promise<unknown> => (await fetch(`${door}/guest/${path}`)).json();
  // The routes answer what `@tillkit/http` declares.
  const { link } = (await post(`tables/${code}/bills`, {})) as { readonly link: string };
  return {
    link,
    pay: async (lines = bill) =>
      (await post(`bills/${link}/pay`, { shown: { lines, currency: "usd" } })) as GuestOutcomeResource &
        Partial<Problem>,
    cancel: async () => (await post(`bills/${link}/cancel`, {})) as GuestOutcomeResource,
    status: async () => (await get(`bills/${link}`)) as GuestOutcomeResource,
    back: async (sessionId) => (await get(`bills/${link}/return?session_id=${sessionId}`)) as GuestOutcomeResource,
  };
}

const sessionIn = (url: string | undefined): string => /cs_\w+/.exec(url ?? "")?.[0] ?? "";

const openSessions = (): number => shop.simulator.sessions.filter(({ status }) => status === "open").length;

/** Two phones at table 7, each on its own server. */
async function twoPhones(): Promise<readonly [Phone, Phone]> {
  return [await phone(doors[0]), await phone(doors[1])];
}

describe("two phones at one table, on two servers", () => {
  it("get one page; one pays, both see it paid, and the kitchen has one order", async () => {
    const [ana, ben] = await twoPhones();
    const [first, second] = await Promise.all([ana.pay(), ben.pay()]);
    expect(first).toMatchObject({ outcome: "unfinished", next: "pay", amount: 650 });
    expect(second.url).toBe(first.url);
    expect(shop.simulator.sessions).toHaveLength(1);

    await shop.simulator.guest(first.url ?? "").pay("visa");
    expect(await ana.back(sessionIn(first.url))).toMatchObject({ outcome: "paid", next: "done", amountPaid: 650 });
    expect(await ben.status()).toMatchObject({ outcome: "paid", next: "done", lines: [soup] });
    expect(await ben.pay()).toMatchObject({ outcome: "paid" });
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
    expect(shop.calls).toHaveLength(1);
  });

  it("are told of a bill that has changed: by the host's prices before paying, and by Stripe's closed page after", async () => {
    const [ana, ben] = await twoPhones();
    const old = await ana.pay();
    bill = [soup, wine];
    expect(await ben.pay([soup])).toMatchObject({ status: 409, code: "basket_changed", bill: { amount: 1_550 } });
    expect(shop.simulator.sessions).toHaveLength(1);

    const fresh = await ben.pay();
    expect(fresh).toMatchObject({ next: "pay", amount: 1_550 });
    expect(shop.simulator.sessions.map(({ status }) => status)).toEqual(["expired", "open"]);
    expect(await ana.back(sessionIn(old.url))).toMatchObject({ outcome: "expired", next: "start" });
    await expect(shop.simulator.guest(old.url ?? "").pay("visa")).rejects.toThrow();
    expect(await ana.pay()).toMatchObject({ url: fresh.url });
  });

  it("leave at most one page to pay on, however they press, change and turn back", async () => {
    const [ana, ben] = await twoPhones();
    for (let round = 0; round < 6; round += 1) {
      bill = round % 2 === 0 ? [soup] : [soup, wine];
      await Promise.all([ana.pay(), ben.pay(), round % 3 === 2 ? ben.cancel() : ana.pay()]);
      expect(openSessions()).toBeLessThanOrEqual(1);
    }
    await shop.quiet();
    const page = await ana.pay();
    await shop.simulator.guest(page.url ?? "").pay("visa");
    await shop.quiet();
    expect(await ben.status()).toMatchObject({ outcome: "paid" });
    expect(shop.orders()).toHaveLength(1);
  });

  it("are told the truth when one pays while the other calls it off", async () => {
    shop.simulator.webhooks.hold();
    const [ana, ben] = await twoPhones();
    const { url = "" } = await ana.pay();
    await shop.simulator.guest(url).payAndCloseTab("visa");
    await ben.cancel();
    await shop.quiet();
    expect(await ben.status()).toMatchObject({ outcome: "paid", next: "done" });
    expect(shop.orders()).toHaveLength(1);
    shop.simulator.webhooks.release("shuffled");
    await shop.quiet();
    expect(shop.calls).toHaveLength(1);
  });

  it("see it paid though the one that paid never came back and no event came", async () => {
    shop.simulator.webhooks.hold();
    const [ana, ben] = await twoPhones();
    const { url = "" } = await ana.pay();
    await shop.simulator.guest(url).payAndCloseTab("visa");
    expect(await ben.status()).toMatchObject({ outcome: "unfinished" });
    await shop.later(121_000);
    expect(await ben.status()).toMatchObject({ outcome: "paid" });
  });
});

describe("the page that a guest comes back to", () => {
  it("says that it does not know while Stripe is silent, and nothing else ever", async () => {
    const [ana] = await twoPhones();
    const { url } = await ana.pay();
    shop.simulator.faults.add({ on: "GET /v1/checkout/sessions/{id}", kind: "lose_request", times: 20 });
    const asked = ana.back(sessionIn(url));
    await expect.poll(() => shop.simulator.requests.some(({ method }) => method === "GET")).toBe(true);
    shop.clock.skip(8_000);
    expect(await asked).toMatchObject({ outcome: "unknown", next: "wait", paymentId: expect.any(String) });
  });

  it("believes no address: not of a page that is open, nor of a session that was made up", async () => {
    const [ana] = await twoPhones();
    const { url } = await ana.pay();
    expect(await ana.back(sessionIn(url))).toMatchObject({ outcome: "unfinished", next: "pay", url });
    expect(await ana.back("cs_test_paid")).toEqual({ outcome: "unknown", next: "ask_staff" });
    expect(shop.orders()).toEqual([]);
  });

  it("is right after the page has run out, and paying begins anew", async () => {
    const [ana] = await twoPhones();
    const { url } = await ana.pay();
    await shop.later(46 * 60_000);
    expect(await ana.back(sessionIn(url))).toMatchObject({ outcome: "expired", next: "start" });
    expect(await ana.status()).toEqual({ outcome: "unfinished", next: "start" });
    expect(await ana.pay()).toMatchObject({ next: "pay" });
  });
});

it("ends an old code and its links on every server at once", async () => {
  const [ana, ben] = await twoPhones();
  await codes.rotate("7");
  for (const guest of [ana, ben]) expect(await guest.pay()).toMatchObject({ status: 404, code: "guest_link_invalid" });
  expect(shop.simulator.sessions).toHaveLength(0);
  expect(await (await phone(doors[1])).pay()).toMatchObject({ next: "pay" });
});
