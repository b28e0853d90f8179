import {
  commandsOf,
  decide,
  type Effect,
  guidance,
  type Input,
  isAtRest,
  isWanted,
  namesOf,
  openReviews,
  type Payment,
  type Refund,
  refundGuidance,
} from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { evidence, NOON, terminalStates } from "./states.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const { paymentIntentId } = evidence;
const seen = {
  refundId: "re_1",
  id: "ref_1",
  paymentIntentId,
  amount: 500,
  currency: "usd",
  status: "succeeded",
} as const;
const refused = (code: "card_declined" | "customer_canceled" | "reader_displaced", at: number): Input => ({
  type: "refund_refused",
  at,
  id: "ref_1",
  failure: { code },
});
const awaited = (at: number): Input => ({ type: "refund_awaited", at, id: "ref_1" });

interface Life {
  readonly payment: Payment;
  /** Of the last move. */
  readonly effects: readonly Effect[];
}

function hear(before: Life, ...inputs: readonly Input[]): Life {
  return inputs.reduce<Life>(({ payment }, input) => {
    const [next, ...effects] = decide(payment, input) ?? [payment];
    return { payment: next, effects };
  }, before);
}

function ask(id = "ref_1"): Input {
  return {
    type: "refund",
    at: NOON,
    id,
    reference: `slip-${id}`,
    amount: 500,
    paymentIntentId,
    readerId: "tmr_2",
  };
}

const asked = hear({ payment: terminalStates.succeeded, effects: [] }, ask());
const shown = hear(asked, awaited(NOON + SECOND));
const refundOf = ({ payment }: Life): Refund => payment.refunds[0] ?? expect.fail("There is no refund.");

describe("a refund on a reader", () => {
  it("has the reader to itself until it is over, and nothing rests before", () => {
    expect(namesOf(asked.payment)).toContain("reader:tmr_2");
    expect(isAtRest(asked.payment)).toBe(false);
    for (const end of [refused("card_declined", NOON), { type: "refund_seen", at: NOON, refund: seen } as const]) {
      const { payment } = hear(shown, end);
      expect(namesOf(payment)).not.toContain("reader:tmr_2");
      expect(refundOf({ payment, effects: [] })).not.toHaveProperty("presenting");
      expect(commandsOf(payment)).not.toContain("cancel_refund");
    }
  });

  it("is one at a time", () => {
    expect(decide(asked.payment, ask("ref_2"))).toBeUndefined();
    expect(decide(hear(asked, refused("card_declined", NOON)).payment, ask("ref_2"))).toBeDefined();
  });

  it("is looked at every ten seconds, once, however often the reader says that it waits", () => {
    expect(shown.effects).toMatchObject([{ type: "check_reader_refund", afterMs: 10 * SECOND }]);
    expect(decide(shown.payment, awaited(NOON + 5 * SECOND))).toBeUndefined();
    expect(hear(shown, awaited(NOON + 12 * SECOND)).effects).toHaveLength(1);
  });

  it("is taken off the reader after two minutes, and until the reader has heard it, it is not over", () => {
    const late = hear(shown, awaited(NOON + 2 * MINUTE));
    expect(late.effects).toMatchObject([{ type: "cancel_reader_refund", afterMs: 0 }]);
    const deaf = hear(late, awaited(NOON + 2 * MINUTE));
    expect(deaf.effects).toMatchObject([{ type: "cancel_reader_refund", afterMs: 10 * SECOND }]);
    expect(refundOf(deaf).status).toBe("requested");
    expect(refundOf(hear(deaf, refused("reader_displaced", NOON)))).toMatchObject({
      status: "failed",
      failure: { code: "no_card_presented" },
    });
  });

  it("of a reader that never hears it is given up with a review; if the money goes back after all, that is what counts", () => {
    const lost = hear(shown, awaited(NOON + 17 * MINUTE));
    expect(refundOf(lost)).toMatchObject({ status: "failed", failure: { code: "reader_unreachable" } });
    expect(openReviews(lost.payment)).toMatchObject([{ reason: "refund_failed" }]);
    const after = hear(lost, { type: "refund_seen", at: NOON, refund: seen });
    expect(refundOf(after)).toMatchObject({ status: "succeeded", refundId: "re_1" });
  });

  it("that was called off is canceled, unless a card was there: then it is what the card said", () => {
    const off = hear(shown, { type: "cancel_refund", at: NOON, id: "ref_1" });
    expect(off.effects).toMatchObject([{ type: "cancel_reader_refund" }]);
    expect(guidance(off.payment).headline).toBe("Taking the refund off the reader");
    expect(decide(off.payment, { type: "cancel_refund", at: NOON, id: "ref_1" })).toBeUndefined();
    expect(refundOf(hear(off, refused("reader_displaced", NOON))).status).toBe("canceled");
    expect(refundOf(hear(off, refused("card_declined", NOON)))).toMatchObject({ failure: { code: "card_declined" } });
    expect(refundOf(hear(off, { type: "refund_seen", at: NOON, refund: seen })).status).toBe("succeeded");
  });

  it("that was called off before the reader was told is not told any more", () => {
    const [tell] = asked.effects;
    const off = hear(asked, { type: "cancel_refund", at: NOON, id: "ref_1" });
    expect(isWanted(off.payment, tell ?? expect.fail("Nothing is told."))).toBe(false);
  });

  it("whose answer was lost is looked at, and not told again", () => {
    const unsure = hear(asked, { type: "refund_unknown", at: NOON, id: "ref_1" });
    expect(unsure.effects).toMatchObject([{ type: "check_reader_refund" }]);
    expect(guidance(unsure.payment).tone).toBe("unsure");
    expect(hear(unsure, awaited(NOON + 2 * SECOND)).effects).toHaveLength(1);
  });

  it("that is over hears nothing of its reader any more", () => {
    const { payment } = hear(shown, { type: "refund_seen", at: NOON, refund: seen });
    for (const late of [
      awaited(NOON),
      refused("customer_canceled", NOON),
      { type: "refund_hint", at: NOON, id: "ref_1" } as const,
      { type: "refund_unknown", at: NOON, id: "ref_1" } as const,
      { type: "cancel_refund", at: NOON, id: "ref_1" } as const,
    ])
      expect(decide(payment, late)).toBeUndefined();
  });

  it("says on the screen what to do, and no more than may be said", () => {
    expect(refundGuidance(refundOf(shown))).toMatchObject({ headline: "Ask the guest to present the same card" });
    for (const status of ["requested", "pending", "requires_action", "succeeded", "canceled", "failed"] as const) {
      const { presenting: _on, stage: _stage, ...refund } = refundOf(shown);
      const { headline, detail } = refundGuidance({ ...refund, status });
      expect(headline).toMatch(/^[A-Z].*[a-z]$/);
      expect(detail).toMatch(/^[A-Z].*\.$/);
    }
  });
});
