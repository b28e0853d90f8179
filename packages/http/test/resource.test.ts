import type { Payment } from "@tillkit/core";
import { toResource } from "@tillkit/http";
import { checkoutFixture, FIXTURE_TIME, paymentFixture } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const { stage: _stage, deadlineAt: _deadline, ...terminal } = paymentFixture();
const { stage: _checking, ...checkout } = checkoutFixture();

describe("a payment as a resource", () => {
  it.each(["lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist"])(
    "never says %s, wherever Stripe put it",
    (word) => {
      const failure = {
        code: "card_declined",
        declineCode: word,
        stripeCode: word,
        message: `Your card: ${word}`,
      } as const;
      const payment: Payment = {
        ...terminal,
        attempts: terminal.attempts.map((attempt) => ({ ...attempt, outcome: "failed", failure })),
        review: [
          { id: "effect_parked.open.1", reason: "effect_parked", at: FIXTURE_TIME, seen: `Stripe said ${word}` },
        ],
        status: "declined",
        paymentIntentId: "pi_1",
        failure,
        abandonAt: FIXTURE_TIME,
      };
      const resource = toResource({ payment, version: 3 });
      expect(JSON.stringify(resource)).not.toContain(word);
      expect(resource.failure).toEqual({
        code: "card_declined",
        declineCode: "generic_decline",
        stripeCode: "generic_decline",
      });
      expect(resource.attempts?.[0]?.failure?.code).toBe("card_declined");
    },
  );

  it("tells a harmless reason as it is", () => {
    const payment: Payment = {
      ...terminal,
      status: "declined",
      paymentIntentId: "pi_1",
      failure: { code: "card_declined", declineCode: "insufficient_funds" },
      abandonAt: FIXTURE_TIME,
    };
    expect(toResource({ payment, version: 1 }).failure).toEqual({
      code: "card_declined",
      declineCode: "insufficient_funds",
    });
  });

  it("carries the page's address only while it is open", () => {
    const open: Payment = {
      ...checkout,
      status: "open",
      stage: "waiting",
      checkoutSessionId: "cs_1",
      url: "https://checkout.example/cs_1",
      lookAt: FIXTURE_TIME,
    };
    expect(toResource({ payment: open, version: 2 })).toMatchObject({
      url: "https://checkout.example/cs_1",
      checkoutSessionId: "cs_1",
      expiresAt: "2026-01-01T00:45:00.000Z",
      moneyMoved: "no",
      final: false,
      commands: ["cancel", "check"],
    });
    const expired: Payment = { ...checkout, status: "expired", checkoutSessionId: "cs_1" };
    const resource = toResource({ payment: expired, version: 3 });
    expect(resource).not.toHaveProperty("url");
    expect(resource.final).toBe(true);
  });

  it("says unknown, not no, while a reader may be charging", () => {
    const payment: Payment = {
      ...terminal,
      status: "collecting",
      stage: "checking",
      paymentIntentId: "pi_1",
      dispatch: 1,
      onReader: true,
      deadlineAt: FIXTURE_TIME + 1,
      lookAt: FIXTURE_TIME,
    };
    expect(toResource({ payment, version: 1 })).toMatchObject({ moneyMoved: "unknown", stage: "checking" });
  });
});
