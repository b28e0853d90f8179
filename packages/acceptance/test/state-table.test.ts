import { commandTypes, decide, type Effect, type Input, type Payment } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { checkoutInputs, terminalInputs } from "../../core/test/inputs.ts";
import { checkoutStates, NOON, terminalStates } from "../../core/test/states.ts";
import { races } from "../src/docs/races.ts";
import { onPage, onReader } from "../src/docs/states.ts";
import { differences } from "./differences.ts";

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

/** What is asked for, by the host: obeyed or refused by what the payment is at that moment, which no other order can change. */
const asked: ReadonlySet<string> = new Set([...commandTypes, "close"]);

/** A value without its times, and with what it lists in one order. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless).toSorted(byText);
  return typeof value === "object" && value !== null ? Object.fromEntries(fieldsOf(value)) : value;
}

function fieldsOf(value: object): ReadonlyMap<string, unknown> {
  const fields = Object.entries(value).filter(([key]) => !/^(at|.+At|until|confirmBy)$/.test(key));
  return new Map(fields.toSorted(byText).map(([key, inner]) => [key, timeless(inner)]));
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? "";
const byText = (a: unknown, b: unknown): number => (textOf(a) < textOf(b) ? -1 : 1);

/** The fields that differ between the two orders, where the status does not. */
function differingIn(state: Payment, one: Input, other: Input): readonly string[] {
  const [first, second] = [fieldsOf(hear(state, one, other)), fieldsOf(hear(state, other, one))];
  if (first.get("status") !== second.get("status")) return [];
  return [...new Set([...first.keys(), ...second.keys()])].filter(
    (field) => textOf(first.get(field)) !== textOf(second.get(field)),
  );
}

describe("two facts that lead to the same status", () => {
  it("leave the same record in either order, but for what is listed, with the reason", () => {
    const found = new Set<string>();
    for (const { states, inputs } of flows) {
      const facts = Object.values<Input>(inputs).filter(({ type }) => !asked.has(type));
      for (const [index, one] of facts.entries())
        for (const other of facts.slice(index + 1))
          for (const state of examplesOf(states))
            for (const field of differingIn(state, one, other)) found.add(`${nameOf([one, other])}: ${field}`);
    }
    const listed = differences.flatMap(({ pairs, fields }) =>
      pairs.flatMap((pair) => fields.map((field) => `${pair}: ${field}`)),
    );
    expect([...found].toSorted()).toEqual(listed.toSorted());
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
