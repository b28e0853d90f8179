import type { BillLinkResource, GuestOutcomeResource, Problem } from "@tillkit/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BillAnswer, OrdersAnswer, TablesAnswer } from "../common/api.ts";
import { openTestPos, type TestPos } from "./open-test-pos.ts";

let pos: TestPos;
let cookie: string;

beforeAll(async () => {
  pos = await openTestPos();
  const page = await fetch(`${pos.url}/counter`);
  await page.body?.cancel();
  cookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
});
afterAll(() => pos.close());

const staff = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${pos.url}${path}`, { ...init, headers: { cookie } });

const post = (path: string, body: unknown = {}): Promise<Response> =>
  fetch(`${pos.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function codeOf(table: number): Promise<string> {
  const { tables } = (await (await staff("/api/tables")).json()) as TablesAnswer;
  const url = tables.find(({ number }) => number === table)?.url ?? "";
  return new URL(url).pathname.replace("/t/", "");
}

/** A guest's phone at a table. */
async function sit(table: number) {
  const arrived = await post(`/api/tillkit/guest/tables/${await codeOf(table)}/bills`);
  // The routes answer what `@tillkit/http` and common/api.ts declare.
  const { link, bill } = (await arrived.json()) as BillLinkResource;
  const read = async (): Promise<BillAnswer> =>
    (await (await fetch(`${pos.url}/api/guest/bills/${link}`)).json()) as BillAnswer;
  const order = async (productId: string, by: number = 1): Promise<Response> =>
    post(`/api/guest/bills/${link}/items`, { productId, by });
  const pay = async (shown?: Pick<BillAnswer, "lines" | "currency">): Promise<Response> => {
    const { lines, currency } = shown ?? (await read());
    const plain = lines.map(({ name, unitAmount, quantity }) => ({ name, unitAmount, quantity }));
    return post(`/api/tillkit/guest/bills/${link}/pay`, { shown: { lines: plain, currency } });
  };
  const back = async (url: string): Promise<GuestOutcomeResource> =>
    (await (
      await fetch(`${pos.url}/api/tillkit/guest/bills/${link}/return?session_id=${/cs_\w+/.exec(url)?.[0]}`)
    ).json()) as GuestOutcomeResource;
  return { link, bill, read, order, pay, back };
}

async function outcomeOf(answer: Promise<Response>): Promise<GuestOutcomeResource> {
  return (await (await answer).json()) as GuestOutcomeResource;
}

/** What a guest does on Stripe's page; answers where it sends the guest. */
async function payAtStripe(url = ""): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "card=visa",
    redirect: "manual",
  });
  await answer.body?.cancel();
  return answer.headers.get("location") ?? "";
}

async function ordersOf(table: number): Promise<OrdersAnswer["orders"]> {
  const { orders } = (await (await staff("/api/orders")).json()) as OrdersAnswer;
  return orders.filter(({ channel }) => channel.type === "table" && channel.table === table);
}

