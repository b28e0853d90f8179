import assert from "node:assert/strict";
import type { GatewayAnswer, Payment, SeenRefund } from "@tillkit/core";
import {
  after,
  checked,
  effectOf,
  gatewayCase,
  type GatewayCase,
  type Life,
  newsOf,
  only,
  type OpenedGateway,
  openPage,
  perform,
  received,
  stripeId,
  waiting,
} from "./case.ts";

/** A card payment that is paid. */
async function paid(bench: OpenedGateway): Promise<Payment> {
  const { payment } = await waiting(bench);
  await bench.reader.tap();
  return after(payment, ...(await checked(bench, payment))).payment;
}

/** The payment with a refund asked for. */
function asked(bench: OpenedGateway, payment: Payment, { id = "ref_1", amount = 500 } = {}): Life {
  const paymentIntentId = "paid" in payment ? (payment.paid.paymentIntentId ?? "") : stripeId(payment);
  return after(payment, { type: "refund", at: bench.now(), id, reference: `slip-${id}`, amount, paymentIntentId });
}

type Options = Parameters<typeof perform>[3];

async function give(bench: OpenedGateway, life: Life, options?: Options): Promise<GatewayAnswer> {
  return perform(bench, life.payment, effectOf(life, "refund"), options);
}

async function seen(bench: OpenedGateway, payment: Payment): Promise<readonly SeenRefund[]> {
  const answer = await perform(bench, payment, { type: "check_refunds", key: "check_refunds" });
  return newsOf(answer).map((news) => (news.type === "refund_seen" ? news.refund : assert.fail(news.type)));
}

const anotherKey = { key: "another-key", recover: true };

/** Money that goes back goes back once, and is told whoever gave it. */
export const refundingCases: readonly GatewayCase[] = [
  gatewayCase("a part of the money goes back, under our own id", async (bench) => {
    const payment = await paid(bench);
    const { refund } = only(newsOf(await give(bench, asked(bench, payment))), "refund_seen");
    assert.equal(refund.id, "ref_1");
    assert.equal(refund.amount, 500);
    assert.equal(refund.currency, "usd");
    assert.equal(refund.status, "succeeded");
    assert.equal(refund.paymentIntentId, stripeId(payment));
    assert.deepEqual(await seen(bench, payment), [refund]);
  }),

  gatewayCase("money that was paid on a page goes back too", async (bench) => {
    const { payment } = await openPage(bench);
    await bench.guest.pay(stripeId(payment));
    const life = asked(bench, after(payment, ...(await checked(bench, payment))).payment, { amount: 1250 });
    assert.equal(only(newsOf(await give(bench, life)), "refund_seen").refund.amount, 1250);
  }),

  gatewayCase("the answer to a refund is lost: nobody knows, and the money goes back once", async (bench) => {
    const payment = await paid(bench);
    const life = asked(bench, payment);
    bench.faults.loseAnswer("refund");
    assert.equal((await give(bench, life)).type, "unknown");
    const { refund } = only(newsOf(await give(bench, life)), "refund_seen");
    assert.equal(only(newsOf(await give(bench, life, anotherKey)), "refund_seen").refund.refundId, refund.refundId);
    assert.equal((await seen(bench, payment)).length, 1);
  }),

  gatewayCase("two refunds of the same amount are two", async (bench) => {
    const payment = await paid(bench);
    await give(bench, asked(bench, payment));
    await give(bench, asked(bench, payment, { id: "ref_2" }));
    assert.deepEqual(new Set((await seen(bench, payment)).map(({ id }) => id)), new Set(["ref_1", "ref_2"]));
  }),

  gatewayCase("more than is left is refused, with what there is", async (bench) => {
    const payment = await paid(bench);
    const late = asked(bench, payment, { id: "ref_2", amount: 1000 });
    await give(bench, asked(bench, payment));
    const news = newsOf(await give(bench, late));
    assert.deepEqual(
      news.map(({ type }) => type),
      ["refund_seen", "refund_refused"],
    );
    const refused = news.at(-1);
    assert(refused?.type === "refund_refused");
    assert.equal(refused.id, "ref_2");
    assert.equal(refused.failure.code, "refund_refused");
  }),

  gatewayCase("a refund is told by a webhook, as it was answered", async (bench) => {
    const payment = await paid(bench);
    const { refund } = only(newsOf(await give(bench, asked(bench, payment))), "refund_seen");
    const told = (await received(bench)).filter(({ news }) => news.some(({ type }) => type === "refund_seen"));
    const [event] = told;
    assert.deepEqual(event?.subject, { tenant: payment.tenant, paymentId: payment.id });
    assert.deepEqual(event.news, [{ type: "refund_seen", refund }]);
  }),

  gatewayCase("how much has gone back in all is told, so that a refund that is missing is missed", async (bench) => {
    const payment = await paid(bench);
    await give(bench, asked(bench, payment));
    const totals = (await received(bench)).flatMap(({ news }) =>
      news.filter((item) => item.type === "refunded_total_seen"),
    );
    assert.deepEqual(totals, [{ type: "refunded_total_seen", paymentIntentId: stripeId(payment), amount: 500 }]);
  }),
];
