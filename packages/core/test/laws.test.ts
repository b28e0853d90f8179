import type { CheckoutStatus, MoneyIsNeverIgnored, Paid, TerminalStatus } from "@tillkit/core";
import { checkoutTransitions, terminalTransitions } from "@tillkit/core";
import { describe, expectTypeOf, it } from "vitest";

describe("the laws that the compiler keeps", () => {
  it("lets no status ignore money", () => {
    expectTypeOf(terminalTransitions).toExtend<MoneyIsNeverIgnored<TerminalStatus>>();
    expectTypeOf(checkoutTransitions).toExtend<MoneyIsNeverIgnored<CheckoutStatus>>();
    const { paid: _ignored, ...deaf } = terminalTransitions.canceled;
    expectTypeOf({ ...terminalTransitions, canceled: deaf }).not.toExtend<MoneyIsNeverIgnored<TerminalStatus>>();
  });

  it("lets nobody but settle say that a payment is paid", () => {
    expectTypeOf<{
      paymentIntentId: string;
      amount: number;
      tip: number;
      currency: string;
      at: number;
    }>().not.toExtend<Paid>();
  });
});
