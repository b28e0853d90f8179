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
  openPage,
  perform,
  stripeId,
  waiting,
} from "./case.ts";

/** A manual payment whose money is held. */
async function held(bench: OpenedGateway): Promise<Life> {
  const { payment } = await waiting(bench, cardPayment(bench, { capture: "manual" }));
  await bench.reader.tap();
  return after(payment, ...(await checked(bench, payment)));
}

/** How payments end: called off or paid, whichever was first; captured or let go. */
export const endingCases: readonly GatewayCase[] = [
  gatewayCase("called off before a card came", async (bench) => {
    const { payment } = await waiting(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    assert.deepEqual(newsOf(await perform(bench, life.payment, effectOf(life, "cancel_action"))), []);
    only(newsOf(await perform(bench, life.payment, effectOf(life, "cancel_intent"))), "intent_canceled");
    only(await checked(bench, life.payment), "intent_canceled");
  }),

  gatewayCase("called off after the tap: the tap wins, and is told", async (bench) => {
    const { payment } = await waiting(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    await bench.reader.tap();
    assert.deepEqual(newsOf(await perform(bench, life.payment, effectOf(life, "cancel_action"))), []);
    const { evidence } = only(newsOf(await perform(bench, life.payment, effectOf(life, "cancel_intent"))), "paid");
    assert.equal(evidence.amount, 1250);
  }),

  gatewayCase("called off twice is called off", async (bench) => {
    const { payment } = await waiting(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    const effect = effectOf(life, "cancel_intent");
    await perform(bench, life.payment, effect);
    only(newsOf(await perform(bench, life.payment, effect, { key: "another-key", recover: true })), "intent_canceled");
  }),

  gatewayCase("taking a payment off its reader leaves the next register's alone", async (bench) => {
    const { payment } = await waiting(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    const next = await waiting(bench, cardPayment(bench, { id: "pay_2" }));
    await perform(bench, life.payment, effectOf(life, "cancel_action"));
    only(await checked(bench, next.payment), "reader_waiting");
  }),

  gatewayCase("held money is told as held, not as paid", async (bench) => {
    const { payment } = await waiting(bench, cardPayment(bench, { capture: "manual" }));
    await bench.reader.tap();
    const authorized = only(await checked(bench, payment), "intent_authorized");
    assert.equal(authorized.amount, 1250);
    assert.equal(authorized.paymentIntentId, stripeId(payment));
  }),

  gatewayCase("held money is taken", async (bench) => {
    const life = after((await held(bench)).payment, { type: "capture", at: bench.now() });
    const answer = await perform(bench, life.payment, effectOf(life, "capture_intent"));
    assert.equal(only(newsOf(answer), "paid").evidence.amount, 1250);
  }),

  gatewayCase("a part of held money is taken", async (bench) => {
    const life = after((await held(bench)).payment, { type: "capture", at: bench.now(), amount: 1000 });
    const answer = await perform(bench, life.payment, effectOf(life, "capture_intent"));
    assert.equal(only(newsOf(answer), "paid").evidence.amount, 1000);
  }),

  gatewayCase("the answer to a capture is lost: the money is taken once, and told", async (bench) => {
    const life = after((await held(bench)).payment, { type: "capture", at: bench.now() });
    const effect = effectOf(life, "capture_intent");
    bench.faults.loseAnswer("capture_intent");
    assert.equal((await perform(bench, life.payment, effect)).type, "unknown");
    const again = await perform(bench, life.payment, effect, { key: "another-key", recover: true });
    assert.equal(only(newsOf(again), "paid").evidence.amount, 1250);
  }),

  gatewayCase("held money is let go, and cannot be taken then", async (bench) => {
    const { payment } = await held(bench);
    const letGo = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    only(newsOf(await perform(bench, letGo.payment, effectOf(letGo, "cancel_intent"))), "intent_canceled");
    const late = after(payment, { type: "capture", at: bench.now() });
    only(newsOf(await perform(bench, late.payment, effectOf(late, "capture_intent"))), "intent_canceled");
  }),

  gatewayCase("an open page is open, and paid once the guest has paid", async (bench) => {
    const { payment } = await openPage(bench);
    only(await checked(bench, payment), "session_still_open");
    await bench.guest.pay(stripeId(payment));
    const { evidence } = only(await checked(bench, payment), "paid");
    assert.equal(evidence.amount, 1250);
    assert.equal(evidence.currency, "usd");
    assert.equal(evidence.checkoutSessionId, stripeId(payment));
    assert.equal(evidence.livemode, bench.gateway.livemode);
  }),

  gatewayCase("a page is closed, and stays closed", async (bench) => {
    const { payment } = await openPage(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    only(newsOf(await perform(bench, life.payment, effectOf(life, "expire_session"))), "session_expired");
    only(await checked(bench, life.payment), "session_expired");
  }),

  gatewayCase("a page is closed after the guest has paid: the guest wins, and is told", async (bench) => {
    const { payment } = await openPage(bench);
    const life = after(payment, { type: "cancel", at: bench.now(), reason: "cashier" });
    await bench.guest.pay(stripeId(payment));
    const answer = await perform(bench, life.payment, effectOf(life, "expire_session"));
    assert.equal(only(newsOf(answer), "paid").evidence.amount, 1250);
  }),
];
