import type { CheckoutLine } from "@tillkit/core";
import type { GuestCheckout } from "@tillkit/guest";
import type { GuestOutcomeResource, Problem } from "@tillkit/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, type GuestDoor, type HostBill, openGuestDoor, scan, sessionIn } from "../../src/shop/guest-door.ts";
import { openShop, type Shop } from "../../src/shop/shop.ts";

/** The bill of table 7, which its phones share. */
let bill: HostBill;
let shop: Shop;
let codes: GuestCheckout["codes"];
/** One server process a till. */
let doors: readonly [GuestDoor, GuestDoor];

const soup = { name: "Soup", unitAmount: 650, quantity: 1 };
const wine = { name: "Wine", unitAmount: 900, quantity: 1 };

beforeEach(async () => {
  bill = { lines: [soup] };
  shop = await openShop({ servers: 2 });
  const [first, second = first] = shop.tills;
  doors = [await openGuestDoor(shop, { till: first, bill }), await openGuestDoor(shop, { till: second, bill })];
  ({ codes } = doors[0].guests);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  for (const { close } of doors) close();
  await shop.close();
});

/** A guest's phone, that talks to one of the servers. */
interface Phone {
  readonly link: string;
  pay(shown?: readonly CheckoutLine[]): Promise<GuestOutcomeResource & Partial<Problem>>;
  cancel(): Promise<GuestOutcomeResource>;
  status(): Promise<GuestOutcomeResource>;
  back(sessionId: string): Promise<GuestOutcomeResource>;
}

async function phone({ url }: GuestDoor): Promise<Phone> {
  const { link } = await scan(url, (await codes.of("7")).code);
  const at = `${url}/guest/bills/${link}`;
  // The routes answer what `@tillkit/http` declares.
  const read = async (path = ""): Promise<GuestOutcomeResource> =>
    JSON.parse((await ask("GET", at + path)).text) as GuestOutcomeResource;
  const post = async (path: string, body: object): Promise<GuestOutcomeResource & Partial<Problem>> =>
    JSON.parse((await ask("POST", at + path, { body })).text) as GuestOutcomeResource & Partial<Problem>;
  return {
    link,
    pay: (lines = bill.lines) => post("/pay", { shown: { lines, currency: "usd" } }),
    cancel: () => post("/cancel", {}),
    status: () => read(),
    back: (sessionId) => read(`/return?session_id=${sessionId}`),
  };
}

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
    bill.lines = [soup, wine];
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
      bill.lines = round % 2 === 0 ? [soup] : [soup, wine];
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

it("ends an old code and its links on every server at once", async () => {
  const [ana, ben] = await twoPhones();
  await codes.rotate("7");
  for (const guest of [ana, ben]) expect(await guest.pay()).toMatchObject({ status: 404, code: "guest_link_invalid" });
  expect(shop.simulator.sessions).toHaveLength(0);
  expect(await (await phone(doors[1])).pay()).toMatchObject({ next: "pay" });
});
