import { readFault } from "./control/fault-rules.ts";
import type { FaultRule } from "./faults.ts";

/** Days at the shop that the command can begin with, as fault rules. */
export const scenarios: Readonly<Record<string, readonly FaultRule[]>> = {
  calm: [],
  flaky: [
    { on: "POST *", probability: 0.05, kind: "lose_answer" },
    { on: "POST *", probability: 0.05, kind: "lose_request" },
    { on: "* *", probability: 0.05, kind: { status: 500 } },
  ],
  slow: [{ on: "* *", probability: 0.3, kind: { delayMs: 4_000 } }],
  crowded: [
    { on: "POST *", probability: 0.1, kind: "rate_limit" },
    { on: "POST *", probability: 0.1, kind: "lock_timeout" },
  ],
};

/** The rules of a scenario by its name, or from a JSON file with a list of them. Throws with what is wrong. */
export function readScenario(nameOrFile: string, readFile: (file: string) => string): readonly FaultRule[] {
  const named = scenarios[nameOrFile];
  if (named) return named;
  const rules: unknown = JSON.parse(readFile(nameOrFile));
  if (!Array.isArray(rules)) throw new Error(`${nameOrFile} must hold a list of fault rules`);
  return rules.map((rule: unknown) => {
    if (typeof rule !== "object" || rule === null) throw new Error(`${nameOrFile}: a rule must be an object`);
    return readFault(Object.fromEntries(Object.entries(rule)));
  });
}
