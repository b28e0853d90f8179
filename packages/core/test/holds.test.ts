import { decide, type Effect, type Input, type Payment, wakeAt } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { terminalInputs } from "./inputs.ts";
import { evidence, NOON, terminalStates } from "./states.ts";

const DAY_MS = 86_400_000;
const at = NOON + 60_000;
const held = terminalStates.requires_capture;

/** What a payment becomes, and what is asked for last. */
function after(payment: Payment, ...inputs: readonly Input[]): { payment: Payment; effects: readonly Effect[] } {
  let now: { payment: Payment; effects: readonly Effect[] } = { payment, effects: [] };
  for (const input of inputs) {
    const [next, ...effects] = decide(now.payment, input) ?? [now.payment];
    now = { payment: next, effects };
  }
  return now;
}

/** The key of what a command asks for. */
const keyOf = (input: Input): string | undefined => after(held, input).effects.at(0)?.key;

const authorized: Input = { ...terminalInputs.intent_authorized, tip: 0 };
const took = (amount: number, more: object = {}): Input => ({
  type: "paid",
  at,
  evidence: { ...evidence, amount, ...more },
});

describe("a capture", () => {
  it("of all that is held sends no amount, and makes the order", () => {
    const { payment, effects } = after(held, { type: "capture", at });
    expect(payment).toMatchObject({ status: "capturing", due: { amount: 1_250, tip: 0 } });
    expect(effects).toEqual([{ type: "capture_intent", key: `capture_intent:all.${at}`, paymentIntentId: "pi_1" }]);
    expect(after(payment, took(1_250)).payment).toMatchObject({ paid: { amount: 1_250 }, review: [] });
  });

  it("of a part is what the host wanted: the order is made for it", () => {
    const { payment, effects } = after(held, { type: "capture", at, amount: 1_000 });
    expect(effects).toMatchObject([{ type: "capture_intent", amount: 1_000 }]);
    expect(after(payment, took(1_000))).toMatchObject({
      payment: { status: "succeeded", paid: { amount: 1_000, tip: 0 }, fulfilment: { status: "pending" }, review: [] },
      effects: [{ type: "fulfil" }],
    });
  });

  it("of a part that takes another amount is held for a person", () => {
    const { payment } = after(held, { type: "capture", at, amount: 1_000 }, took(1_250));
    expect(payment).toMatchObject({ fulfilment: { status: "held" }, review: [{ reason: "amount_mismatch" }] });
  });

  it("with a tip from the receipt takes more than was held, and tells the tip apart", () => {
    const { payment, effects } = after(held, { type: "capture", at, tip: 200 });
    expect(effects).toMatchObject([{ type: "capture_intent", amount: 1_450 }]);
    expect(after(payment, took(1_450)).payment).toMatchObject({ paid: { amount: 1_450, tip: 200 }, review: [] });
  });

  it("of more than is held is refused where the card does not allow it, or nobody knows", () => {
    const { overcapture: _unknown, ...unknown } = held;
    expect(decide({ ...held, overcapture: false }, { type: "capture", at, tip: 200 })).toBeUndefined();
    expect(decide(unknown, { type: "capture", at, tip: 200 })).toBeUndefined();
  });

  it("that Stripe refuses leaves the money held, with the reason, and can be tried again under another key", () => {
    const first = after(held, { type: "capture", at }).payment;
    const refused = after(first, {
      type: "refused",
      at,
      effect: "capture_intent",
      stripeCode: "amount_too_large",
      message: "No.",
    }).payment;
    expect(refused).toMatchObject({ status: "requires_capture", failure: { stripeCode: "amount_too_large" } });
    const again = after(refused, { type: "capture", at: at + 1 });
    expect(again.payment).not.toHaveProperty("failure");
    expect(again.effects).toMatchObject([{ key: `capture_intent:all.${at + 1}` }]);
  });

  it("of another amount has another key, even within the same millisecond", () => {
    const keys = [{}, { amount: 1_000 }, { tip: 200 }].map((what) => keyOf({ type: "capture", at, ...what }));
    expect(new Set(keys).size).toBe(3);
    expect(keyOf({ type: "increment", at, amount: 2_000 })).not.toBe(keyOf({ type: "increment", at, amount: 3_000 }));
  });

  it("by somebody else, in the Dashboard, is compared with the bill", () => {
    expect(after(held, took(1_250)).payment).toMatchObject({ review: [] });
    expect(after(held, took(900)).payment).toMatchObject({ review: [{ reason: "amount_mismatch" }] });
  });
});

