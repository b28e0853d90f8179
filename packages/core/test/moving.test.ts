import { commandsOf, decide, type Effect, type Input, moneyMoved, namesOf, type Payment, wakeAt } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { terminalInputs } from "./inputs.ts";
import { evidence, NOON, terminalStates } from "./states.ts";

const at = NOON + 5_000;
const deadlineAt = at + 120_000;
const swap: Input = { type: "swap_reader", at, readerId: "tmr_2", deadlineAt };
const change: Input = { type: "change_amount", at, amount: 1_500, deadlineAt };
const seenOff: Input = { type: "not_on_reader", at, attempt: 1, dispatch: 1 };
const updated: Input = { type: "intent_updated", at, attempt: 2, amount: 1_500 };

/** What becomes of a payment, and what its last move asked for. */
function hear(start: Payment, ...inputs: readonly Input[]) {
  let payment = start;
  let effects: readonly Effect[] = [];
  for (const input of inputs) {
    const [next = payment, ...asked] = decide(payment, input) ?? [];
    payment = next;
    effects = asked;
  }
  return { payment, effects, types: effects.map(({ type }) => type) };
}

describe("a payment that goes to another reader", () => {
  it("is seen off the old one first, and has both until then", () => {
    const { payment, types } = hear(terminalStates.collecting, swap);
    expect(types).toEqual(["cancel_action", "check_intent"]);
    expect(namesOf(payment)).toEqual(["reference:bill-1", "reader:tmr_1", "reader:tmr_2", "pi_1"]);
    expect(moneyMoved(payment)).toBe("unknown");
  });

  it("is handed to the new one once, and gives the old one back", () => {
    const { payment, effects } = hear(terminalStates.collecting, swap, seenOff);
    expect(effects).toMatchObject([{ type: "hand_to_reader", readerId: "tmr_2", attempt: 2 }]);
    expect(namesOf(payment)).toEqual(["reference:bill-1", "reader:tmr_2", "pi_1"]);
    expect(payment).toMatchObject({ attempts: [{ failure: { code: "reader_swapped" } }, { readerId: "tmr_2" }] });
    expect(hear(payment, seenOff).payment).toBe(payment);
  });

  it("stays where it is while the old one still shows it, and is taken off again", () => {
    const { payment, types } = hear(terminalStates.collecting, swap, terminalInputs.reader_waiting);
    expect(types).toEqual(["cancel_action", "check_intent"]);
    expect(payment).toMatchObject({ status: "collecting", readerId: "tmr_1" });
  });

  it("leaves a reader that is out of reach behind", () => {
    const { effects } = hear(terminalStates.collecting, swap, terminalInputs.reader_out_of_reach);
    expect(effects).toMatchObject([{ type: "hand_to_reader", readerId: "tmr_2" }]);
    expect(hear(terminalStates.collecting, terminalInputs.reader_out_of_reach).types).toEqual([]);
  });

  it("is paid where the tap was faster, and goes nowhere", () => {
    const { payment, types } = hear(terminalStates.collecting, swap, terminalInputs.paid);
    expect(payment).toMatchObject({ status: "succeeded", review: [] });
    expect(types).toEqual(["fulfil"]);
  });

  it("goes on after a decline on the old one, which is written down", () => {
    const { payment, types } = hear(terminalStates.collecting, swap, terminalInputs.attempt_failed);
    expect(types).toEqual(["hand_to_reader"]);
    expect(payment).toMatchObject({
      attempts: [{ failure: { code: "card_declined" }, chargeId: "ch_0" }, { number: 2 }],
    });
  });

  it("goes where the cashier said last", () => {
    const other: Input = { type: "swap_reader", at, readerId: "tmr_3", deadlineAt };
    const { effects } = hear(terminalStates.collecting, swap, other, seenOff);
    expect(effects).toMatchObject([{ readerId: "tmr_3", attempt: 2 }]);
  });
});

