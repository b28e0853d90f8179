import {
  checkoutTransitions,
  commandTypes,
  type CommandType,
  declineAdvice,
  type NextStep,
  type PaymentState,
  stateWords,
  terminalTransitions,
} from "@tillkit/core";
import type { PaymentResource } from "@tillkit/http";
import { describe, expect, it } from "vitest";
import { pills } from "../client/staff/orders/status-pill.tsx";
import { viewOf } from "../client/staff/payment/actions.ts";
import { startingView } from "../client/staff/payment/starting-view.ts";
import { whereOf } from "../client/staff/payment/where.ts";

const rows: Readonly<Record<string, object>> = { ...checkoutTransitions, ...terminalTransitions };

/** A payment in this state, with the words and the commands that tillkit gives it. */
function inState(state: string, more: Partial<PaymentResource> = {}): PaymentResource {
  const [status = "", stage] = state.split(".");
  return {
    id: "pay_1",
    version: 1,
    flow: "terminal",
    reference: "counter-1",
    // The keys of the table are statuses with their stages.
    status: status as PaymentResource["status"],
    ...(stage === undefined ? {} : { stage }),
    moneyMoved: "no",
    amount: 1250,
    currency: "usd",
    livemode: false,
    review: [],
    refunds: [],
    disputes: [],
    guidance: { ...stateWords[state as PaymentState], steps: [] },
    commands: commandTypes.filter((command) => command in (rows[status] ?? {})),
    final: ["succeeded", "canceled", "expired", "failed"].includes(status),
    createdAt: "2026-11-21T07:00:00.000Z",
    ...more,
  };
}

const names = (payment: PaymentResource): readonly string[] => viewOf(payment).actions.map(({ name }) => name);
const declined = (steps: readonly NextStep[], commands: readonly CommandType[] = ["retry", "cancel", "check"]) =>
  viewOf(inState("declined", { commands, guidance: { ...stateWords.declined, steps } })).actions;

describe("the payment sheet", () => {
  it.each(Object.keys(stateWords))("%s: says what tillkit says, and offers only what is legal", (state) => {
    const payment = inState(state);
    const { headline, detail, tone, actions } = viewOf(payment);
    expect(payment.guidance).toMatchObject({ headline, detail, tone });
    for (const { name } of actions)
      if (name !== "new_sale" && name !== "back_to_sale") expect(payment.commands).toContain(name);
    expect(actions.length).toBeGreaterThan(0);
  });

  it("asks Stripe first where nobody knows, and never offers another try there", () => {
    for (const state of Object.keys(stateWords).filter((name) => name.endsWith(".checking"))) {
      expect(names(inState(state))[0]).toBe("check");
      expect(names(inState(state))).not.toContain("retry");
    }
  });

  it("does not offer to cancel while the card is in the reader", () => {
    expect(names(inState("collecting.processing"))).toEqual(["check"]);
    expect(names(inState("collecting.waiting_for_card"))).toEqual(["cancel", "check"]);
  });

  it("names the next try after what helps, and another way to pay first where no card will do", () => {
    expect(declined(declineAdvice("insufficient_funds").steps)[0]).toEqual({
      name: "retry",
      label: "Try another card",
    });
    expect(declined(declineAdvice("incorrect_pin").steps)[0]?.label).toBe("Try again");
    expect(declined(["look_at_reader", "try_again", "other_reader"])[0]?.label).toBe("Try again");
    expect(declined(["other_means", "other_card"])).toMatchObject([
      { name: "cancel", label: "Another way to pay" },
      { name: "retry", label: "Try another card" },
      { name: "check" },
    ]);
    expect(declined(["other_card"], ["cancel"])).toEqual([{ name: "cancel", label: "Cancel sale" }]);
  });

  it("lets the next guest come while a bank takes its days", () => {
    expect(names(inState("processing", { flow: "checkout" }))[0]).toBe("new_sale");
  });

  it("has a pill for every status of both flows", () => {
    expect(new Set(Object.keys(pills))).toEqual(new Set(Object.keys(rows)));
  });
});

describe("a sale that was not started", () => {
  it("may be tried again after no answer, and does not call itself refused", () => {
    const view = startingView({ reader: "tmr_1", problem: { code: "unreachable", detail: "" } });
    expect(view).toMatchObject({ tone: "unsure", actions: [{ name: "start" }] });
  });

  it("says what the server has said where the till has no words for it", () => {
    const view = startingView({ reader: "tmr_1", problem: { code: "amount_too_small", detail: "Too little." } });
    expect(view.detail).toBe("Too little. Nothing was charged.");
  });
});

describe("where a payment is", () => {
  const sale = { reader: "front" };
  const attempt = { number: 1, reader: "front", startedAt: "", outcome: "failed" } as const;

  it.each([
    ["not started yet", undefined, "FRONT"],
    ["on another reader", { reader: "bar" }, "BAR"],
    ["on its way to another", { reader: "front", nextReader: "bar" }, "From FRONT to BAR"],
    ["tried again", { reader: "front", attempts: [attempt, { ...attempt, number: 2 }] }, "FRONT · attempt 2"],
  ])("is told: %s", (_how, payment, words) => {
    expect(whereOf({ sale, payment, labelOf: (id) => id.toUpperCase() })).toBe(words);
  });

  it("is nowhere where the guest pays on the phone", () => {
    expect(whereOf({ sale: {}, payment: {}, labelOf: (id) => id })).toBeUndefined();
  });
});
