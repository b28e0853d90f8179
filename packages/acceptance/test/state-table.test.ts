import { decide, type Effect, type Input, type Payment } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { checkoutInputs, terminalInputs } from "../../core/test/inputs.ts";
import { checkoutStates, NOON, terminalStates } from "../../core/test/states.ts";
import { races } from "../src/docs/races.ts";
import { onPage, onReader } from "../src/docs/states.ts";

const flows = [
  { flow: "terminal", states: terminalStates, inputs: terminalInputs, following: onReader },
  { flow: "checkout", states: checkoutStates, inputs: checkoutInputs, following: onPage },
] as const;

/** What the statuses' first examples do not show: a signature before the money, and the money right after it. */
const variants: readonly Payment[] = [
  { ...terminalStates.collecting, ...signingOf(terminalStates.requires_signature) },
  { ...terminalStates.requires_signature, capture: "automatic" },
];

function examplesOf(states: Readonly<Record<string, Payment>>): readonly Payment[] {
  const examples = Object.values(states);
  return [...examples, ...variants.filter(({ flow }) => flow === examples[0]?.flow)];
}

const documented = races.flatMap(({ pairs }) => pairs);

function signingOf({ signing }: typeof terminalStates.requires_signature) {
  return signing === undefined ? {} : { signing };
}

function hear(start: Payment, ...inputs: readonly Input[]): Payment {
  return inputs.reduce((payment, input) => decide(payment, input)?.[0] ?? payment, start);
}

/** The pairs of inputs that lead to another status in the other order. */
function racesOf(states: readonly Payment[], inputs: readonly Input[]): readonly (readonly [Input, Input])[] {
  return inputs.flatMap((one, index) =>
    inputs
      .slice(index + 1)
      .filter((other) => states.some((state) => hear(state, one, other).status !== hear(state, other, one).status))
      .map((other) => [one, other] as const),
  );
}

/** Long enough for everything that waits. */
const later = [200, 230, 260, 300, 600, 90_000].map((seconds): Input => ({
  type: "time_passed",
  at: NOON + seconds * 1_000,
}));

const nameOf = ([one, other]: readonly [Input, Input]): string => `${one.type} + ${other.type}`;
const isDocumented = (pair: string): boolean => documented.includes(pair) || documented.includes(turned(pair));
const sorted = (types: Iterable<string>): string => [...types].toSorted().join(", ");
const turned = (pair: string): string => pair.split(" + ").toReversed().join(" + ");

describe.each(flows)("what the documents say of a $flow payment", ({ states, inputs, following }) => {
  const all = examplesOf(states);
  const heard = Object.values<Input>(inputs);

  it("names every pair of inputs whose order matters, with the reason", () => {
    expect(
      racesOf(all, heard)
        .map(nameOf)
        .filter((pair) => !isDocumented(pair)),
    ).toEqual([]);
  });

  it("is right about which effects each status asks for by itself, or because of a command", () => {
    const asked = new Map<string, Set<Effect["type"]>>(
      Object.keys(following).map((status) => [
        status,
        new Set(status === "opening" ? [all[0]?.flow === "terminal" ? "open_intent" : "open_session"] : []),
      ]),
    );
    for (const first of all)
      for (const input of heard)
        for (const next of [...heard.filter(({ type }) => type !== "check"), ...later]) {
          const [payment, ...effects] = decide(hear(first, input), next) ?? [first];
          for (const { type } of effects) asked.get(payment.status)?.add(type);
        }
    expect(Object.fromEntries([...asked].map(([status, types]) => [status, sorted(types)]))).toEqual(
      Object.fromEntries(Object.entries(following).map(([status, { asks }]) => [status, sorted(asks)])),
    );
  });
});

describe("the races in the documents", () => {
  it("are races: none is there that the code does not have", () => {
    const found = new Set(
      flows.flatMap(({ states, inputs }) =>
        racesOf(examplesOf(states), Object.values<Input>(inputs)).flatMap((pair) => [
          nameOf(pair),
          turned(nameOf(pair)),
        ]),
      ),
    );
    expect(documented.filter((pair) => !found.has(pair))).toEqual([]);
  });

  it("never decide about money: whoever is paid is paid, in either order", () => {
    for (const { states, inputs } of flows) {
      const heard = Object.values<Input>(inputs);
      for (const state of Object.values<Payment>(states))
        for (const one of heard)
          for (const order of [
            [one, inputs.paid],
            [inputs.paid, one],
          ] as const)
            expect(hear(state, ...order).status).toBe("succeeded");
    }
  });
});
