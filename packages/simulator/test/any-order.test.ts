import type Stripe from "stripe";
import { expect, test } from "vitest";

import { cards, virtualClock } from "@tillkit/simulator";
import type { Simulator } from "@tillkit/simulator";

import { inPerson, simulated } from "./simulated-stripe.ts";

/** A repeatable sequence of numbers below `n` (the multiplier of Park and Miller). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * n);
  };
}

/** One thing that may happen at a shop. It may be refused; it may not break the simulator. */
async function anything(simulator: Simulator, stripe: Stripe, roll: (n: number) => number): Promise<unknown> {
  const ids = simulator.paymentIntents.slice(-4).map(({ id }) => id);
  const id = ids[roll(Math.max(1, ids.length))] ?? "pi_none";
  const hands = simulator.reader(roll(2) === 0 ? "Bar" : "Door");
  const card = cards[roll(cards.length)]?.name ?? "visa";
  const flip = () => roll(2) === 0;
  const failures = ["connection_error", "stolen_card", "terminal_reader_timeout"];

  switch (roll(22)) {
    case 0:
      return inPerson(stripe, { capture_method: flip() ? "manual" : "automatic" });
    case 1:
    case 2:
    case 3:
    case 4:
      return stripe.terminal.readers.processPaymentIntent(hands.id, { payment_intent: id });
    case 5:
    case 6:
    case 7:
      // Not awaited: the bank answers only when the clock moves.
      return void hands.tap(card).catch(() => undefined);
    case 8:
      return void hands.insert(card, { pin: null }).catch(() => undefined);
    case 9:
      return stripe.terminal.readers.cancelAction(hands.id);
    case 10:
      return roll(4) === 0 ? stripe.paymentIntents.cancel(id) : inPerson(stripe);
    case 11:
      return stripe.paymentIntents.capture(id);
    case 12:
      return stripe.paymentIntents.update(id, { amount: 1000 + roll(1000) });
    case 13:
      return stripe.refunds.create({ payment_intent: id, amount: 1 + roll(2000) });
    case 15:
      return stripe.terminal.readers.collectPaymentMethod(hands.id, { payment_intent: id });
    case 16:
    case 17:
      return stripe.terminal.readers.confirmPaymentIntent(hands.id, { payment_intent: id });
    case 18:
      return stripe.terminal.readers.refundPayment(hands.id, { payment_intent: id, amount: 1 + roll(2000) });
    case 19:
      return stripe.terminal.readers.collectInputs(hands.id, {
        inputs: [{ type: "text", custom_text: { title: "Name?" } }],
      });
    case 20:
      return hands.answer();
    case 14:
      return flip()
        ? hands.vanish({ authorized: flip() })
        : hands.failNext(failures[roll(3)] ?? "", { delivered: flip(), authorized: flip() });
    default:
      return hands.goOnline();
  }
}

test.each([1, 2, 3, 4])(
  "whatever happens in whatever order, a payment intent is paid at most once (seed %i)",
  async (seed) => {
    const clock = virtualClock();
    const { simulator, stripe } = await simulated({
      clock,
      seed,
      readers: [{ label: "Bar" }, { label: "Door" }],
      timing: { authorizeMs: 500 },
      settings: { amountEndings: true, showProcessing: seed % 2 === 0 },
    });
    const roll = dice(seed);
    for (let step = 0; step < 400; step++) {
      await anything(simulator, stripe, roll).catch(() => undefined);
      await clock.advance(roll(600));
    }
    await clock.advance(3_600_000);

    const paid = simulator.charges.filter((charge) => charge.paid);
    expect(paid.length).toBeGreaterThan(0);
    expect(new Set(paid.map((charge) => charge.payment_intent)).size).toBe(paid.length);
    for (const charge of paid) {
      const intent = simulator.paymentIntents.find(({ id }) => id === charge.payment_intent);
      expect(intent?.status).toBe(charge.captured ? "succeeded" : charge.refunded ? "canceled" : "requires_capture");
      expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount);
    }
    expect(simulator.paymentIntents.filter(({ status }) => status === "processing")).toEqual([]);
    expect(simulator.requests.filter(({ status }) => status >= 500)).toEqual([]);
  },
);
