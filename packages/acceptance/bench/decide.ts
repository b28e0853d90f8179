import { decide, type Input, type Payment } from "@tillkit/core";
import { createMachine, initialTransition, transition } from "xstate";
import { measure, print } from "./measure.ts";

/** One decision with its effects: the table, a library for state machines, and a switch that does as little as can be. */
export function benchDecide(): void {
  const at = Date.UTC(2026, 0, 5, 12);
  const collecting: Payment = {
    id: "pay_1",
    tenant: "default",
    reference: "bill-1",
    ordered: { amount: 1_250, currency: "usd" },
    livemode: false,
    createdAt: at,
    review: [],
    refunds: [],
    disputes: [],
    flow: "terminal",
    capture: "automatic",
    confirmation: "automatic",
    customerCanCancel: true,
    intentAmount: 1_250,
    readerId: "tmr_1",
    attempts: [{ number: 1, readerId: "tmr_1", startedAt: at, outcome: "running" }],
    status: "collecting",
    paymentIntentId: "pi_1",
    dispatch: 1,
    stage: "waiting_for_card",
    onReader: true,
    deadlineAt: at + 120_000,
    lookAt: at + 10_000,
  };
  const waiting: Input = { type: "reader_waiting", at, attempt: 1 };
  const hint: Input = { type: "hint", at };
  const paid: Input = {
    type: "paid",
    at,
    evidence: { paymentIntentId: "pi_1", amount: 1_250, currency: "usd", tip: 0, livemode: false },
  };
  const machine = createMachine({
    initial: "collecting",
    states: {
      collecting: {
        on: { reader_waiting: {}, hint: { actions: "check" }, paid: { target: "succeeded", actions: "fulfil" } },
      },
      succeeded: {},
    },
  });
  const [start] = initialTransition(machine);
  const turn = turns();
  const inputs: readonly [Input, Input, Input] = [waiting, hint, paid];
  print(
    "Decide, with the effects",
    measure([
      { name: "xstate transition", run: () => void transition(machine, start, { type: pick(inputs, turn()).type }) },
      { name: "tillkit decide", run: () => void decide(collecting, pick(inputs, turn())) },
      { name: "floor: a switch that copies the state", run: () => void bare(collecting, pick(inputs, turn())) },
    ]),
    ">= 100 of xstate",
  );
}

function bare(state: Payment, input: Input): readonly unknown[] {
  switch (input.type) {
    case "paid":
      return [{ ...state, status: "succeeded", evidence: input.evidence }, { type: "fulfil" }];
    case "hint":
      return [{ ...state }, { type: "check_intent" }];
    default:
      return [{ ...state }];
  }
}

function turns(): () => number {
  let turn = 0;
  return () => (turn = (turn + 1) % 3);
}

function pick<T>(from: readonly [T, T, T], index: number): T {
  return from[index] ?? from[0];
}
