import { outcomeOf } from "@tillkit/guest";
import { checkoutTransitions, type CheckoutPayment } from "@tillkit/core";
import { checkoutFixture } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const paid = { amount: 1_250, currency: "usd", tip: 0, paymentIntentId: "pi_1" };

/** One payment in a status; the fixture's other fields stand for any. */
function inStatus(fields: object): CheckoutPayment {
  // A status of the table, with the fields that outcomes are read from.
  return Object.assign({}, checkoutFixture(), fields) as CheckoutPayment;
}

describe("what a guest is told", () => {
  it.each([
    [{ status: "opening" }, "unfinished", "wait"],
    [{ status: "open", stage: "waiting", url: "https://pay" }, "unfinished", "pay"],
    [{ status: "open", stage: "checking", url: "https://pay" }, "confirming", "wait"],
    [{ status: "processing" }, "confirming", "wait"],
    [{ status: "expiring" }, "confirming", "wait"],
    [{ status: "succeeded", paid, fulfilment: { status: "done" } }, "paid", "done"],
    [{ status: "succeeded", paid, fulfilment: { status: "pending" } }, "paid", "wait"],
    [{ status: "succeeded", paid, fulfilment: { status: "held" } }, "paid", "ask_staff"],
    [{ status: "succeeded", paid, fulfilment: { status: "refused" } }, "paid", "ask_staff"],
    [{ status: "expired" }, "expired", "start"],
    [{ status: "canceled" }, "expired", "start"],
    [{ status: "failed", checkoutSessionId: "cs_1" }, "expired", "start"],
    [{ status: "failed" }, "expired", "ask_staff"],
    [{ status: "canceled", closed: { at: 1, by: "Ada" } }, "expired", "ask_staff"],
    [{ status: "failed", checkoutSessionId: "cs_1", closed: { at: 1, by: "Ada" } }, "expired", "ask_staff"],
  ])("of %o is %s, then %s", (fields, outcome, next) => {
    expect(outcomeOf(inStatus(fields))).toMatchObject({ outcome, next });
  });

  it("is a success in one status only, whatever else the payment carries", () => {
    for (const status of Object.keys(checkoutTransitions)) {
      const { outcome } = outcomeOf(inStatus({ status, paid, fulfilment: { status: "done" } }));
      expect(outcome === "paid", status).toBe(status === "succeeded");
    }
  });
});
