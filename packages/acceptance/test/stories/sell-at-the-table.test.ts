import type { GuestOutcomeResource } from "@tillkit/http";
import { qrSvg } from "@tillkit/guest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Answer,
  ask,
  type GuestDoor,
  type HostBill,
  openGuestDoor,
  scan,
  sessionIn,
} from "../../src/shop/guest-door.ts";
import { openShop, type Shop } from "../../src/shop/shop.ts";

const soup = { name: "Soup", unitAmount: 650, quantity: 1 };
const wine = { name: "Wine", unitAmount: 900, quantity: 1 };

let shop: Shop;
let bill: HostBill;
let door: GuestDoor;
const doors: GuestDoor[] = [];

/** Opens a server; closed with the shop. */
async function openDoor(options: Partial<Parameters<typeof openGuestDoor>[1]> = {}): Promise<GuestDoor> {
  const opened = await openGuestDoor(shop, { bill, ...options });
  doors.push(opened);
  return opened;
}

beforeEach(async () => {
  shop = await openShop({ settings: { account: { defaultMethodTypes: ["card", "us_bank_account"] } } });
  bill = { lines: [soup] };
  door = await openDoor();
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  for (const { close } of doors.splice(0)) close();
  await shop.close();
});

/** A phone that has scanned the code of a table. */
async function sit(table = "7", at = door): Promise<string> {
  return (await scan(at.url, (await at.guests.codes.of(table)).code)).link;
}

const at = (link: string, path = ""): string => `${door.url}/guest/bills/${link}${path}`;

const pay = (link: string, lines = bill.lines): Promise<Answer> =>
  ask("POST", at(link, "/pay"), { body: { shown: { lines, currency: "usd" } } });

/** What the page says that Stripe sends the guest back to, with whatever stands in its address. */
async function back(link: string, session: string, more = ""): Promise<Partial<GuestOutcomeResource>> {
  const { status, body } = await ask("GET", at(link, `/return?session_id=${session}${more}`));
  expect(status).toBe(200);
  return body;
}

/** Everything that a link is for. */
async function everything(link: string): Promise<readonly Answer[]> {
  return [
    await ask("GET", at(link)),
    await ask("POST", at(link, "/price"), { body: {} }),
    await pay(link),
    await ask("POST", at(link, "/cancel"), { body: {} }),
  ];
}

describe("a link to a bill", () => {
  it("that nobody signed opens nothing, and the answer does not tell why", async () => {
    const own = await sit("7");
    const other = await sit("8");
    const [claims = "", signature = ""] = own.split(".");
    const [otherClaims = ""] = other.split(".");
    const stranger = await openDoor({ secrets: ["a secret that some other shop has made up"] });
    const forgeries = [
      "made-up",
      "made.up",
      `${claims}.`,
      `${claims}.${"A".repeat(22)}`,
      `${otherClaims}.${signature}`,
      `${Buffer.from(JSON.stringify(["tab-8", 9_999_999_999, "", ""])).toString("base64url")}.${signature}`,
      stranger.guests.linkTo("tab-7").link,
    ];
    const answers = (await Promise.all(forgeries.map(everything))).flat();
    answers.push(...(await Promise.all(forgeries.map((link) => ask("GET", at(link, "/return?session_id=cs_1"))))));
    answers.push(await ask("POST", `${door.url}/guest/tables/AAAAAAAAAAAAAAAAAAAAAA/bills`, { body: {} }));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, body: { code: "guest_link_invalid", retryable: false } });
    expect(answers[0]?.text).not.toMatch(/tab-|pay_|cs_/);
    expect(shop.simulator.sessions).toEqual([]);
  });

  it("of another tenant opens nothing, though it is signed with the same secret", async () => {
    const { link } = door.guests.linkTo("tab-7");
    const foreign = await openDoor({ till: { ...shop.tills[0], tenant: "bistro" } });
    expect(await ask("GET", `${foreign.url}/guest/bills/${link}`)).toMatchObject({
      status: 404,
      body: { code: "guest_link_invalid" },
    });
    const { code } = await door.guests.codes.of("7");
    await expect(scan(foreign.url, code)).rejects.toThrow("guest_link_invalid");
  });

  it("runs out: then it pays nothing, and still shows what was paid by it", async () => {
    const link = await sit();
    const { url } = (await pay(link)).body;
    await shop.simulator.guest(String(url)).pay("visa");
    await shop.quiet();
    shop.clock.skip(2 * 3_600_000 + 1_000);
    for (const answer of await everything(link))
      expect(answer).toMatchObject({ status: 410, body: { code: "guest_link_expired" } });
    expect(await back(link, sessionIn(url))).toMatchObject({ outcome: "paid", next: "done", amountPaid: 650 });
  });

  it("outlives a change of the secret, until the old one is dropped", async () => {
    const old = door.guests.linkTo("tab-7").link;
    const fresh = "a fresh secret, put in front of the old one";
    door = await openDoor({ secrets: [fresh, "the same secret in every one of our processes"] });
    expect((await ask("GET", at(old))).status).toBe(200);
    door = await openDoor({ secrets: [fresh] });
    expect((await ask("GET", at(old))).body).toMatchObject({ code: "guest_link_invalid" });
  });

  it("shows its own bill and no other", async () => {
    const seven = await sit("7");
    const eight = await sit("8");
    const { url } = (await pay(seven)).body;
    await shop.simulator.guest(String(url)).pay("visa");
    await shop.quiet();
    expect((await ask("GET", at(eight))).body).toEqual({ outcome: "unfinished", next: "start" });
    expect(await back(eight, sessionIn(url))).toEqual({ outcome: "unknown", next: "ask_staff" });
  });
});

