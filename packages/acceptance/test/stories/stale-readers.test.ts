import { createTill, memoryStore, type Till } from "@tillkit/core";
import type { PaymentResource } from "@tillkit/http";
import { stripeGateway } from "@tillkit/stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let till: Register;
beforeEach(async () => {
  shop = await openShop();
  till = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const front = () => shop.simulator.reader("tmr_front");
const reader = () => till.get("/readers/tmr_front");
const handOver = "POST /v1/terminal/readers/{id}/process_payment_intent";
const nextGuest = { ...coffee, reference: "bill-2", amount: 900 } as const;
const taken = () => shop.simulator.charges.filter(({ paid, captured }) => paid && captured);

/** A sale that does not arrive at first, so that the till looks at a reader that still shows what was there before. */
async function sellWithoutReachingTheReader(): Promise<PaymentResource> {
  const looks = shop.simulator.requestsTo("GET /v1/terminal/readers/{id}").length;
  shop.simulator.faults.add({ on: handOver, times: 2, kind: "lose_request" });
  const sold = await till.sell(nextGuest);
  await shop.later(11_000);
  expect(shop.simulator.requestsTo("GET /v1/terminal/readers/{id}").length).toBeGreaterThan(looks);
  return till.look(sold);
}

/** Another program of the same account: it knows nothing of us. */
function anotherProgram(): Till {
  const gateway = stripeGateway({
    secretKey: "sk_test_other",
    webhookSecrets: "whsec_other_0123",
    apiBase: shop.simulator.url,
  });
  return createTill({ gateway, store: memoryStore() });
}

describe("on the reader still stands", () => {
  it("that the last guest has paid: the next guest has not", async () => {
    await till.sell(coffee);
    await front().tap();
    await shop.quiet();
    const next = await sellWithoutReachingTheReader();
    expect(next).toMatchObject({ status: "collecting", moneyMoved: "no" });
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 900 });
    await front().tap();
    expect(await till.look(next)).toMatchObject({ status: "succeeded", amountPaid: 900, review: [] });
    expect(taken().map(({ amount }) => amount)).toEqual([1_250, 900]);
    expect(shop.orders()).toHaveLength(2);
  });

  it("that the last guest's card was declined: the next guest's was not", async () => {
    const last = await till.sell(coffee);
    await front().tap("insufficient_funds");
    await shop.later(3_000);
    await till.press(await till.look(last), "cancel");
    expect(await reader()).toMatchObject({ use: "free", action: { status: "failed" } });
    const next = await sellWithoutReachingTheReader();
    expect(next).toMatchObject({ status: "collecting", attempts: [{ number: 1 }] });
    await front().tap();
    expect(await till.look(next)).toMatchObject({ status: "succeeded", amountPaid: 900 });
    expect((await till.look(next)).attempts).toHaveLength(1);
  });

  it("that this guest's first card was declined: the second one is not judged by it", async () => {
    const sold = await till.sell(coffee);
    await front().tap("insufficient_funds");
    await shop.later(3_000);
    shop.simulator.faults.add({ on: handOver, times: 2, kind: "lose_request" });
    const again = await till.press(await till.look(sold), "retry");
    expect(again).toMatchObject({ status: "collecting" });
    await shop.later(11_000);
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 1_250 });
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250, review: [] });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("a payment that I have called off while the reader was away: nobody can pay it any more, and I sell on", async () => {
    const left = await till.sell(coffee);
    front().goOffline();
    expect(await till.press(left, "cancel")).toMatchObject({ status: "canceled", moneyMoved: "no" });
    front().goOnline();
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 1_250 });
    expect(await reader()).toMatchObject({ use: "leftover", paymentId: left.id });
    await front().tap();
    expect(taken()).toEqual([]);
    expect((await till.look(left)).status).toBe("canceled");

    const next = await till.sell(nextGuest);
    await front().tap();
    expect(await till.look(next)).toMatchObject({ status: "succeeded", amountPaid: 900 });
    expect(taken()).toHaveLength(1);
  });

  it("a leftover that I take off, as I have seen it there", async () => {
    const left = await till.sell(coffee);
    front().goOffline();
    await till.press(left, "cancel");
    front().goOnline();
    const { action } = (await reader()) as { action: { paymentIntentId: string } };
    expect(action.paymentIntentId).toBe(left.paymentIntentId);
    await till.post("/readers/tmr_front/clear", { expectedPaymentIntentId: action.paymentIntentId });
    expect(front().screen.kind).toBe("idle");
    expect(await reader()).toMatchObject({ use: "free" });
  });
});

