import { commandTypes, decide, type Effect, type Input, type Payment } from "@tillkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkoutInputs, terminalInputs } from "./inputs.ts";
import { checkoutStates, NOON, terminalStates } from "./states.ts";

/** What becomes of a payment that hears these inputs in this order, and everything that was asked for on the way. */
function play(
  start: Payment,
  inputs: readonly Input[],
): { readonly payment: Payment; readonly effects: readonly Effect[] } {
  let payment = start;
  const effects: Effect[] = [];
  for (const input of inputs) {
    const move = decide(payment, input);
    if (move === undefined) continue;
    payment = move[0];
    effects.push(...move.slice(1).map((effect) => effect as Effect));
  }
  return { payment, effects };
}

const flows = [
  { flow: "terminal", starts: Object.values<Payment>(terminalStates), inputs: Object.values<Input>(terminalInputs) },
  { flow: "checkout", starts: Object.values<Payment>(checkoutStates), inputs: Object.values<Input>(checkoutInputs) },
] as const;

const commands = new Set<string>(commandTypes);
const isFact = ({ type }: Input): boolean => !commands.has(type);

/** Facts that a story with money in it can hold, with every one as often as one likes and in any order. */
const told = (facts: readonly Input[]): fc.Arbitrary<readonly Input[]> =>
  fc
    .subarray([...facts], { minLength: 1 })
    .chain((some) => fc.tuple(fc.constant(some), fc.array(fc.constantFrom(...some), { maxLength: 6 })))
    .chain(([some, again]) => fc.shuffledSubarray([...some, ...again], { minLength: some.length + again.length }));

