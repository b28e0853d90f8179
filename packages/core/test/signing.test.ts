import {
  commandsOf,
  decide,
  type Effect,
  type Input,
  isAtRest,
  moneyMoved,
  namesOf,
  type Payment,
} from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { terminalInputs } from "./inputs.ts";
import { evidence, NOON, terminalStates } from "./states.ts";

const at = NOON + 60_000;
const awaited = { policy: "required", place: "screen", timeoutMs: 300_000, status: "awaited", asked: 0 } as const;
const onReader = { ...awaited, place: "reader" } as const;
const held: Input = {
  type: "intent_authorized",
  at,
  paymentIntentId: "pi_1",
  amount: 1_250,
  tip: 0,
  hold: { captureBefore: NOON + 2 * 86_400_000 },
};
const paid: Input = { type: "paid", at, evidence };
const sign: Input = terminalInputs.sign;

function after(payment: Payment, ...inputs: readonly Input[]): { payment: Payment; effects: readonly Effect[] } {
  let now: { payment: Payment; effects: readonly Effect[] } = { payment, effects: [] };
  for (const input of inputs) {
    const [next, ...effects] = decide(now.payment, input) ?? [now.payment];
    now = { payment: next, effects };
  }
  return now;
}

const collecting = (signing: object): Payment => ({ ...terminalStates.collecting, signing }) as Payment;
const types = (effects: readonly Effect[]): readonly string[] => effects.map(({ type }) => type);

describe("a signature that is required", () => {
  const waiting = after(collecting(awaited), held).payment;

  it("comes before the money: it is held, not taken, and the reader is free", () => {
    expect(waiting).toMatchObject({ status: "requires_signature", deadlineAt: at + 300_000 });
    expect(moneyMoved(waiting)).toBe("held");
    expect(commandsOf(waiting)).toEqual(["sign", "ask_signature", "refuse_signature", "cancel", "check"]);
    expect(namesOf(waiting)).not.toContain("reader:tmr_1");
  });

  it("once given lets the money be taken, in the same move", () => {
    const { payment, effects } = after(waiting, sign);
    expect(payment).toMatchObject({ status: "capturing", signing: { status: "signed", signed: { source: "screen" } } });
    expect(types(effects)).toEqual(["capture_intent"]);
  });

  it("refused, and then the money comes, as when somebody captured it in the Dashboard: a person is asked to look", () => {
    const { payment } = after(waiting, terminalInputs.refuse_signature, paid);
    expect(payment).toMatchObject({ status: "succeeded", review: [{ reason: "signature_refused" }] });
    expect(after(payment, paid).payment.review).toHaveLength(1);
  });

  it("leaves a manual capture to the host", () => {
    const manual = after({ ...collecting(awaited), capture: "manual" } as Payment, held, sign);
    expect(manual).toMatchObject({
      payment: { status: "requires_capture", signing: { status: "signed" } },
      effects: [],
    });
  });

  it.each([
    [terminalInputs.refuse_signature, "signature_refused"],
    [{ type: "time_passed", at: at + 300_000 } as const, "signature_timeout"],
    [terminalInputs.cancel, "cashier"],
  ])("refused, late or called off (%o) lets the money go", (input, cancelReason) => {
    const { payment, effects } = after(waiting, input);
    expect(payment).toMatchObject({ status: "canceling", cancelReason });
    expect(types(effects)).toEqual(["cancel_intent"]);
  });

  it("cannot be given twice, or after the payment was called off", () => {
    expect(decide(after(waiting, sign).payment, sign)).toBeUndefined();
    expect(decide(after(waiting, terminalInputs.cancel).payment, sign)).toBeUndefined();
  });

  it("never lets a capture come first", () => {
    expect(decide(waiting, { type: "capture", at })).toBeUndefined();
  });

  it("from a card that cannot be held comes after the money; refused, a person decides", () => {
    const { payment, effects } = after(collecting(awaited), paid);
    expect(payment).toMatchObject({ status: "succeeded", signing: { status: "awaited" }, review: [] });
    expect(types(effects)).toEqual(["fulfil"]);
    expect(after(payment, sign).payment).toMatchObject({ signing: { status: "signed" }, review: [] });
    const refused = after(payment, terminalInputs.refuse_signature).payment;
    expect(refused).toMatchObject({ signing: { status: "refused" }, review: [{ reason: "signature_refused" }] });
    expect(commandsOf(refused)).toEqual(["check", "refund", "resolve"]);
  });
});

