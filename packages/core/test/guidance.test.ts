import {
  type CancelReason,
  commandsOf,
  confidentialDeclines,
  declineAdvice,
  type FailureCode,
  guidance,
  type Payment,
  publicDecline,
  stateOf,
  stateWords,
} from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { checkoutStates, terminalStates } from "./states.ts";

const all: readonly Payment[] = [...Object.values<Payment>(terminalStates), ...Object.values<Payment>(checkoutStates)];
const declined = (failure: { readonly code: FailureCode; readonly declineCode?: string }): Payment => ({
  ...terminalStates.declined,
  failure,
});

describe("what a till's screen says", () => {
  it.each(all)("in $flow $status has a headline, a sentence, and the legal buttons", (payment) => {
    const { headline, detail, commands, state } = guidance(payment);
    expect(state in stateWords).toBe(true);
    expect(headline).toMatch(/^[A-Z].*[a-z?]$/);
    expect(detail).toMatch(/^[A-Z].*\.$/);
    expect(commands).toEqual(commandsOf(payment));
  });

  it.each(Object.entries(stateWords).filter(([, { slow }]) => slow !== undefined))(
    "in %s that lasts says why, and still that it is under way",
    (_state, { tone, slow }) => {
      expect(tone).toBe("busy");
      expect(slow?.detail).toMatch(/^[A-Z].*slow|not confirmed.*\.$/);
      expect(slow?.afterMs).toBeGreaterThan(0);
    },
  );

  it("is by stage where there are several", () => {
    expect(stateOf(terminalStates.collecting)).toBe(`collecting.${terminalStates.collecting.stage}`);
    expect(guidance({ ...terminalStates.collecting, stage: "checking" })).toMatchObject({
      headline: "Nobody knows yet whether this was paid",
      tone: "unsure",
    });
  });

  it("never calls money taken while it is only held, or nobody knows", () => {
    for (const state of [
      "requires_capture",
      "requires_signature",
      "collecting.checking",
      "canceling.canceling",
    ] as const)
      expect(stateWords[state].tone).not.toBe("good");
    expect(guidance(terminalStates.requires_capture).detail).toContain("not taken yet");
  });

  it("asks to look before anything is served where something does not fit", () => {
    const review = [{ id: "r", reason: "amount_mismatch", at: 0, seen: "less" }] as const;
    expect(guidance({ ...terminalStates.succeeded, review, fulfilment: { status: "held" } })).toMatchObject({
      headline: "Paid, but look at it",
      tone: "unsure",
    });
  });

  it("does not say that money was taken for a bill over nothing", () => {
    const { succeeded } = checkoutStates;
    const free: Payment = {
      ...succeeded,
      paid: { ...succeeded.paid, amount: 0 },
      fulfilment: { status: "done", at: 0 },
    };
    expect(guidance(free)).toMatchObject({ headline: "Nothing to pay", tone: "good" });
  });

  it.each<CancelReason>(["cashier", "customer", "timeout", "abandoned", "signature_refused", "hold_expired", "stripe"])(
    "says why it was canceled: %s",
    (cancelReason) => {
      expect(guidance({ ...terminalStates.canceled, cancelReason }).detail).toMatch(
        /^[A-Z].*\. Nothing was charged\.$/,
      );
    },
  );

  it("says after a refused capture that the hold stands", () => {
    const refused = { ...terminalStates.requires_capture, failure: { code: "card_declined" } } as const;
    expect(guidance(refused)).toMatchObject({ headline: "Not done; the hold stands", tone: "ask" });
  });
});

describe("what may be said of a decline", () => {
  it.each(confidentialDeclines)("is for %s what is said where there is no reason", (declineCode) => {
    expect(guidance(declined({ code: "card_declined", declineCode }))).toEqual(
      guidance(declined({ code: "card_declined", declineCode: "generic_decline" })),
    );
    expect(publicDecline(declineCode)).toBe("generic_decline");
  });

  it.each(["a_code_of_next_year", "", "__proto__", "constructor"])("is neutral for %o", (declineCode) => {
    expect(declineAdvice(declineCode)).toEqual(declineAdvice("generic_decline"));
  });

  it.each([
    ["insufficient_funds", "other_card"],
    ["expired_card", "other_card"],
    ["pin_try_exceeded", "other_card"],
    ["offline_pin_required", "insert_card"],
    ["incorrect_pin", "insert_card"],
    ["processing_error", "try_again"],
    ["issuer_not_available", "try_again"],
    ["duplicate_transaction", "look_for_payment"],
    ["do_not_honor", "other_card"],
  ])("leads on after %s: %s", (declineCode, step) => {
    expect(declineAdvice(declineCode).steps[0]).toBe(step);
  });

  it("is to offer another way to pay once two cards were declined, and not before", () => {
    const failure = { code: "card_declined", declineCode: "insufficient_funds" } as const;
    const attempt = { number: 1, readerId: "tmr_front", startedAt: 0, outcome: "failed", failure } as const;
    const after = (...attempts: Extract<Payment, { status: "declined" }>["attempts"]) =>
      guidance({ ...terminalStates.declined, failure, attempts });
    expect(after(attempt).steps).toEqual(["other_card", "other_means"]);
    expect(after(attempt, { ...attempt, number: 2 })).toMatchObject({
      detail: "There is not enough money on the card. Nothing was charged. Offer another way to pay.",
      steps: ["other_means", "other_card"],
    });
    const canceled = { ...attempt, number: 2, failure: { code: "customer_canceled" } } as const;
    expect(after(attempt, canceled).steps).toEqual(["other_card", "other_means"]);
  });

  it("never tells the guest how much is on the card", () => {
    expect(declineAdvice("insufficient_funds").guest).not.toMatch(/money|fund|enough/i);
  });

  it("is nothing where no card was declined", () => {
    expect(guidance(declined({ code: "reader_offline" }))).not.toHaveProperty("guest");
    expect(guidance(declined({ code: "reader_offline" })).steps).toContain("other_reader");
  });
});