describe.each(flows)("a $flow payment", ({ starts, inputs }) => {
  const paid = inputs.find(({ type }) => type === "paid");
  if (paid === undefined) throw new Error("Every flow can be paid.");
  const start = fc.constantFrom(...starts);
  const unfinished = fc.constantFrom(
    ...starts.filter(({ status }) => !["succeeded", "canceled", "expired", "failed"].includes(status)),
  );

  it("that is paid stays paid, by the same money, whatever comes", () => {
    fc.assert(
      fc.property(
        start,
        fc.array(fc.constantFrom(...inputs), { maxLength: 20 }),
        fc.array(fc.constantFrom(...inputs), { maxLength: 20 }),
        (first, before, after) => {
          const settled = play(first, [...before, paid]).payment;
          const later = play(settled, after).payment;
          expect(settled.status).toBe("succeeded");
          expect(later).toMatchObject({
            status: "succeeded",
            paid: (settled as typeof settled & { paid: object }).paid,
          });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("that hears it was paid ends the same, in whatever order and however often it hears the rest", () => {
    const rest = inputs.filter(
      (input) =>
        isFact(input) &&
        ![
          "paid",
          "intent_canceled",
          "session_expired",
          "session_failed",
          "refused",
          "fulfilled",
          "fulfilment_refused",
          "signature_asked",
          "signature_given",
          "signature_failed",
        ].includes(input.type),
    );
    fc.assert(
      fc.property(unfinished, told([...rest, paid]), told([...rest, paid]), (first, one, other) => {
        const a = play(first, [...one, paid]).payment;
        const b = play(first, [...other, paid]).payment;
        expect(withoutTimes(a)).toEqual(withoutTimes(b));
      }),
      { numRuns: 2_000 },
    );
  });

  it("asks for one order at most", () => {
    fc.assert(
      fc.property(unfinished, fc.array(fc.constantFrom(...inputs), { maxLength: 30 }), (first, heard) => {
        const { effects } = play(first, [...heard, paid, ...heard]);
        expect(effects.filter(({ type }) => type === "fulfil").length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never asks for a second thing to pay", () => {
    fc.assert(
      fc.property(start, fc.array(fc.constantFrom(...inputs), { maxLength: 30 }), (first, heard) => {
        const opened = play(first, heard).effects.filter(
          ({ type }) => type === "open_intent" || type === "open_session",
        );
        expect(opened).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a decline", () => {
  it("of an earlier attempt does not end a later one", () => {
    const again = play(terminalStates.declined, [{ type: "retry", at: NOON, deadlineAt: NOON + 120_000 }]).payment;
    const stale = play(again, [terminalInputs.attempt_failed]).payment;
    expect(stale).toBe(again);
  });

  it("that comes after the money changes nothing", () => {
    const paid = play(terminalStates.collecting, [terminalInputs.paid]).payment;
    expect(
      play(paid, [terminalInputs.attempt_failed, terminalInputs.hint, terminalInputs.intent_processing]).payment,
    ).toBe(paid);
  });
});

describe("settling", () => {
  it.each([
    [{ amount: 1_200 }, "amount_mismatch"],
    [{ amount: 1_400, tip: 100 }, "amount_mismatch"],
    [{ currency: "eur" }, "currency_mismatch"],
    [{ livemode: true }, "mode_mismatch"],
    [{ account: "acct_2" }, "origin_mismatch"],
    [{ labels: { tenant: "cafe", paymentId: "pay_1", environment: "default" } }, "origin_mismatch"],
    [{ labels: { tenant: "default", paymentId: "pay_2", environment: "default" } }, "origin_mismatch"],
    [{ labels: { tenant: "default", paymentId: "pay_1", environment: "staging" } }, "origin_mismatch"],
  ] as const)("holds the order when Stripe took %o", (difference, reason) => {
    const { payment, effects } = play(terminalStates.collecting, [
      { ...terminalInputs.paid, evidence: { ...terminalInputs.paid.evidence, ...difference } },
    ]);
    expect(payment).toMatchObject({ status: "succeeded", fulfilment: { status: "held" }, review: [{ reason }] });
    expect(effects).toEqual([]);
  });

  it("makes the order when the labels and the account are the payment's own", () => {
    const start = { ...terminalStates.collecting, environment: "shop", account: "acct_1" };
    const labels = { tenant: "default", paymentId: "pay_1", environment: "shop" };
    const { payment } = play(start, [
      { ...terminalInputs.paid, evidence: { ...terminalInputs.paid.evidence, labels, account: "acct_1" } },
    ]);
    expect(payment).toMatchObject({ status: "succeeded", fulfilment: { status: "pending" }, review: [] });
  });

  it("compares in the bill's currency, and keeps what the guest was shown", () => {
    const presented = { amount: 1_999, currency: "cad" };
    const { payment } = play(checkoutStates.open, [
      { ...checkoutInputs.paid, evidence: { ...checkoutInputs.paid.evidence, presented } },
    ]);
    expect(payment).toMatchObject({ paid: { amount: 1_250, currency: "usd", presented }, review: [] });
  });

  it("holds an order that is not made yet when the bill turns out to be paid in cash", () => {
    const close = { type: "close", at: NOON, by: "Ada" } as const;
    const { payment } = play(checkoutStates.succeeded, [close, close]);
    expect(payment).toMatchObject({ fulfilment: { status: "held" }, review: [{ reason: "paid_elsewhere" }] });
  });

  it("takes a tip out of what was paid, and makes the order", () => {
    const { payment, effects } = play(terminalStates.collecting, [
      { ...terminalInputs.paid, evidence: { ...terminalInputs.paid.evidence, amount: 1_450, tip: 200 } },
    ]);
    expect(payment).toMatchObject({ paid: { amount: 1_450, tip: 200 }, ordered: { amount: 1_250 }, review: [] });
    expect(effects).toEqual([{ type: "fulfil", key: "fulfil" }]);
  });

  it("holds the order of a payment that had ended", () => {
    const { payment, effects } = play(checkoutStates.expired, [checkoutInputs.paid]);
    expect(payment).toMatchObject({
      status: "succeeded",
      fulfilment: { status: "held" },
      review: [{ reason: "late_payment" }],
    });
    expect(effects).toEqual([]);
  });

  it("calls a second PaymentIntent for the same payment a surplus, once", () => {
    const surplus: Input = {
      ...terminalInputs.paid,
      evidence: { ...terminalInputs.paid.evidence, paymentIntentId: "pi_2" },
    };
    const { payment } = play(terminalStates.succeeded, [surplus, surplus]);
    expect(payment.review).toMatchObject([{ reason: "surplus_payment" }]);
  });
});

/** Times, and what a reader shows, differ with the order of arrival; what is true does not. */
function withoutTimes(payment: Payment): unknown {
  return JSON.parse(
    JSON.stringify(payment, (key, value: unknown) =>
      ["at", "asking", "signingFailure"].includes(key) || key.endsWith("At") ? undefined : value,
    ),
  );
}
