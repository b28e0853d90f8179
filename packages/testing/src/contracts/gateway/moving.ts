import assert from "node:assert/strict";
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
  stripeId,
  waiting,
} from "./case.ts";

/** Takes a waiting payment off its reader because the bill has changed, up to the moment when the PaymentIntent is to be changed. */
async function changed(bench: OpenedGateway, life: Life, amount: number): Promise<Life> {
  const withdrawn = after(life.payment, {
    type: "change_amount",
    at: bench.now(),
    amount,
    deadlineAt: bench.now() + 60_000,
  });
  newsOf(await perform(bench, withdrawn.payment, effectOf(withdrawn, "cancel_action")));
  return after(withdrawn.payment, ...(await checked(bench, withdrawn.payment)));
}

/** Payments that go to the reader once more while it waits: with another amount, or because the reader shows nothing. */
export const movingCases: readonly GatewayCase[] = [
  gatewayCase("a payment that was taken off its reader is seen to be off it", async (bench) => {
    const { payment } = await waiting(bench);
    const moved = after(payment, {
      type: "swap_reader",
      at: bench.now(),
      readerId: bench.readerId,
      deadlineAt: bench.now() + 60_000,
    });
    assert.deepEqual(newsOf(await perform(bench, moved.payment, effectOf(moved, "cancel_action"))), []);
    const seen = await checked(bench, moved.payment);
    assert.deepEqual(seen, [{ type: "not_on_reader", attempt: 1, dispatch: 1 }]);
    const again = after(moved.payment, ...seen);
    only(newsOf(await perform(bench, again.payment, effectOf(again, "hand_to_reader"))), "reader_waiting");
    await bench.reader.tap();
    assert.equal(only(await checked(bench, again.payment), "paid").evidence.paymentIntentId, stripeId(payment));
  }),

  gatewayCase("the amount is changed, handed over again, and paid", async (bench) => {
    const life = await changed(bench, await waiting(bench), 1500);
    const updated = newsOf(await perform(bench, life.payment, effectOf(life, "update_intent")));
    assert.deepEqual(updated, [{ type: "intent_updated", attempt: 2, amount: 1500 }]);
    const handed = after(life.payment, ...updated);
    only(newsOf(await perform(bench, handed.payment, effectOf(handed, "hand_to_reader"))), "reader_waiting");
    await bench.reader.tap();
    assert.equal(only(await checked(bench, handed.payment), "paid").evidence.amount, 1500);
  }),

  gatewayCase("the tap was faster than the new amount: the old one is told, and nothing is changed", async (bench) => {
    const { payment } = await waiting(bench);
    const deadlineAt = bench.now() + 60_000;
    const life = after(payment, { type: "change_amount", at: bench.now(), amount: 1500, deadlineAt });
    await bench.reader.tap();
    newsOf(await perform(bench, life.payment, effectOf(life, "cancel_action")));
    const paymentIntentId = stripeId(payment);
    const update = {
      type: "update_intent",
      key: "update_intent:2",
      paymentIntentId,
      amount: 1500,
      attempt: 2,
    } as const;
    const answer = await perform(bench, life.payment, update);
    assert.equal(only(newsOf(answer), "paid").evidence.amount, 1250);
  }),

  gatewayCase("the answer to the change is lost: nobody knows, and the same key tells", async (bench) => {
    const life = await changed(bench, await waiting(bench), 1500);
    const effect = effectOf(life, "update_intent");
    bench.faults.loseAnswer("update_intent");
    assert.equal((await perform(bench, life.payment, effect)).type, "unknown");
    assert.deepEqual(newsOf(await perform(bench, life.payment, effect)), [
      { type: "intent_updated", attempt: 2, amount: 1500 },
    ]);
  }),

  gatewayCase("a reader without a cancel button shows none to the guest", async (bench) => {
    const { payment } = await waiting(bench, cardPayment(bench, { customerCanCancel: false }));
    await assert.rejects(bench.reader.cancel());
    only(await checked(bench, payment), "reader_waiting");
  }),
];