describe("the hold's clock", () => {
  const captureBefore = NOON + 2 * DAY_MS;

  it("is asked for where the authorization came without it", () => {
    const collecting = terminalStates.collecting;
    expect(after(collecting, authorized).effects).toMatchObject([{ type: "check_intent", afterMs: 2_000 }]);
    const told: Input = { ...terminalInputs.intent_authorized, tip: 0, hold: { captureBefore } };
    expect(after(collecting, told)).toMatchObject({ payment: { captureBefore }, effects: [] });
    expect(after(collecting, authorized, told).payment).toMatchObject({ status: "requires_capture", captureBefore });
  });

  it("wakes the payment to warn, once, and again when the hold should have lapsed", () => {
    expect(wakeAt(held)).toBe(captureBefore - 43_200_000);
    const warned = after(held, { type: "time_passed", at: captureBefore - 43_200_000 });
    expect(warned).toMatchObject({ payment: { status: "requires_capture", holdExpiring: true }, effects: [] });
    expect(decide(warned.payment, { type: "time_passed", at: captureBefore - 1 })).toBeUndefined();
    expect(wakeAt(warned.payment)).toBeGreaterThan(captureBefore);
    const lapsed = after(warned.payment, { type: "time_passed", at: captureBefore + 60_000 });
    expect(lapsed.effects).toMatchObject([{ type: "check_intent" }]);
    expect(wakeAt(lapsed.payment)).toBeGreaterThan(captureBefore + 60_000);
  });

  it.each([
    [{ type: "intent_canceled", at }, "stripe"],
    [{ type: "intent_canceled", at, lapsed: true }, "hold_expired"],
    [{ type: "intent_canceled", at: captureBefore }, "hold_expired"],
  ] as const)("%o ends it as %s", (input, cancelReason) => {
    for (const state of [held, terminalStates.capturing, terminalStates.incrementing])
      expect(after(state, input).payment).toMatchObject({ status: "canceled", cancelReason });
  });

  it("keeps the larger of two amounts: a hold only grows", () => {
    const raised = after(held, { ...terminalInputs.intent_authorized, amount: 2_000 }).payment;
    expect(raised).toMatchObject({ authorized: 2_000 });
    expect(decide(raised, { ...terminalInputs.intent_authorized, amount: 1_250 })).toBeUndefined();
  });
});

describe("raising a hold", () => {
  const raising = after(held, { type: "increment", at, amount: 2_000 });

  it("asks for the new total, and is done when that is held", () => {
    expect(raising).toMatchObject({
      payment: { status: "incrementing", authorized: 1_250 },
      effects: [{ type: "increment_authorization", amount: 2_000 }],
    });
    const raised = after(raising.payment, { ...terminalInputs.intent_authorized, amount: 2_000 }).payment;
    expect(raised).toMatchObject({ status: "requires_capture", authorized: 2_000, bill: 2_000 });
    expect(after(raised, { type: "capture", at }, took(2_000)).payment).toMatchObject({ review: [] });
  });

  it("does not take old news of the smaller hold for its answer", () => {
    expect(decide(raising.payment, terminalInputs.intent_authorized)).toBeUndefined();
  });

  it("that the bank declines leaves what is held", () => {
    const declined = after(raising.payment, {
      type: "refused",
      at,
      effect: "increment_authorization",
      stripeCode: "card_declined",
      message: "No.",
    }).payment;
    expect(declined).toMatchObject({
      status: "requires_capture",
      authorized: 1_250,
      bill: 1_250,
      failure: { code: "card_declined" },
    });
  });

  it("is for cards that allow it, and upwards only", () => {
    expect(decide({ ...held, incremental: false }, { type: "increment", at, amount: 2_000 })).toBeUndefined();
    expect(decide(held, { type: "increment", at, amount: 1_250 })).toBeUndefined();
  });
});

describe("a tip", () => {
  const { collecting } = terminalStates;

  it("that was entered on the till is charged with the bill, and told apart", () => {
    expect(after({ ...collecting, tip: 200 }, took(1_450)).payment).toMatchObject({
      ordered: { amount: 1_250 },
      paid: { amount: 1_450, tip: 200 },
      review: [],
    });
    expect(after({ ...collecting, tip: 200 }, took(1_250)).payment).toMatchObject({
      review: [{ reason: "amount_mismatch" }],
    });
  });

  it("that Stripe does not name is what exceeds the bill, where one was expected: flagged, and the order made", () => {
    const expected = { ...collecting, tipping: { onReader: true } };
    expect(after(expected, took(1_450, { tipUnnamed: true }))).toMatchObject({
      payment: { paid: { amount: 1_450, tip: 200 }, review: [{ reason: "tip_derived" }] },
      effects: [{ type: "fulfil" }],
    });
  });

  it.each([[{}], [{ tipping: { onReader: false } }]])(
    "that nobody expected is no tip but money too much (%o)",
    (asked) => {
      expect(after({ ...collecting, ...asked }, took(1_450, { tipUnnamed: true })).payment).toMatchObject({
        fulfilment: { status: "held" },
        review: [{ reason: "amount_mismatch" }],
      });
    },
  );

  it("on a reader that must not ask is money too much, even where Stripe calls it a tip", () => {
    const quiet = { ...collecting, tipping: { onReader: false } };
    expect(after(quiet, took(1_450, { tip: 200 })).payment).toMatchObject({ review: [{ reason: "amount_mismatch" }] });
  });

  it("on the reader is held with the bill, and captured with it once", () => {
    const { payment } = after(collecting, { ...terminalInputs.intent_authorized, amount: 1_450, tip: 200 });
    expect(payment).toMatchObject({ authorized: 1_450, bill: 1_250, authorizedTip: 200 });
    expect(after(payment, { type: "capture", at }, took(1_450, { tip: 200 })).payment).toMatchObject({
      paid: { amount: 1_450, tip: 200 },
      review: [],
    });
  });
});
