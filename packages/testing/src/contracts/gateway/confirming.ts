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

/** A payment whose card was read, and waits to be looked at. */
async function read(bench: OpenedGateway): Promise<Life> {
  const { payment } = await waiting(bench, cardPayment(bench, { confirmation: "manual" }));
  await bench.reader.tap();
  return after(payment, only(await checked(bench, payment), "card_collected"));
}

const confirm = (bench: OpenedGateway, { payment }: Life): Life => after(payment, { type: "confirm", at: bench.now() });

/** A card that the cashier looks at before it is charged. */
export const confirmingCases: readonly GatewayCase[] = [
  gatewayCase("a card that is to be looked at is read, told, and not charged", async (bench) => {
    const { payment } = await waiting(bench, cardPayment(bench, { confirmation: "manual" }));
    await bench.reader.tap();
    const collected = only(await checked(bench, payment), "card_collected");
    assert.equal(collected.attempt, 1);
    assert.equal(collected.card?.last4, "4242");
    assert.deepEqual(await checked(bench, payment), [collected]);
  }),

  gatewayCase("a card that was looked at is charged once it is confirmed", async (bench) => {
    const confirmed = confirm(bench, await read(bench));
    newsOf(await perform(bench, confirmed.payment, effectOf(confirmed, "confirm_intent")));
    const { evidence } = only(await checked(bench, confirmed.payment), "paid");
    assert.equal(evidence.amount, 1250);
    assert.equal(evidence.paymentIntentId, stripeId(confirmed.payment));
  }),

  gatewayCase("the answer to the confirmation is lost: the card is charged once, and told", async (bench) => {
    const confirmed = confirm(bench, await read(bench));
    const effect = effectOf(confirmed, "confirm_intent");
    bench.faults.loseAnswer("confirm_intent");
    assert.equal((await perform(bench, confirmed.payment, effect)).type, "unknown");
    const again = await perform(bench, confirmed.payment, effect, { key: "another-key", recover: true });
    assert.equal(only(newsOf(again), "paid").evidence.amount, 1250);
  }),

  gatewayCase("a card that was looked at and not wanted is let go", async (bench) => {
    const { payment } = await read(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    newsOf(await perform(bench, life.payment, effectOf(life, "cancel_action")));
    only(newsOf(await perform(bench, life.payment, effectOf(life, "cancel_intent"))), "intent_canceled");
    const late = confirm(bench, { payment, effects: [] });
    only(newsOf(await perform(bench, late.payment, effectOf(late, "confirm_intent"))), "intent_canceled");
  }),
];