describe("a signature on the reader", () => {
  const asking = after(collecting(onReader), held);
  const failed: Input = { type: "signature_failed", at, round: 1, failure: { code: "signature_timed_out" } };

  it("is asked for with the same move that holds the money, and keeps the reader", () => {
    expect(asking.payment).toMatchObject({ status: "requires_signature", asking: { readerId: "tmr_1", round: 1 } });
    expect(types(asking.effects)).toEqual(["ask_signature"]);
    expect(namesOf(asking.payment)).toContain("reader:tmr_1");
  });

  it("is read when the reader has something to tell, and taken", () => {
    const read = after(asking.payment, { type: "signature_asked", at, round: 1 }, { type: "hint", at, afterMs: 0 });
    expect(types(read.effects)).toEqual(["check_signature"]);
    const given = after(read.payment, terminalInputs.signature_given);
    expect(given.payment).toMatchObject({ status: "capturing", signing: { signed: { source: "reader" } } });
    expect(namesOf(given.payment)).not.toContain("reader:tmr_1");
  });

  it("of an earlier question is not this one's", () => {
    const again = after(asking.payment, failed, { type: "ask_signature", at }).payment;
    expect(again).toMatchObject({ asking: { round: 2 } });
    expect(decide(again, terminalInputs.signature_given)).toBeUndefined();
    expect(decide(again, failed)).toBeUndefined();
  });

  it("that the reader did not take can be asked for again, there or on another, or be given on the screen", () => {
    const { payment } = after(asking.payment, failed);
    expect(payment).toMatchObject({ status: "requires_signature", signingFailure: { code: "signature_timed_out" } });
    expect(payment).not.toHaveProperty("asking");
    expect(commandsOf(payment)).toContain("ask_signature");
    expect(after(payment, { type: "ask_signature", at, readerId: "tmr_2" }).payment).toMatchObject({
      asking: { readerId: "tmr_2" },
    });
    expect(after(payment, sign).payment).toMatchObject({ status: "capturing" });
  });

  it("that is given on the screen meanwhile takes the question off the reader", () => {
    expect(types(after(asking.payment, sign).effects)).toEqual(["capture_intent", "cancel_signature"]);
    expect(types(after(asking.payment, terminalInputs.cancel).effects)).toEqual(["cancel_signature", "cancel_intent"]);
  });

  it("whose asking was lost is read, not asked again", () => {
    const lost = after(asking.payment, { type: "outcome_unknown", at, effect: "ask_signature" });
    expect(lost).toMatchObject({ payment: { asking: { stage: "checking" } }, effects: [{ type: "check_signature" }] });
  });

  it("from a reader that has fallen silent is read every ten seconds, and given up in the end", () => {
    const paidFor = after(collecting({ ...onReader, policy: "after_payment" }), paid).payment;
    expect(isAtRest(after(paidFor, { type: "fulfilled", at }).payment)).toBe(false);
    expect(types(after(paidFor, { type: "time_passed", at: at + 10_000 }).effects)).toEqual(["check_signature"]);
    const over = after(paidFor, { type: "fulfilled", at }, { type: "time_passed", at: at + 150_000 });
    expect(over).toMatchObject({ payment: { signingFailure: { code: "signature_timed_out" } } });
    expect(types(over.effects)).toEqual(["cancel_signature"]);
    expect(isAtRest(over.payment)).toBe(true);
  });

  it("is not asked for by itself where the reader may have gone to another payment", () => {
    const { payment } = after({ ...terminalStates.declined, signing: onReader }, held);
    expect(payment).toMatchObject({ status: "requires_signature" });
    expect(payment).not.toHaveProperty("asking");
  });
});
