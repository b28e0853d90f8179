import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GuestCheckoutAnswer, GuestReturnAnswer, OrdersAnswer, TablesAnswer } from "../common/api.ts";
import { openTestPos, type TestPos } from "./open-test-pos.ts";

let pos: TestPos;
let staffCookie: string;
let links: ReadonlyMap<number, string>;

beforeAll(async () => {
  pos = await openTestPos();
  const page = await fetch(`${pos.url}/counter`);
  await page.body?.cancel();
  staffCookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const { tables } = await staff<TablesAnswer>("/api/tables");
  links = new Map(tables.map(({ number, url }) => [number, new URL(url).pathname.replace("/t/", "")]));
});
afterAll(() => pos.close());

async function staff<T>(path: string): Promise<T> {
  const answer = await fetch(`${pos.url}${path}`, { headers: { cookie: staffCookie } });
  // The routes of this app, typed by common/api.ts.
  return (await answer.json()) as T;
}

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${pos.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function checkout(table: number, body: unknown): Promise<GuestCheckoutAnswer> {
  const answer = await post(`/api/guest/${links.get(table)}/checkout`, body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as GuestCheckoutAnswer;
}

async function payPage(answer: GuestCheckoutAnswer): Promise<Response> {
  if (answer.type !== "pay") throw new Error(`There is no page to pay on: ${answer.type}`);
  return fetch(answer.url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "card=visa",
    redirect: "manual",
  });
}

const sessionOf = (answer: GuestCheckoutAnswer): string =>
  answer.type === "wait" ? "" : (/cs_[A-Za-z0-9_]+/.exec(answer.url)?.[0] ?? "");

const returned = (table: number, session: string): Promise<Response> =>
  fetch(`${pos.url}/api/guest/${links.get(table)}/return?session_id=${session}`);

const basket = (letter: string): string => letter.repeat(32);
const coffee = [{ productId: "flat-white", quantity: 1 }];

describe("a guest", () => {
  it("pays the menu's price, whatever the phone sends", async () => {
    const page = await checkout(1, {
      basketId: basket("a"),
      amount: 1,
      lines: [{ productId: "salmon-bagel", quantity: 1, unitAmount: 1, price: 1 }],
    });
    const [newest] = await pos.till.list({ limit: 1 });
    expect(newest?.payment.ordered).toEqual({ amount: 1040, currency: "usd" });
    expect(page.type).toBe("pay");
  });

  it("gets one payment page however often the button is pressed", async () => {
    const body = { basketId: basket("b"), lines: coffee };
    const pages = await Promise.all([checkout(2, body), checkout(2, body), checkout(2, body)]);
    const last = await checkout(2, body);
    const sessions = new Set([...pages, last].map(sessionOf).filter((id) => id !== ""));
    expect(sessions.size).toBe(1);
  });

  it("who changes the basket gets a new page, and the old one is closed", async () => {
    const first = await checkout(3, { basketId: basket("c"), lines: coffee });
    const second = await checkout(3, { basketId: basket("c"), lines: [{ productId: "flat-white", quantity: 2 }] });
    expect(second.type).toBe("pay");
    expect(sessionOf(second)).not.toBe(sessionOf(first));
    expect(await (await returned(3, sessionOf(first))).json()).toEqual({ type: "expired" });
  });

  it("is thanked only when Stripe has confirmed, and the shop has one order", async () => {
    const page = await checkout(4, { basketId: basket("d"), lines: coffee });
    const session = sessionOf(page);
    expect(((await (await returned(4, session)).json()) as GuestReturnAnswer).type).toBe("open");

    await (await payPage(page)).body?.cancel();
    const answer = (await (await returned(4, session)).json()) as GuestReturnAnswer;
    expect(answer).toMatchObject({ type: "paid", amount: 390, order: expect.any(Number) });
    expect(await (await returned(4, session)).json()).toEqual(answer);

    const { orders } = await staff<OrdersAnswer>("/api/orders");
    const own = orders.filter(({ channel }) => channel.type === "table" && channel.table === 4);
    expect(own).toHaveLength(1);
    expect(own[0]?.paymentIntentId).toMatch(/^pi_/);
  });

  it("who paid and presses Pay again is sent to the thank-you page, not to a second payment", async () => {
    const body = { basketId: basket("e"), lines: coffee };
    const page = await checkout(5, body);
    await (await payPage(page)).body?.cancel();
    await returned(5, sessionOf(page));
    const again = await checkout(5, body);
    const changed = await checkout(5, { ...body, lines: [{ productId: "latte", quantity: 1 }] });
    expect(again.type).toBe("paid");
    expect(changed.type).toBe("paid");
    expect(sessionOf(again)).toBe(sessionOf(page));
  });

  it("of one table cannot ask about a payment of another", async () => {
    const session = sessionOf(await checkout(6, { basketId: basket("f"), lines: coffee }));
    const answer = await returned(7, session);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(session);
  });

  it("cannot make a payment up", async () => {
    expect((await returned(8, "cs_test_madeup")).status).toBe(404);
    expect((await returned(8, "<script>")).status).toBe(400);
  });

  it.each(["/api/orders", "/api/tables", "/api/mode", "/api/tillkit/payments", "/api/tillkit/readers", "/sim/readers"])(
    "cannot read %s",
    async (path) => {
      expect((await fetch(`${pos.url}${path}`)).status).toBe(403);
    },
  );

  it("cannot start a sale on a reader", async () => {
    const answer = await post("/api/counter/sales", { saleId: basket("g"), reader: "tmr_front", lines: coffee });
    expect(answer.status).toBe(403);
  });

  it("with an unknown link is told so, in a problem document", async () => {
    const answer = await fetch(`${pos.url}/api/guest/nobody`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "unknown_table" });
  });

  it.each([{}, { basketId: "short", lines: coffee }, { basketId: basket("h"), lines: [] }])(
    "is refused %o",
    async (body) => {
      expect((await post(`/api/guest/${links.get(9)}/checkout`, body)).status).toBe(400);
    },
  );
});