describe("another program", () => {
  it("takes the reader while my guest looks for the card: I am told so, and my guest pays on the other one", async () => {
    const sold = await till.sell(coffee);
    const other = anotherProgram();
    await other.collect({ ...coffee, reference: "not-ours", amount: 5_000 });
    await other.idle();
    expect(front().screen).toMatchObject({ amount: 5_000 });

    const seen = await till.press(sold, "check");
    expect(seen).toMatchObject({ status: "declined", failure: { code: "reader_displaced" }, moneyMoved: "no" });
    expect(seen.guidance.steps).toContain("other_reader");
    await till.press(seen, "retry", { reader: "tmr_bar" });
    // What their guest pays is theirs.
    await front().tap();
    expect((await till.look(sold)).status).toBe("collecting");
    await shop.simulator.reader("tmr_bar").tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250, review: [] });
    expect(shop.orders()).toHaveLength(1);
  });

  it("takes the reader, and I call my sale off: theirs stays where it is", async () => {
    const sold = await till.sell(coffee);
    const other = anotherProgram();
    await other.collect({ ...coffee, reference: "not-ours", amount: 5_000 });
    await other.idle();
    expect(await till.press(sold, "cancel")).toMatchObject({ status: "canceled", moneyMoved: "no" });
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 5_000 });
    expect(await reader()).toMatchObject({ use: "other" });
  });

  it("has the reader, and I have said that it may: my guest is asked on the other one, and theirs is left alone", async () => {
    const ours = shop.till({ sharedReaders: true });
    const other = anotherProgram();
    const { id: theirs } = await other.collect({ ...coffee, reference: "not-ours", amount: 5_000 });
    await other.idle();
    const busy = { code: "reader_busy", retryable: true, details: { readerId: "tmr_front" } };
    await expect(ours.collect(coffee)).rejects.toMatchObject(busy);
    expect(await ours.list()).toEqual([]);

    const { id } = await ours.collect({ ...coffee, reader: "tmr_bar" });
    await ours.idle();
    await expect(ours.swapReader(id, "tmr_front")).rejects.toMatchObject(busy);
    await shop.simulator.reader("tmr_bar").tap("declined");
    await ours.check(id);
    await expect(ours.retry(id, { reader: "tmr_front" })).rejects.toMatchObject(busy);
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 5_000 });

    await other.cancel(theirs);
    await other.idle();
    expect(await ours.retry(id, { reader: "tmr_front" })).toMatchObject({ status: "collecting" });
    await ours.idle();
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 1_250 });
  });

  it("takes over the reader on which my guest was declined: asking there again is refused, too", async () => {
    const ours = shop.till({ sharedReaders: true });
    const { id } = await ours.collect(coffee);
    await ours.idle();
    await front().tap("declined");
    await ours.check(id);
    const other = anotherProgram();
    await other.collect({ ...coffee, reference: "not-ours", amount: 5_000 });
    await other.idle();
    await expect(ours.retry(id)).rejects.toMatchObject({ code: "reader_busy" });
    expect(front().screen).toMatchObject({ amount: 5_000 });
  });

  it("has finished on the reader: what its guest did is none of mine", async () => {
    const other = anotherProgram();
    await other.collect({ ...coffee, reference: "not-ours", amount: 5_000 });
    await other.idle();
    await front().tap();
    await shop.quiet();
    expect(await reader()).toMatchObject({ use: "free", action: { status: "succeeded" } });
    const sold = await sellWithoutReachingTheReader();
    expect(sold).toMatchObject({ status: "collecting", moneyMoved: "no" });
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 900 });
    expect(shop.orders()).toHaveLength(1);
  });
});

describe("the reader vanishes from the network", () => {
  it("before the tap: after its time the guest pays on another, once", async () => {
    const sold = await till.sell({ ...coffee, timeoutMs: 30_000 });
    front().vanish();
    for (let step = 0; step < 5; step += 1) await shop.later(31_000);
    const seen = await till.look(sold);
    expect(seen).toMatchObject({ status: "declined", moneyMoved: "no" });
    await till.press(seen, "retry", { reader: "tmr_bar" });
    await shop.simulator.reader("tmr_bar").tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
    expect(taken()).toHaveLength(1);
  });

  it("in the middle of the payment, and the money was taken: I am not told to charge again, it is paid", async () => {
    await shop.close();
    shop = await openShop({ timing: { authorizeMs: 5_000 } });
    till = openRegister(shop);
    const sold = await till.sell(coffee);
    const tapped = front().tap();
    front().vanish({ authorized: true });
    await shop.later(11_000);
    await tapped;
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250, review: [] });
    expect(taken()).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("in the middle of the payment, and the bank never heard of it: nothing is charged, and it is paid elsewhere", async () => {
    await shop.close();
    shop = await openShop({ timing: { authorizeMs: 5_000 } });
    till = openRegister(shop);
    const sold = await till.sell({ ...coffee, timeoutMs: 30_000 });
    const tapped = front().tap();
    front().vanish();
    await shop.later(6_000);
    await tapped;
    for (let step = 0; step < 5; step += 1) await shop.later(31_000);
    const seen = await till.look(sold);
    expect(seen).toMatchObject({ status: "declined", moneyMoved: "no" });
    await till.press(seen, "retry", { reader: "tmr_bar" });
    const second = shop.simulator.reader("tmr_bar").tap();
    await shop.later(6_000);
    await second;
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
    expect(taken()).toHaveLength(1);
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });
});