describe("the code of a table", () => {
  it("dies when it is rotated, with its links and at once; who scans the new one keeps the bill", async () => {
    const { code } = await door.guests.codes.of("7");
    const before = await scan(door.url, code);
    const { url } = (await pay(before.link)).body;
    const fresh = await door.guests.codes.rotate("7");

    await expect(scan(door.url, code)).rejects.toThrow("guest_link_invalid");
    for (const answer of await everything(before.link)) expect(answer.status).toBe(404);
    const after = await scan(door.url, fresh.code);
    expect(after.bill).toBe(before.bill);
    expect((await pay(after.link)).body).toMatchObject({ next: "pay", url });
  });

  it("is the same after a restart, because the store has it", async () => {
    const { code } = await door.guests.codes.of("7");
    door.close();
    door = await openDoor({ till: shop.till() });
    expect((await door.guests.codes.of("7")).code).toBe(code);
    expect(await scan(door.url, code)).toMatchObject({ bill: "tab-7", table: "7" });
  });
});

describe("a bill that has changed", () => {
  it("is shown, not charged: by price, by quantity, by name", async () => {
    const link = await sit();
    const now = { lines: [soup, wine], currency: "usd", amount: 1_550 };
    bill.lines = [soup, wine];
    for (const stale of [
      [soup],
      [soup, { ...wine, unitAmount: 1 }],
      [soup, { ...wine, quantity: 2 }],
      [soup, { ...wine, name: "Water" }],
    ]) {
      const answer = await pay(link, stale);
      expect(answer).toMatchObject({ status: 409, body: { code: "basket_changed", bill: now } });
      expect(answer.type).toContain("application/problem+json");
    }
    expect(shop.simulator.sessions).toEqual([]);
    expect((await pay(link, [wine, soup])).body).toMatchObject({ next: "pay", amount: 1_550 });
  });

  it("is not asked for again once it was paid, whatever was added since", async () => {
    const link = await sit();
    const { url } = (await pay(link)).body;
    await shop.simulator.guest(String(url)).payAndCloseTab("visa");
    await shop.quiet();
    bill.lines = [soup, wine];
    expect((await pay(link)).body).toMatchObject({ outcome: "paid", amountPaid: 650 });
    expect(shop.simulator.sessions).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("cannot be paid by a phone once the staff has taken the money in cash", async () => {
    const link = await sit();
    const { url } = (await pay(link)).body;
    const cash = { reference: "tab-7", by: "Ada", note: "Paid in cash." };
    expect((await ask("POST", `${door.url}/payments/close`, { body: cash, staff: true })).status).toBe(200);
    await shop.quiet();
    const closed = { outcome: "expired", next: "ask_staff" };
    expect((await ask("GET", at(link))).body).toMatchObject(closed);
    expect((await pay(link)).body).toMatchObject(closed);
    expect(await back(link, sessionIn(url))).toMatchObject(closed);
    expect(shop.simulator.sessions).toHaveLength(1);
  });
});

describe("the page that a guest comes back to", () => {
  it("says paid once Stripe has said so, as often as it is loaded", async () => {
    shop.simulator.webhooks.hold();
    const link = await sit();
    const { url } = (await pay(link)).body;
    await shop.simulator.guest(String(url)).payAndCloseTab("visa");
    const first = await back(link, sessionIn(url));
    expect(first).toMatchObject({ outcome: "paid", next: "done", amountPaid: 650, tip: 0, lines: [soup] });
    expect(await back(link, sessionIn(url))).toEqual(first);
    shop.simulator.webhooks.release("shuffled");
    await shop.quiet();
    expect(await back(link, sessionIn(url))).toEqual(first);
    expect(shop.orders()).toHaveLength(1);
  });

  it("says that the bank takes its time, and then what the bank has said", async () => {
    for (const [table, card, end] of [
      ["7", "bank_debit", { outcome: "paid", next: "done" }],
      ["8", "bank_debit_fails", { outcome: "expired", next: "start" }],
    ] as const) {
      const link = await sit(table);
      const { url } = (await pay(link)).body;
      await shop.simulator.guest(String(url)).payAndCloseTab(card);
      const confirming = { outcome: "confirming", next: "wait" };
      expect(await back(link, sessionIn(url))).toMatchObject(confirming);
      expect((await ask("GET", at(link))).body).toMatchObject(confirming);
      expect((await pay(link)).body).toMatchObject(confirming);
      expect((await ask("POST", at(link, "/cancel"), { body: {} })).body).toMatchObject(confirming);
      await shop.later(3_000);
      expect(await back(link, sessionIn(url))).toMatchObject(end);
    }
    expect(shop.simulator.sessions).toHaveLength(2);
    expect(shop.orders().map(({ reference }) => reference)).toEqual(["tab-7"]);
  });

  it("says that it is being confirmed while the staff takes the card, and then that it is paid", async () => {
    const link = await sit();
    await shop.tills[0].collect({ reference: "tab-7", amount: 650, currency: "usd", reader: "tmr_front" });
    const confirming = { outcome: "confirming", next: "wait" };
    expect((await ask("GET", at(link))).body).toMatchObject(confirming);
    expect((await pay(link)).body).toMatchObject(confirming);
    expect((await ask("POST", at(link, "/cancel"), { body: {} })).body).toMatchObject(confirming);
    expect(shop.simulator.sessions).toEqual([]);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    expect((await pay(link)).body).toMatchObject({ outcome: "paid", amountPaid: 650 });
    expect(shop.orders()).toHaveLength(1);
  });

  it("does not know while Stripe is silent, and knows as soon as Stripe answers", async () => {
    const link = await sit();
    const { url } = (await pay(link)).body;
    shop.simulator.webhooks.hold();
    await shop.simulator.guest(String(url)).payAndCloseTab("visa");
    shop.simulator.faults.add({ on: "GET /v1/checkout/sessions/{id}", kind: "lose_request", times: 20 });
    const asked = back(link, sessionIn(url));
    await expect.poll(() => shop.simulator.requests.some(({ method }) => method === "GET")).toBe(true);
    shop.clock.skip(8_000);
    expect(await asked).toMatchObject({ outcome: "unknown", next: "wait", paymentId: expect.any(String) });
    expect((await ask("GET", at(link))).body).toMatchObject({ outcome: "confirming", next: "wait" });
    shop.simulator.faults.clear();
    await shop.later(60_000);
    expect(await back(link, sessionIn(url))).toMatchObject({ outcome: "paid", next: "done" });
    expect(shop.simulator.sessions).toHaveLength(1);
  });

  it("leads on where the guest has not finished, and says when the page is closed", async () => {
    const link = await sit();
    const { url } = (await pay(link)).body;
    expect(await back(link, sessionIn(url))).toMatchObject({ outcome: "unfinished", next: "pay", url });
    await shop.simulator.guest(String(url)).decline();
    expect(await back(link, sessionIn(url))).toMatchObject({ outcome: "unfinished", next: "pay", url });
    await shop.later(24 * 3_600_000);
    expect(await back(link, sessionIn(url))).toMatchObject({ outcome: "expired", next: "start" });
    const again = await sit();
    expect((await ask("GET", at(again))).body).toEqual({ outcome: "unfinished", next: "start" });
    expect((await pay(again)).body).toMatchObject({ next: "pay" });
    expect(shop.orders()).toEqual([]);
  });

  it("believes nothing that stands in its address", async () => {
    const link = await sit();
    const { url } = (await pay(link)).body;
    const lies = "&status=paid&payment_status=paid&outcome=paid&redirect_status=succeeded";
    expect(await back(link, sessionIn(url), lies)).toMatchObject({ outcome: "unfinished" });
    for (const session of ["", "cs_test_paid", "pi_1", "%3Cscript%3E", "../../payments", `${sessionIn(url)}x`])
      expect(await back(link, session, lies)).toEqual({ outcome: "unknown", next: "ask_staff" });
    expect(shop.orders()).toEqual([]);
  });

  it("sends nobody anywhere but to the host's own page", async () => {
    const { url } = (await pay(await sit())).body;
    const evil = "https://evil.example";
    const lies = `&returnTo=${evil}&return_to=${evil}&redirect=${evil}&next=${evil}&url=${evil}`;
    const target = `${door.url}/checkout/return?session_id=`;
    expect(await ask("GET", `${target}${sessionIn(url)}${lies}`)).toMatchObject({
      status: 303,
      text: "/thanks/open/unfinished",
    });
    for (const session of [evil, "//evil.example", "cs_1", ""])
      expect(await ask("GET", `${target}${encodeURIComponent(session)}${lies}`)).toMatchObject({
        status: 303,
        text: "/thanks/nobody/unknown",
      });
  });
});

describe("a code at the counter, for any amount", () => {
  const staff = { staff: true };

  /** A page for an amount, as the counter asks for it. */
  async function show(reference: string, amount: number): Promise<{ readonly id: string; readonly url: string }> {
    const { status, body } = await ask("POST", `${door.url}/payments`, {
      ...staff,
      body: {
        flow: "checkout",
        reference,
        currency: "usd",
        lines: [{ name: "Counter sale", unitAmount: amount, quantity: 1 }],
        successUrl: "https://shop.example/thanks",
      },
    });
    expect(status).toBe(201);
    return { id: String(body["id"]), url: String(body["url"]) };
  }

  const read = async (id: string): Promise<Answer["body"]> =>
    (await ask("GET", `${door.url}/payments/${id}`, staff)).body;

  it("is the address of its page; the counter sees it paid, and the guest is thanked without a word of the sale", async () => {
    const { id, url } = await show("counter-1", 1_234);
    const code = await ask("GET", `${door.url}/payments/${id}/qr`, staff);
    expect(code).toMatchObject({ status: 200, type: "image/svg+xml", text: qrSvg(url, { errorCorrection: "low" }) });
    expect((await ask("GET", `${door.url}/payments/${id}/qr`)).status).toBe(403);

    await shop.simulator.guest(url).pay("visa");
    await shop.quiet();
    expect(await read(id)).toMatchObject({ status: "succeeded", amountPaid: 1_234 });
    expect(shop.orders()).toEqual([{ paymentId: id, reference: "counter-1" }]);
    const thanks = await ask("GET", `${door.url}/checkout/outcome?session_id=${sessionIn(url)}`);
    expect(thanks.body).toEqual({ outcome: "paid", next: "done", paymentId: id });
    expect((await ask("GET", `${door.url}/payments/${id}/qr`, staff)).body).toMatchObject({ code: "page_not_open" });
  });

  it("is closed by the counter, unless the guest was faster", async () => {
    const early = await show("counter-2", 500);
    expect((await ask("POST", `${door.url}/payments/${early.id}/cancel`, { ...staff, body: {} })).status).toBe(200);
    await shop.quiet();
    expect(await read(early.id)).toMatchObject({ status: "canceled" });
    await expect(shop.simulator.guest(early.url).pay("visa")).rejects.toThrow();

    shop.simulator.webhooks.hold();
    const late = await show("counter-3", 700);
    await shop.simulator.guest(late.url).payAndCloseTab("visa");
    await ask("POST", `${door.url}/payments/${late.id}/cancel`, { ...staff, body: {} });
    await shop.quiet();
    expect(await read(late.id)).toMatchObject({ status: "succeeded", amountPaid: 700 });
    expect(shop.orders()).toEqual([{ paymentId: late.id, reference: "counter-3" }]);
  });
});