describe("a payment whose amount changes", () => {
  it("is taken off the reader, changed at Stripe, and only then handed over again", () => {
    expect(hear(terminalStates.collecting, change).types).toEqual(["cancel_action", "check_intent"]);
    const off = hear(terminalStates.collecting, change, seenOff);
    expect(off.effects).toEqual([
      { type: "update_intent", key: "update_intent:2", paymentIntentId: "pi_1", attempt: 2, amount: 1_500 },
    ]);
    const { effects, payment } = hear(off.payment, updated);
    expect(effects).toMatchObject([{ type: "hand_to_reader", attempt: 2, readerId: "tmr_1" }]);
    expect(payment).toMatchObject({ ordered: { amount: 1_500 }, intentAmount: 1_500 });
  });

  it("is not handed over while the change is on its way, however long the silence", () => {
    const off = hear(terminalStates.collecting, change, seenOff).payment;
    expect(decide(off, { type: "not_on_reader", at, attempt: 2, dispatch: 1 })).toBeUndefined();
  });

  it("is changed back at Stripe too when the answer to the change was lost", () => {
    const off = hear(terminalStates.collecting, change, seenOff).payment;
    const back: Input = { type: "change_amount", at, amount: 1_250, deadlineAt };
    const { effects } = hear(off, back, { type: "not_on_reader", at, attempt: 2, dispatch: 1 });
    expect(effects).toMatchObject([{ type: "update_intent", key: "update_intent:3", amount: 1_250 }]);
  });

  it("is held for a person where the tap took the old amount", () => {
    const { payment, types } = hear(terminalStates.collecting, change, terminalInputs.paid);
    expect(payment).toMatchObject({
      status: "succeeded",
      paid: { amount: 1_250 },
      ordered: { amount: 1_500 },
      fulfilment: { status: "held" },
      review: [{ reason: "amount_mismatch" }],
    });
    expect(types).toEqual([]);
  });

  it("waits for the next try after a decline", () => {
    const changed = hear(terminalStates.declined, change);
    expect(changed).toMatchObject({ payment: { status: "declined", ordered: { amount: 1_500 } }, effects: [] });
    expect(hear(changed.payment, { type: "retry", at, deadlineAt }).types).toEqual(["update_intent"]);
  });

  it("is without the tip that was chosen before the decline when it is presented again", () => {
    const tipped: Input = { ...terminalInputs.attempt_failed, intentAmount: 1_450 };
    const again = hear(terminalStates.collecting, tipped, { type: "retry", at, deadlineAt });
    expect(again.effects).toMatchObject([{ type: "update_intent", amount: 1_250 }]);
  });

  it("can change its amount and its reader at once", () => {
    const { payment, types } = hear(terminalStates.collecting, change, swap, seenOff);
    expect(types).toEqual(["update_intent"]);
    expect(hear(payment, updated).effects).toMatchObject([{ type: "hand_to_reader", readerId: "tmr_2" }]);
  });

  it("asks for the tip that was entered on the till as well", () => {
    const tipped = { ...terminalStates.collecting, tip: 200, intentAmount: 1_450 };
    const off = hear(tipped, change, seenOff);
    expect(off.effects).toMatchObject([{ type: "update_intent", amount: 1_700 }]);
    expect(hear(off.payment, { ...updated, amount: 1_700 }).types).toEqual(["hand_to_reader"]);
  });

  it("takes no more than the smaller bill where the larger one was held before", () => {
    const smaller: Input = { type: "change_amount", at, amount: 1_000, deadlineAt };
    const held = hear({ ...terminalStates.collecting, capture: "manual" }, smaller, terminalInputs.intent_authorized);
    expect(held.payment).toMatchObject({ status: "requires_capture", authorized: 1_250, bill: 1_000 });
    expect(hear(held.payment, { type: "capture", at }).effects).toMatchObject([
      { type: "capture_intent", amount: 1_000 },
    ]);
  });

  it("takes nothing for a tip because the bill has become smaller too late", () => {
    const tipping = { onReader: true };
    const smaller: Input = { type: "change_amount", at, amount: 1_000, deadlineAt };
    const paid: Input = { type: "paid", at, evidence: { ...evidence, tipUnnamed: true } };
    expect(hear({ ...terminalStates.collecting, tipping }, smaller, paid).payment).toMatchObject({
      paid: { amount: 1_250, tip: 0 },
      review: [{ reason: "amount_mismatch" }],
    });
  });

  it("that is the same as before asks for nothing", () => {
    const same: Input = { type: "change_amount", at, amount: 1_250, deadlineAt };
    expect(hear(terminalStates.collecting, same)).toMatchObject({ payment: terminalStates.collecting, effects: [] });
  });
});

describe("a card that the cashier looks at", () => {
  const { payment: shown } = hear(terminalStates.collecting, terminalInputs.card_collected);

  it("is shown, and nothing is charged", () => {
    expect(shown).toMatchObject({ status: "requires_confirmation", card: { last4: "4242" } });
    expect(moneyMoved(shown)).toBe("no");
    expect(commandsOf(shown)).toEqual(["confirm", "cancel", "check"]);
    expect(namesOf(shown)).toContain("reader:tmr_1");
  });

  it("is charged once the cashier says yes", () => {
    const { payment, effects } = hear(shown, terminalInputs.confirm);
    expect(effects).toMatchObject([{ type: "confirm_intent", key: "confirm_intent:1.1", attempt: 1 }]);
    expect(payment).toMatchObject({ status: "collecting", stage: "processing" });
    expect(decide(payment, terminalInputs.card_collected)).toBeUndefined();
    expect(decide(payment, terminalInputs.confirm)).toBeUndefined();
    expect(hear(payment, terminalInputs.paid).payment.status).toBe("succeeded");
  });

  it("waits for the signature before the money is taken, on the reader that has read it", () => {
    const signing = { policy: "required", place: "reader", timeoutMs: 60_000, status: "awaited", asked: 0 } as const;
    const start = { ...terminalStates.collecting, signing };
    const { payment, types } = hear(
      start,
      terminalInputs.card_collected,
      terminalInputs.confirm,
      terminalInputs.intent_authorized,
    );
    expect(payment).toMatchObject({ status: "requires_signature", readerId: "tmr_1", asking: { readerId: "tmr_1" } });
    expect(types).toContain("ask_signature");
  });

  it("is let go when nobody says anything in time", () => {
    const confirmBy = wakeAt(shown) ?? 0;
    expect(decide(shown, { type: "time_passed", at: confirmBy - 1 })).toBeUndefined();
    const { payment, types } = hear(shown, { type: "time_passed", at: confirmBy });
    expect(payment).toMatchObject({ status: "canceling", cancelReason: "timeout" });
    expect(types).toEqual(["cancel_action", "cancel_intent"]);
  });

  it("is not charged any more once the time for it is up", () => {
    const { payment } = hear(shown, terminalInputs.confirm);
    const late = hear(payment, { type: "time_passed", at: NOON + 3_600_000 }, terminalInputs.card_collected);
    expect(late.payment).toMatchObject({ status: "canceling", cancelReason: "timeout" });
  });

  it("that was shown the old amount is let go", () => {
    const { payment } = hear(terminalStates.collecting, change, terminalInputs.card_collected);
    expect(payment).toMatchObject({ status: "canceling", cancelReason: "replaced" });
  });

  it("wins over the way to another reader", () => {
    const { payment } = hear(terminalStates.collecting, swap, terminalInputs.card_collected);
    expect(payment.status).toBe("requires_confirmation");
    expect(namesOf(payment)).not.toContain("reader:tmr_2");
  });
});
