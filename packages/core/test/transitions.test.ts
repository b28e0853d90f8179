import {
  checkoutTransitions,
  commandsOf,
  commandTypes,
  decide,
  type Input,
  type Payment,
  terminalTransitions,
} from "@tillkit/core";
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
      const command = commandTypes.find((known) => known === type);
      if (command === undefined) continue;
      expect(commandsOf(state).includes(command)).toBe(decide(state, input) !== undefined);
    }
  });

  it("keeps its identity in every move", () => {
    for (const { state, input } of pairs) {
      const move = decide(state, input);
      const [next = state] = move ?? [];
      // One command changes what is owed, and nothing else does.
      const amount = input.type === "change_amount" && move !== undefined ? input.amount : state.ordered.amount;
      expect(next).toMatchObject({
        id: state.id,
        reference: state.reference,
        ordered: { ...state.ordered, amount },
        createdAt: state.createdAt,
      });
    }
  });
});
