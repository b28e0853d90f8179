import assert from "node:assert/strict";
import {
  after,
  cardPayment,
  checked,
  effectOf,
  gatewayCase,
  type GatewayCase,
  newsOf,
  only,
  opened,
  perform,
  stripeId,
  waiting,
} from "./case.ts";

/** What a reader and a card do, and how it is told. */
export const collectingCases: readonly GatewayCase[] = [
  gatewayCase("the reader waits, and a check says so", async (bench) => {
    const { payment } = await waiting(bench);
    assert.deepEqual(await checked(bench, payment), [{ type: "reader_waiting", attempt: 1 }]);
  }),

  gatewayCase("a tap is paid: the right money, of the right PaymentIntent, in the right mode", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.tap();
    const { evidence } = only(await checked(bench, payment), "paid");
    assert.equal(evidence.amount, 1250);
    assert.equal(evidence.currency, "usd");
    assert.equal(evidence.tip, 0);
    assert.equal(evidence.livemode, bench.gateway.livemode);
    assert.equal(evidence.paymentIntentId, stripeId(payment));
    assert(evidence.chargeId !== undefined);
  }),

  gatewayCase("a decline ends the attempt, with its charge", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.decline();
    const failed = only(await checked(bench, payment), "attempt_failed");
    assert.equal(failed.attempt, 1);
    assert.equal(failed.failure.code, "card_declined");
    assert(failed.failure.declineCode !== undefined);
    assert(failed.chargeId !== undefined);
  }),

  gatewayCase("an old decline is not the next attempt's", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.decline();
    const declined = after(payment, ...(await checked(bench, payment)));
    const retried = after(declined.payment, { type: "retry", at: bench.now(), deadlineAt: bench.now() + 60_000 });
    assert.deepEqual(await checked(bench, retried.payment), [{ type: "not_on_reader", attempt: 2, dispatch: 1 }]);
  }),

  gatewayCase("after a decline the same PaymentIntent is paid", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.decline();
    const declined = after(payment, ...(await checked(bench, payment)));
    const retried = after(declined.payment, { type: "retry", at: bench.now(), deadlineAt: bench.now() + 60_000 });
    const answer = await perform(bench, retried.payment, effectOf(retried, "hand_to_reader"));
    only(newsOf(answer), "reader_waiting");
    await bench.reader.tap();
    const { evidence } = only(await checked(bench, retried.payment), "paid");
    assert.equal(evidence.paymentIntentId, stripeId(payment));
  }),

  gatewayCase("the guest presses cancel on the reader", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.cancel();
    const failed = only(await checked(bench, payment), "attempt_failed");
    assert.equal(failed.failure.code, "customer_canceled");
  }),

  gatewayCase(
    "the answer to the hand-over is lost: nobody knows, and a check finds the reader waiting",
    async (bench) => {
      const life = await opened(bench);
      bench.faults.loseAnswer("hand_to_reader");
      const answer = await perform(bench, life.payment, effectOf(life, "hand_to_reader"));
      assert.equal(answer.type, "unknown");
      assert.deepEqual(await checked(bench, life.payment), [{ type: "reader_waiting", attempt: 1 }]);
    },
  ),

  gatewayCase("the hand-over is lost: a check finds that it did not arrive", async (bench) => {
    const life = await opened(bench);
    bench.faults.loseRequest("hand_to_reader");
    const { type } = await perform(bench, life.payment, effectOf(life, "hand_to_reader"));
    assert(type === "unknown" || type === "later", `A lost request is not \`${type}\`.`);
    assert.deepEqual(await checked(bench, life.payment), [{ type: "not_on_reader", attempt: 1, dispatch: 1 }]);
  }),

  gatewayCase("another payment on the reader is not this one waiting", async (bench) => {
    const { payment } = await waiting(bench);
    await waiting(bench, cardPayment(bench, { id: "pay_2" }));
    only(await checked(bench, payment), "not_on_reader");
  }),

  gatewayCase("what is paid already is not handed over again: it is told", async (bench) => {
    const life = await opened(bench);
    const effect = effectOf(life, "hand_to_reader");
    await perform(bench, life.payment, effect);
    await bench.reader.tap();
    const answer = await perform(bench, life.payment, { ...effect, dispatch: 2, key: "hand_to_reader:1.2" });
    only(newsOf(answer), "paid");
  }),

  gatewayCase("a reader that does not exist ends the attempt", async (bench) => {
    const life = await opened(bench, cardPayment(bench, { readerId: "tmr_nowhere" }));
    const answer = await perform(bench, life.payment, effectOf(life, "hand_to_reader"));
    assert.equal(only(newsOf(answer), "attempt_failed").failure.code, "reader_not_found");
  }),
];
