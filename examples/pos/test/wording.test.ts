import type { GuestOutcome } from "@tillkit/guest";
import type { PaymentResource } from "@tillkit/http";
import { checkoutTransitions, terminalTransitions } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { outcomeWords } from "../client/guest/outcome-words.ts";
import { pills } from "../client/staff/orders/status-pill.tsx";
import {
  buttons,
  declines,
  failures,
  states,
  stateOf,
  viewOf,
  type PaymentState,
} from "../client/staff/payment/wording.ts";

const payment = (more: Partial<PaymentResource>): PaymentResource => ({
  id: "pay_1",
  version: 1,
  flow: "terminal",
  reference: "counter-1",
  status: "collecting",
  moneyMoved: "no",
  amount: 1250,
  currency: "usd",
  livemode: false,
  review: [],
  refunds: [],
  disputes: [],
  guidance: { headline: "", detail: "", tone: "quiet", steps: [] },
  commands: [],
  final: false,
  createdAt: "2026-11-21T07:00:00.000Z",
  ...more,
});

/** A payment in this state, with what that state always has. */
function inState(state: string): PaymentResource {
  const [status, stage] = state.split(".");
  return payment({
    // The keys of the table are statuses with their stages.
    status: status as PaymentResource["status"],
    ...(stage === undefined ? {} : { stage }),
    ...(status === "declined" || status === "failed" ? { failure: { code: "card_declined" } } : {}),
  });
}

describe("the payment sheet's words", () => {
  it("has words for every status of both flows", () => {
    const known = new Set(Object.keys(states).map((key) => key.split(".")[0]));
    expect(known).toEqual(new Set([...Object.keys(terminalTransitions), ...Object.keys(checkoutTransitions)]));
    expect(new Set(Object.keys(pills))).toEqual(known);
  });

  it.each(Object.keys(states))("%s: a headline, a detail, and a way out where somebody has to act", (state) => {
    const view = viewOf(inState(state));
    expect(view.headline).not.toBe("");
    expect(view.detail).not.toBe("");
    if (view.tone !== "busy") expect(view.buttons.length).toBeGreaterThan(0);
  });

  it.each(Object.keys(states))("%s: offers only commands that the state machine takes", (state) => {
    const [status = ""] = state.split(".");
    const rows: Readonly<Record<string, object>> = { ...checkoutTransitions, ...terminalTransitions };
    for (const name of viewOf(inState(state)).buttons) {
      const { command } = buttons[name];
      if (command !== null) expect(Object.keys(rows[status] ?? {})).toContain(command);
    }
  });

  it.each(Object.keys(failures))("declined by %s: says so, and offers a next step", (code) => {
    // The keys of the table are tillkit's failure codes.
    const view = viewOf(payment({ status: "declined", failure: { code: code as keyof typeof failures } }));
    expect(view.headline).toBe(failures[code as keyof typeof failures].headline);
    expect(view.buttons.length).toBeGreaterThan(0);
  });

  it.each(["lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist"])(
    "never gives %s away",
    (declineCode) => {
      const said = viewOf(payment({ status: "declined", failure: { code: "card_declined", declineCode } }));
      expect(said.detail).toBe("Declined by the bank, no reason given");
      expect(declines).not.toHaveProperty(declineCode);
    },
  );

  it("tells the reason of a harmless decline", () => {
    const said = viewOf(
      payment({ status: "declined", failure: { code: "card_declined", declineCode: "insufficient_funds" } }),
    );
    expect(said.detail).toBe("Not enough funds");
  });

  it("suggests another way to pay after the second decline", () => {
    const failed = {
      reader: "tmr_1",
      startedAt: "2026-11-21T07:00:00.000Z",
      outcome: "failed",
      failure: { code: "card_declined" },
    } as const;
    const twice = payment({
      status: "declined",
      failure: { code: "card_declined" },
      attempts: [
        { ...failed, number: 1 },
        { ...failed, number: 2 },
      ],
    });
    expect(viewOf(twice).detail).toContain("another way to pay");
  });

  it.each([
    "collecting.checking",
    "capturing.checking",
    "canceling.checking",
    "open.checking",
  ] satisfies PaymentState[])("%s: warns of charging again", (state) => {
    expect(viewOf(inState(state)).detail).toContain("Do not charge again");
    expect(viewOf(inState(state)).tone).toBe("unsure");
  });

  it("does not call a paid sale done before its order is", () => {
    expect(viewOf(payment({ status: "succeeded", fulfilment: { status: "done" } })).tone).toBe("good");
    expect(viewOf(payment({ status: "succeeded", fulfilment: { status: "held" } })).tone).toBe("unsure");
  });

  it("refuses to guess at a state that it does not know", () => {
    expect(() => stateOf({ status: "collecting", stage: "dancing" })).toThrow("no words");
  });
});

describe("the return page's words", () => {
  /** Every pair that tillkit answers: a new one does not compile here until it has words. */
  type Pair = GuestOutcome extends infer O
    ? O extends { readonly outcome: infer Outcome extends string; readonly next: infer Next extends string }
      ? `${Outcome} ${Next}`
      : never
    : never;
  const looks = {
    "paid done": "good",
    "paid wait": "good",
    "paid ask_staff": "good",
    "confirming wait": "busy",
    "unfinished pay": "quiet",
    "unfinished wait": "busy",
    "unfinished start": "quiet",
    "expired start": "quiet",
    "expired ask_staff": "unsure",
    "unknown wait": "unsure",
    "unknown ask_staff": "unsure",
  } as const satisfies Record<Pair, string>;

  it.each(Object.entries(looks))("are there for %s, and thank nobody who has not paid", (pair, look) => {
    // The keys are pairs of an outcome and what comes next.
    const [outcome, next] = pair.split(" ") as [GuestOutcome["outcome"], GuestOutcome["next"]];
    const words = outcomeWords({ outcome, next });
    expect(words.look).toBe(look);
    expect(/thank/i.test(words.title)).toBe(outcome === "paid");
    expect(words.text).not.toBe("");
  });
});
