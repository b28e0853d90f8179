import { createTill, memoryStore } from "@tillkit/core";
import { createGuestCheckout } from "@tillkit/guest";
import { createHandler, type GuestOutcomeResource, type Problem, toNodeListener } from "@tillkit/http";
import { createModelStripe } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "./serve-node.ts";

const coffee = { name: "Coffee", unitAmount: 390, quantity: 1 };
const shown = { currency: "usd", lines: [coffee] };

function openDoor() {
  const stripe = createModelStripe({ now: () => Date.now() });
  const store = memoryStore();
  const till = createTill({ store, gateway: stripe.gateway });
  const guest = createGuestCheckout({
    till,
    store,
    secrets: ["0123456789abcdef0123456789abcdef"],
    price: (basket) =>
      basket === "coffee" ? { lines: [coffee], currency: "usd" } : { refused: "We sell nothing but coffee." },
    pages: ({ link }) => ({ successUrl: `https://shop.example/back/${link}` }),
  });
  // The staff's routes let nobody in: nothing that follows goes through them.
  const handler = createHandler({ till, guest, authorize: () => false });
  return { stripe, till, guest, handler };
}

let door: ReturnType<typeof openDoor>;
let origin: string;
let close: () => Promise<void>;

beforeEach(async () => {
  door = openDoor();
  ({ origin, close } = await listen(toNodeListener(door.handler, { basePath: "/pay" })));
});
afterEach(() => close());

const get = (path: string): Promise<Response> => fetch(`${origin}/pay${path}`);
const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}/pay${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

async function outcomeOf(answer: Promise<Response>): Promise<GuestOutcomeResource> {
  const response = await answer;
  expect(response.status).toBe(200);
  // As the routes are typed.
  return (await response.json()) as GuestOutcomeResource;
}

async function problemOf(answer: Promise<Response>): Promise<Problem> {
  const response = await answer;
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
}

/** A phone that has scanned the code of table 7. */
async function arrive(): Promise<string> {
  const { code } = await door.guest.codes.of("7");
  const response = await post(`/guest/tables/${code}/bills`);
  expect(response.status).toBe(201);
  const bill = (await response.json()) as { readonly link: string };
  expect(bill).toEqual({
    bill: expect.any(String),
    table: "7",
    link: expect.any(String),
    expiresAt: expect.any(String),
  });
  return bill.link;
}

/** A sale at the counter, whose page is open. */
async function open(): Promise<string> {
  return (await door.till.checkout({ reference: "counter-1", ...shown, successUrl: "https://shop.example/thanks" })).id;
}

const sessionId = (): string => [...door.stripe.sessions.keys()].at(-1) ?? "";

describe("a guest's phone", () => {
  it("scans, sees the price, pays, and comes back", async () => {
    const link = await arrive();
    expect(await outcomeOf(get(`/guest/bills/${link}`))).toEqual({ outcome: "unfinished", next: "start" });
    const price = await post(`/guest/bills/${link}/price`, { basket: "coffee" });
    expect(await price.json()).toEqual({ ...shown, amount: 390 });

    const page = await outcomeOf(post(`/guest/bills/${link}/pay`, { basket: "coffee", shown }));
    expect(page).toMatchObject({
      outcome: "unfinished",
      next: "pay",
      url: expect.stringContaining("http"),
      amount: 390,
    });
    door.stripe.pay(sessionId());
    const back = await outcomeOf(get(`/guest/bills/${link}/return?session_id=${sessionId()}`));
    expect(back).toMatchObject({
      outcome: "paid",
      next: "done",
      amount: 390,
      amountPaid: 390,
      tip: 0,
      currency: "usd",
      lines: [coffee],
    });
    expect(await outcomeOf(get(`/guest/bills/${link}/return?session_id=${sessionId()}`))).toEqual(back);
    expect(await outcomeOf(get(`/guest/bills/${link}`))).toEqual(back);
  });

  it("is told of a changed bill with the new one, and nothing was opened", async () => {
    const link = await arrive();
    const stale = { currency: "usd", lines: [{ ...coffee, unitAmount: 350 }] };
    const problem = await problemOf(post(`/guest/bills/${link}/pay`, { basket: "coffee", shown: stale }));
    expect(problem).toMatchObject({
      status: 409,
      code: "basket_changed",
      retryable: false,
      bill: { ...shown, amount: 390 },
    });
    expect(door.stripe.sessions.size).toBe(0);
  });

  it("is told in the host's words what cannot be sold", async () => {
    const link = await arrive();
    const problem = await problemOf(post(`/guest/bills/${link}/pay`, { basket: "tea", shown }));
    expect(problem).toMatchObject({ status: 409, code: "basket_refused", detail: "We sell nothing but coffee." });
  });

  it("calls it off", async () => {
    const link = await arrive();
    await post(`/guest/bills/${link}/pay`, { basket: "coffee", shown });
    await outcomeOf(post(`/guest/bills/${link}/cancel`));
    await door.till.idle();
    expect(await outcomeOf(get(`/guest/bills/${link}`))).toEqual({ outcome: "unfinished", next: "start" });
  });

  it("keeps its bill when its link has run out and it scans again", async () => {
    const { code } = await door.guest.codes.of("7");
    const first = (await (await post(`/guest/tables/${code}/bills`)).json()) as { bill: string; link: string };
    const again = await post(`/guest/tables/${code}/bills`, { previous: first.link });
    expect(await again.json()).toMatchObject({ bill: first.bill });
  });

  it("is answered as the first time under the same Idempotency-Key", async () => {
    const link = await arrive();
    const key = { "idempotency-key": "tap-1" };
    const first = await post(`/guest/bills/${link}/pay`, { basket: "coffee", shown }, key);
    const again = await post(`/guest/bills/${link}/pay`, { basket: "coffee", shown }, key);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await again.json()).toEqual(await first.json());
  });

  it.each([
    [{}, "shown"],
    [{ shown: { lines: [] } }, "shown.currency"],
    [{ shown: { currency: "usd", lines: [{ name: "Coffee" }] } }, "shown.lines.0.unitAmount"],
    [{ shown, amount: 1 }, "amount"],
    [{ shown: { ...shown, lines: Array.from({ length: 101 }, () => coffee) } }, "shown.lines"],
  ])("that sends %j is told what is wrong with it", async (body, path) => {
    const link = await arrive();
    const problem = await problemOf(post(`/guest/bills/${link}/pay`, body));
    expect(problem).toMatchObject({ status: 400, code: "invalid_request" });
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect(door.stripe.sessions.size).toBe(0);
  });

  it("with a link or a code of nobody's learns nothing, whatever it asks", async () => {
    await arrive();
    const answers = await Promise.all([
      problemOf(get("/guest/bills/made.up")),
      problemOf(post("/guest/bills/made.up/pay", { basket: "coffee", shown })),
      problemOf(post("/guest/bills/made.up/price")),
      problemOf(post("/guest/bills/made.up/cancel")),
      problemOf(get("/guest/bills/made.up/return?session_id=cs_1")),
      problemOf(post("/guest/tables/0123456789012345678901/bills")),
    ]);
    for (const problem of answers) expect(problem).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 404, code: "guest_link_invalid" });
  });

  it("gets no further than its own routes", async () => {
    await arrive();
    for (const path of ["/payments", "/readers", "/health"])
      expect(await problemOf(get(path))).toMatchObject({ status: 403, code: "forbidden" });
    for (const path of ["/guest", "/guest/bills", "/guest/bills/", "/guest/tables/x", "/guest/bills/x/y"])
      expect(await problemOf(get(path)), path).toMatchObject({ status: 404, code: "route_not_found" });
    expect(await problemOf(get("/guest/bills/x/pay"))).toMatchObject({
      status: 405,
      details: { allow: "POST, OPTIONS" },
    });
  });
});