describe("the guests at a table", () => {
  it("share one bill, priced by the menu whatever a phone sends", async () => {
    const ana = await sit(1);
    const ben = await sit(1);
    expect(ben.bill).toBe(ana.bill);
    await ana.order("salmon-bagel");
    await ben.order("espresso");
    await ben.order("espresso");
    expect(await ana.read()).toMatchObject({ table: 1, amount: 1040 + 2 * 280, order: null });

    const cheap = [{ name: "Salmon bagel", unitAmount: 1, quantity: 1, productId: "salmon-bagel" }];
    const refused = await ana.pay({ lines: cheap, currency: "usd" });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "basket_changed", bill: { amount: 1600 } });
  });

  it("get one payment page however often and on however many phones they press", async () => {
    const ana = await sit(2);
    const ben = await sit(2);
    await ana.order("latte");
    const pages = await Promise.all([ana.pay(), ben.pay(), ana.pay()].map(outcomeOf));
    const last = await outcomeOf(ben.pay());
    expect(last).toMatchObject({ outcome: "unfinished", next: "pay", amount: 440 });
    expect(new Set([...pages, last].map(({ url }) => url).filter((url) => url !== undefined)).size).toBe(1);
  });

  it("are sent back to a page that knows the order, and the kitchen has it once", async () => {
    const ana = await sit(3);
    const ben = await sit(3);
    await ana.order("soup");
    const { url = "" } = await outcomeOf(ana.pay());
    const home = new URL(await payAtStripe(url));
    expect(home.pathname).toBe(`/t/${await codeOf(3)}/return`);
    expect(home.searchParams.get("link")).toBe(ana.link);
    expect(await ana.back(url)).toMatchObject({ outcome: "paid", next: "done", amountPaid: 750 });
    expect(await ana.back(url)).toMatchObject({ outcome: "paid", next: "done" });

    const [order, ...more] = await ordersOf(3);
    expect(more).toEqual([]);
    const seen = await ben.read();
    expect(seen.order).toEqual({
      number: order?.number,
      paid: 750,
      lines: [{ name: "Soup of the day", unitAmount: 750, quantity: 1 }],
    });
    expect(await (await ben.pay()).json()).toMatchObject({ outcome: "paid" });
    expect((await ben.order("latte")).status).toBe(409);
    expect((await sit(3)).bill).not.toBe(ana.bill);
  });

  it("keep what was ordered while another one paid: it begins the next bill", async () => {
    const ana = await sit(4);
    const ben = await sit(4);
    await ana.order("latte");
    const { url = "" } = await outcomeOf(ana.pay());
    await ben.order("latte");
    await ben.order("cookie");
    await payAtStripe(url);
    expect(await ana.back(url)).toMatchObject({ outcome: "paid", amount: 440 });
    const next = await (await sit(4)).read();
    expect(next.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      ["latte", 1],
      ["cookie", 1],
    ]);
  });

  it("close the old page when the bill has changed, before there is another", async () => {
    const ana = await sit(5);
    const ben = await sit(5);
    await ana.order("latte");
    const old = await outcomeOf(ana.pay());
    await ben.order("mint-tea");
    const fresh = await outcomeOf(ben.pay());
    expect(fresh).toMatchObject({ next: "pay", amount: 780 });
    expect(fresh.url).not.toBe(old.url);
    expect(await ana.back(old.url ?? "")).toMatchObject({ outcome: "expired", next: "start" });
  });

  it("begin anew once the staff has taken the money in cash", async () => {
    const ana = await sit(10);
    await ana.order("latte");
    const { url } = await outcomeOf(ana.pay());
    await ana.order("cookie");
    const closed = await fetch(`${pos.url}/api/tillkit/payments/close`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify({ reference: ana.bill, by: "Ada" }),
    });
    expect(closed.status).toBe(200);
    await pos.till.idle();
    expect(await ana.read()).toMatchObject({ open: false, order: null });
    expect(await ana.back(url ?? "")).toMatchObject({ outcome: "expired", next: "ask_staff" });
    expect(await (await ana.order("latte")).json()).toMatchObject({ code: "bill_closed" });
    const next = await sit(10);
    expect(next.bill).not.toBe(ana.bill);
    expect(await next.read()).toMatchObject({ open: true, amount: 290 });
  });

  it("cannot ask about a payment of another table, or make one up", async () => {
    const ana = await sit(6);
    await ana.order("latte");
    const { url = "" } = await outcomeOf(ana.pay());
    const unknown = { outcome: "unknown", next: "ask_staff" };
    expect(await (await sit(7)).back(url)).toEqual(unknown);
    expect(await ana.back("cs_test_madeup")).toEqual(unknown);
  });

  it("cannot pay for nothing, order what there is not, or have fewer than none", async () => {
    const ana = await sit(8);
    expect(await (await ana.pay()).json()).toMatchObject({ status: 409, code: "basket_refused" });
    expect(await (await ana.order("__proto__")).json()).toMatchObject({ status: 400, code: "unknown_product" });
    expect((await ana.order("latte", 50)).status).toBe(400);
    await ana.order("latte", -1);
    expect((await ana.read()).lines).toEqual([]);
  });

  it.each([
    "/api/orders",
    "/api/tables",
    "/api/tables/sheet",
    "/api/mode",
    "/api/tillkit/payments",
    "/api/tillkit/readers",
    "/sim/readers",
  ])("cannot read %s", async (path) => {
    expect((await fetch(`${pos.url}${path}`)).status).toBe(403);
  });

  it("cannot start a sale at the counter, or give a table another code", async () => {
    const lines = [{ productId: "latte", quantity: 1 }];
    expect((await post("/api/counter/sales", { saleId: "by-a-guest", lines })).status).toBe(403);
    expect((await post("/api/tables/1/rotate")).status).toBe(403);
  });
});

describe("the code of a table", () => {
  it("dies with its links when the staff makes another one; the bill goes on", async () => {
    const old = await codeOf(9);
    const ana = await sit(9);
    await ana.order("latte");
    expect((await staff("/api/tables/9/rotate", { method: "POST" })).status).toBe(204);

    for (const answer of [
      await post(`/api/tillkit/guest/tables/${old}/bills`),
      await fetch(`${pos.url}/api/guest/bills/${ana.link}`),
      await ana.order("latte"),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      expect(((await answer.json()) as Problem).code).toBe("guest_link_invalid");
    }
    const again = await sit(9);
    expect(again.bill).toBe(ana.bill);
    expect(await again.read()).toMatchObject({ amount: 440 });
    expect((await staff("/api/tables/13/rotate", { method: "POST" })).status).toBe(400);
  });

  it("is printed with all others on one sheet", async () => {
    const sheet = await (await staff("/api/tables/sheet")).text();
    expect(sheet.match(/<article>/g)).toHaveLength(12);
    expect(sheet).toContain(await codeOf(12));
  });
});
