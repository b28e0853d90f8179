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

const byPhone = { moto: true, tipping: { onReader: false } } as const;

/** Orders by mail and telephone: no card is there, and its number is typed on the reader. */
export const typingCases: readonly GatewayCase[] = [
  gatewayCase(
    "a number that is typed is paid, and no card is taken in its place",
    async (bench) => {
      const { payment } = await waiting(bench, cardPayment(bench, byPhone));
      await assert.rejects(bench.reader.tap());
      await bench.reader.keyIn();
      const { evidence } = only(await checked(bench, payment), "paid");
      assert.equal(evidence.amount, 1250);
      assert.equal(evidence.paymentIntentId, stripeId(payment));
    },
    { moto: true },
  ),

  gatewayCase(
    "a number is typed only where that was asked for",
    async (bench) => {
      await waiting(bench);
      await assert.rejects(bench.reader.keyIn());
    },
    { moto: true },
  ),

  gatewayCase("an account that may not have numbers typed is told, and the payment is called off", async (bench) => {
    const life = await opened(bench, cardPayment(bench, byPhone));
    const answer = await perform(bench, life.payment, effectOf(life, "hand_to_reader"));
    const refused = only(newsOf(answer), "card_present_unavailable");
    const { payment, effects } = after(life.payment, refused);
    assert.equal(payment.status, "canceling");
    const canceled = await perform(bench, payment, effectOf({ payment, effects }, "cancel_intent"));
    only(newsOf(canceled), "intent_canceled");
  }),
];