describe("how a payment ended, for whoever has the session's id", () => {
  it("is told without what was bought, as often as it is asked", async () => {
    const link = await arrive();
    await post(`/guest/bills/${link}/pay`, { basket: "coffee", shown });
    const path = `/checkout/outcome?session_id=${sessionId()}`;
    const before = await outcomeOf(get(path));
    expect(before).toEqual({
      outcome: "unfinished",
      next: "pay",
      url: expect.any(String),
      paymentId: expect.stringMatching(/^pay_/),
    });
    door.stripe.pay(sessionId());
    const paid = { outcome: "paid", next: "done", paymentId: before.paymentId };
    expect(await outcomeOf(get(path))).toEqual(paid);
    expect(await outcomeOf(get(path))).toEqual(paid);
  });

  it.each(["", "?session_id=", "?session_id=cs_made_up", "?session_id=%3Cscript%3E", "?status=paid&session_id=pi_1"])(
    "is unknown for %j",
    async (query) => {
      expect(await outcomeOf(get(`/checkout/outcome${query}`))).toEqual({ outcome: "unknown", next: "ask_staff" });
    },
  );
});

describe("the code of a payment page, for a screen at the counter", () => {
  let staff: string;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    const { till } = door;
    const opened = await listen(toNodeListener(createHandler({ till, authorize: () => true })));
    staff = opened.origin;
    stop = opened.close;
  });
  afterEach(() => stop());

  it("is an SVG or a PNG picture, kept by no cache", async () => {
    const id = await open();
    const svg = await fetch(`${staff}/payments/${id}/qr`);
    expect(svg.headers.get("content-type")).toBe("image/svg+xml");
    expect(svg.headers.get("cache-control")).toBe("no-store");
    expect(await svg.text()).toMatch(/^<svg /);
    const png = await fetch(`${staff}/payments/${id}/qr?format=png`);
    expect(png.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it("is refused once there is nothing to pay", async () => {
    const id = await open();
    await door.till.cancel(id);
    await door.till.idle();
    const answer = await problemOf(fetch(`${staff}/payments/${id}/qr`));
    expect(answer).toMatchObject({
      status: 409,
      code: "page_not_open",
      details: { paymentId: id, status: "canceled" },
    });
    expect(await problemOf(fetch(`${staff}/payments/pay_none/qr`))).toMatchObject({ code: "payment_not_found" });
    expect(await problemOf(fetch(`${staff}/payments/${id}/qr?format=gif`))).toMatchObject({ code: "invalid_request" });
  });

  it("is not shown to guests, and there are no guests where there is no guest option", async () => {
    expect(await problemOf(get(`/payments/${await open()}/qr`))).toMatchObject({ code: "forbidden" });
    const { code } = await door.guest.codes.of("7");
    const none = await problemOf(fetch(`${staff}/guest/tables/${code}/bills`, { method: "POST" }));
    expect(none).toMatchObject({ code: "route_not_found" });
  });
});

it("is not mounted for another till's guests", () => {
  const { gateway } = createModelStripe({ now: () => 0 });
  const other = createTill({ store: memoryStore(), gateway, tenant: "bistro" });
  expect(() => createHandler({ till: other, guest: door.guest, authorize: () => true })).toThrow(
    expect.objectContaining({ code: "invalid_option", details: { option: "guest" } }),
  );
});
