import assert from "node:assert/strict";
import type { News } from "@tillkit/core";
import {
  after,
  cardPayment,
  checked,
  effectOf,
  gatewayCase,
  type GatewayCase,
  type Life,
  newsOf,
  only,
  type OpenedGateway,
  perform,
  received,
  stripeId,
  waiting,
} from "./case.ts";

/** A card payment that is paid, and a refund of it for which the card is to be presented. */
async function asked(bench: OpenedGateway): Promise<Life> {
  const { payment } = await waiting(bench);
  await bench.reader.tap();
  const paid = after(payment, ...(await checked(bench, payment))).payment;
  return after(paid, {
    type: "refund",
    at: bench.now(),
    id: "ref_1",
    reference: "slip-1",
    amount: 500,
    paymentIntentId: stripeId(paid),
    readerId: bench.readerId,
  });
}

/** The same, on the reader. */
async function awaited(bench: OpenedGateway): Promise<Life> {
  const life = await asked(bench);
  const answer = await perform(bench, life.payment, effectOf(life, "refund_on_reader"));
  return after(life.payment, only(newsOf(answer), "refund_awaited"));
}

async function seen(bench: OpenedGateway, life: Life): Promise<readonly News[]> {
  return newsOf(await perform(bench, life.payment, effectOf(life, "check_reader_refund")));
}

async function failureCode(bench: OpenedGateway, life: Life): Promise<string> {
  return only(await seen(bench, life), "refund_refused").failure.code;
}

/** Money that goes back to a card that must be there goes back once, to that card, or not at all. */
export const readerRefundCases: readonly GatewayCase[] = [
  gatewayCase("a reader asks for the card that paid, and the money goes back to it", async (bench) => {
    const life = await awaited(bench);
    only(await seen(bench, life), "refund_awaited");
    await bench.reader.tap();
    const { refund } = only(await seen(bench, life), "refund_seen");
    assert.deepEqual([refund.id, refund.amount, refund.status], ["ref_1", 500, "succeeded"]);
  }),

  gatewayCase("another card gets nothing", async (bench) => {
    const life = await awaited(bench);
    await bench.reader.decline();
    assert.equal(await failureCode(bench, life), "card_declined");
  }),

  gatewayCase("the guest presses cancel, and nothing goes back", async (bench) => {
    const life = await awaited(bench);
    await bench.reader.cancel();
    assert.equal(await failureCode(bench, life), "customer_canceled");
  }),

  gatewayCase("it is called off before a card comes: the reader asks no more", async (bench) => {
    const { payment } = await awaited(bench);
    const life = after(payment, { type: "cancel_refund", at: bench.now(), id: "ref_1" });
    const answer = await perform(bench, life.payment, effectOf(life, "cancel_reader_refund"));
    const { payment: ended } = after(life.payment, only(newsOf(answer), "refund_refused"));
    assert.equal(ended.refunds[0]?.status, "canceled");
    assert.notEqual((await bench.gateway.getReader(bench.readerId)).action?.status, "in_progress");
  }),

  gatewayCase("it is called off, and the card was faster: the money went back", async (bench) => {
    const { payment } = await awaited(bench);
    await bench.reader.tap();
    const life = after(payment, { type: "cancel_refund", at: bench.now(), id: "ref_1" });
    const answer = await perform(bench, life.payment, effectOf(life, "cancel_reader_refund"));
    only(newsOf(answer), "refund_seen");
  }),

  gatewayCase("the answer to it is lost: the reader is not told twice, but looked at", async (bench) => {
    const life = await asked(bench);
    bench.faults.loseAnswer("refund_on_reader");
    assert.equal((await perform(bench, life.payment, effectOf(life, "refund_on_reader"))).type, "unknown");
    const unsure = after(life.payment, { type: "refund_unknown", at: bench.now(), id: "ref_1" });
    only(await seen(bench, unsure), "refund_awaited");
  }),

  gatewayCase("it never arrives: nothing goes back, and the reader has not asked", async (bench) => {
    const life = await asked(bench);
    bench.faults.loseRequest("refund_on_reader");
    assert.equal((await perform(bench, life.payment, effectOf(life, "refund_on_reader"))).type, "unknown");
    const unsure = after(life.payment, { type: "refund_unknown", at: bench.now(), id: "ref_1" });
    assert.equal(await failureCode(bench, unsure), "reader_displaced");
  }),

  gatewayCase("a reader that takes a payment is not asked", async (bench) => {
    const life = await asked(bench);
    await waiting(bench, cardPayment(bench, { id: "pay_2", reference: "bill-2" }));
    const answer = await perform(bench, life.payment, effectOf(life, "refund_on_reader"));
    assert.equal(only(newsOf(answer), "refund_refused").failure.code, "reader_busy");
  }),

  gatewayCase("what happens on the reader is told by a webhook as something to look at", async (bench) => {
    await awaited(bench);
    await bench.reader.decline();
    const hints = (await received(bench)).flatMap(({ news }) => news.filter(({ type }) => type === "refund_hint"));
    assert.deepEqual(hints, [{ type: "refund_hint", id: "ref_1", afterMs: 0 }]);
  }),
];
