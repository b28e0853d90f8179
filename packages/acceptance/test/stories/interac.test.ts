import type { PaymentResource } from "@tillkit/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let till: Register;
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

async function open(options: Parameters<typeof openShop>[0] = {}): Promise<void> {
  shop = await openShop({ settings: { account: { country: "CA", defaultCurrency: "cad" } }, ...options });
  till = openRegister(shop);
}

const front = () => shop.simulator.reader("tmr_front");
const asked = () => shop.simulator.requests.filter(({ path }) => path.endsWith("/refund_payment"));
const back = () => shop.simulator.refunds.filter(({ status }) => status === "succeeded");

async function sell(card = "interac"): Promise<PaymentResource> {
  const sold = await till.sell({ ...coffee, currency: "cad" });
  await front().tap(card);
  return till.look(sold);
}

/** Without events the payment is settled by a look. */
async function sellQuietly(): Promise<PaymentResource> {
  const sold = await till.sell({ ...coffee, currency: "cad" });
  await front().tap("interac");
  return till.press(sold, "check");
}

/** The guest brings it back: what the screen shows once the reader was told. */
async function bringBack(sold: PaymentResource, slip: object = {}): Promise<PaymentResource> {
  const given = { reference: "slip-1", reader: "tmr_front", ...slip };
  await till.post(`/payments/${sold.id}/refunds`, given);
  return till.look(sold);
}

const refundOf = ({ refunds }: PaymentResource) => refunds.at(-1);
const idOf = (payment: PaymentResource): string => refundOf(payment)?.id ?? "";

