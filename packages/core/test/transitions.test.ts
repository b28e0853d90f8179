import { checkoutTransitions, commandsOf, decide, type Input, type Payment, terminalTransitions } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { checkoutInputs, terminalInputs } from "./inputs.ts";
import { checkoutStates, terminalStates } from "./states.ts";

const flows = [
  { flow: "terminal", states: terminalStates, inputs: terminalInputs, table: terminalTransitions },
  { flow: "checkout", states: checkoutStates, inputs: checkoutInputs, table: checkoutTransitions },
] as const;

describe.each(flows)("a $flow payment", ({ states, inputs, table }) => {
  const pairs = Object.values<Payment>(states).flatMap((state) =>
    Object.values<Input>(inputs).map((input) => ({ state, input, status: state.status, type: input.type })),
  );

  it.each(pairs)("that is $status hears $type as the table says", ({ state, input }) => {
    const targets = (table as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>)[state.status]?.[
      input.type
    ];
    const move = decide(state, input);
    if (targets === undefined) expect(move).toBeUndefined();
    else if (move !== undefined) expect(targets).toContain(move[0].status);
  });

  it.each(pairs.filter(({ type }) => type === "paid"))("that is $status becomes paid, or is", ({ state, input }) => {
    const [next = state] = decide(state, input) ?? [];
    expect(next.status).toBe("succeeded");
  });

  it("offers exactly the commands that do not get rejected", () => {
    for (const { state, input, type } of pairs) {
      if (type !== "retry" && type !== "cancel" && type !== "capture" && type !== "check") continue;
      expect(commandsOf(state).includes(type)).toBe(decide(state, input) !== undefined);
    }
  });

  it("keeps its identity in every move", () => {
    for (const { state, input } of pairs) {
      const [next = state] = decide(state, input) ?? [];
      expect(next).toMatchObject({
        id: state.id,
        reference: state.reference,
        ordered: state.ordered,
        createdAt: state.createdAt,
      });
    }
  });
});