describe("money goes back to an Interac card", () => {
  beforeEach(() => open());

  it("I am told to ask for the card, the guest presents the same one, and the money is back", async () => {
    const shown = await bringBack(await sell());
    expect(shown).toMatchObject({
      guidance: { headline: "Ask the guest to present the same card", tone: "ask" },
      refunds: [{ status: "requested", stage: "waiting_for_card", reader: "tmr_front", amount: 1_250 }],
      commands: expect.arrayContaining(["cancel_refund"]),
      final: false,
    });
    expect(front().screen.message).toContain("refund");
    await front().insert("interac");
    const done = await till.look(shown);
    expect(done).toMatchObject({
      refunds: [{ status: "succeeded", refundId: back()[0]?.id, guidance: { headline: "The money goes back" } }],
      amountRefunded: 1_250,
      review: [],
      final: true,
    });
    expect(done.commands).not.toContain("cancel_refund");
    expect(asked()).toHaveLength(1);
  });

  it("in two halves, each with the card", async () => {
    const sold = await sell();
    for (const reference of ["slip-1", "slip-2"]) {
      await bringBack(sold, { reference, amount: 600 });
      await front().insert("interac");
      await shop.quiet();
    }
    expect(await till.look(sold)).toMatchObject({ amountRefunded: 1_200, refundable: 50 });
    expect(back()).toHaveLength(2);
  });

  it("while it waits, its reader takes no sale, and a second refund of it is refused", async () => {
    const sold = await bringBack(await sell(), { amount: 600 });
    expect(
      await till.refused("/payments", { flow: "terminal", ...coffee, currency: "cad", reference: "bill-2" }),
    ).toMatchObject({ code: "reader_busy", details: { paymentId: sold.id } });
    expect(
      await till.refused(`/payments/${sold.id}/refunds`, { reference: "slip-2", amount: 600, reader: "tmr_bar" }),
    ).toMatchObject({ code: "transition_rejected", details: { refundId: idOf(sold) } });
    // The same slip, from a register that lost the answer, is the same refund.
    await bringBack(sold, { amount: 600 });
    expect(asked()).toHaveLength(1);
    await front().insert("interac");
    await shop.quiet();
    expect(await till.sell({ ...coffee, currency: "cad", reference: "bill-2" })).toMatchObject({
      status: "collecting",
    });
  });

  it("not to another card: nothing goes back, and with the right one the same slip works", async () => {
    const sold = await bringBack(await sell());
    await front().tap("visa");
    expect(await till.look(sold)).toMatchObject({
      refunds: [{ status: "failed", failure: { code: "card_declined" }, guidance: { tone: "bad" } }],
      amountRefunded: 0,
      review: [],
    });
    await bringBack(sold);
    await front().insert("interac");
    expect(await till.look(sold)).toMatchObject({
      refunds: [{ status: "failed" }, { status: "succeeded" }],
      amountRefunded: 1_250,
    });
  });

  it("the guest presses cancel on the reader", async () => {
    const sold = await bringBack(await sell());
    front().cancel();
    expect(refundOf(await till.look(sold))).toMatchObject({
      status: "failed",
      failure: { code: "customer_canceled" },
      guidance: { detail: "The guest has pressed cancel on the reader." },
    });
    expect(back()).toEqual([]);
  });

  it("I call it off: the reader is free, and nothing goes back", async () => {
    const sold = await bringBack(await sell());
    const ended = await till.press(sold, "cancel_refund", { refund: idOf(sold) });
    expect(ended).toMatchObject({ refunds: [{ status: "canceled" }], refundable: 1_250, review: [] });
    expect(front().screen.kind).toBe("idle");
    expect(await till.refused(`/payments/${sold.id}/cancel_refund`, { refund: idOf(sold) })).toMatchObject({
      code: "transition_rejected",
    });
  });

  it("I call it off, and the card was faster: it went back, and I am told so", async () => {
    shop.simulator.webhooks.hold();
    const sold = await bringBack(await sellQuietly());
    await front().insert("interac");
    expect(await till.press(sold, "cancel_refund", { refund: idOf(sold) })).toMatchObject({
      refunds: [{ status: "succeeded" }],
      amountRefunded: 1_250,
    });
    shop.simulator.webhooks.release();
    expect(refundOf(await till.look(sold))).toMatchObject({ status: "succeeded" });
    expect(back()).toHaveLength(1);
  });

  it("nobody comes: after two minutes the reader is free, and nothing has gone back", async () => {
    const sold = await bringBack(await sell());
    for (let waited = 0; waited < 130; waited += 10) await shop.later(10_000);
    expect(refundOf(await till.look(sold))).toMatchObject({
      status: "failed",
      failure: { code: "no_card_presented" },
    });
    expect(front().screen.kind).toBe("idle");
  });

  it("the reader is not connected: I am told at once, and another reader does it", async () => {
    const sold = await sell();
    front().goOffline();
    expect(refundOf(await bringBack(sold))).toMatchObject({ status: "failed", failure: { code: "reader_offline" } });
    await bringBack(sold, { reader: "tmr_bar" });
    await shop.simulator.reader("tmr_bar").insert("interac");
    expect(await till.look(sold)).toMatchObject({ amountRefunded: 1_250 });
  });

  it("the reader has somebody else's payment: it is not pushed off", async () => {
    const sold = await sell();
    await till.sell({ ...coffee, currency: "cad", reference: "bill-2", reader: "tmr_bar" });
    expect(
      await till.refused(`/payments/${sold.id}/refunds`, { reference: "slip-1", reader: "tmr_bar" }),
    ).toMatchObject({ code: "reader_busy" });
    expect(asked()).toEqual([]);
  });

  it("Stripe's answer is lost: the reader is asked what it shows, and the money goes back once", async () => {
    const sold = await sell();
    shop.simulator.faults.add({
      on: "POST /v1/terminal/readers/{id}/refund_payment",
      times: 1,
      kind: "truncate_body",
    });
    expect(refundOf(await bringBack(sold))).toMatchObject({ stage: "checking", guidance: { tone: "unsure" } });
    await shop.later(3_000);
    expect(refundOf(await till.look(sold))).toMatchObject({ stage: "waiting_for_card" });
    await front().insert("interac");
    expect(await till.look(sold)).toMatchObject({ amountRefunded: 1_250 });
    expect([asked().length, back().length]).toEqual([1, 1]);
  });

  it("the reader loses its network with the question on it: nobody says that it is over before it is", async () => {
    const sold = await bringBack(await sell());
    front().goOffline();
    for (let waited = 0; waited < 180; waited += 10) await shop.later(10_000);
    expect(refundOf(await till.look(sold))).toMatchObject({ status: "requested" });
    front().goOnline();
    for (let waited = 0; waited < 30; waited += 10) await shop.later(10_000);
    expect(refundOf(await till.look(sold))).toMatchObject({ status: "failed", failure: { code: "no_card_presented" } });
    expect(front().screen.kind).toBe("idle");
  });

  it("a Visa in the same till needs no card, whatever reader is named", async () => {
    const sold = await bringBack(await sell("visa"));
    expect(sold).toMatchObject({ refunds: [{ status: "succeeded" }], amountRefunded: 1_250 });
    expect(asked()).toEqual([]);
  });
});

describe("money goes back to an Interac card, and no event ever comes", () => {
  beforeEach(() => open({ webhooks: false }));

  it("the till looks by itself", async () => {
    const waiting = await bringBack(await sellQuietly());
    await front().insert("interac");
    await shop.later(11_000);
    expect(await till.look(waiting)).toMatchObject({ refunds: [{ status: "succeeded" }], amountRefunded: 1_250 });
  });

  it("the server dies with the question on the reader: another one ends it", async () => {
    const waiting = await bringBack(await sellQuietly());
    await shop.tills[0].stop();
    const other = shop.till();
    await front().insert("interac");
    shop.clock.skip(70_000);
    await other.sweep();
    await other.idle();
    expect((await other.get(waiting.id)).payment.refunds).toMatchObject([{ status: "succeeded" }]);
    await other.stop();
  });
});
