import { readFault, readWebhookFault } from "./control/fault-rules.ts";
import type { Body } from "./control/json.ts";
import type { FaultRule } from "./faults.ts";
import type { WebhookFaultRule } from "./webhooks/webhook-faults.ts";

/** What goes wrong on a day at the shop. */
export interface Scenario {
  readonly requests: readonly FaultRule[];
  readonly webhooks: readonly WebhookFaultRule[];
}

/** Days that the command can begin with. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  calm: { requests: [], webhooks: [] },
  flaky: {
    requests: [
      { on: "POST *", probability: 0.05, kind: "lose_answer" },
      { on: "POST *", probability: 0.05, kind: "lose_request" },
      { on: "* *", probability: 0.05, kind: { status: 500 } },
    ],
    webhooks: [
      { probability: 0.05, kind: "drop" },
      { probability: 0.05, kind: "twin" },
      { probability: 0.1, kind: { repeat: 2 } },
      { probability: 0.2, kind: { delayMs: 3_000 } },
    ],
  },
  slow: {
    requests: [
      { on: "* *", probability: 0.2, kind: { delayMs: 4_000 } },
      { on: "* *", probability: 0.2, kind: { answerAfterMs: 4_000 } },
    ],
    webhooks: [{ probability: 0.5, kind: { delayMs: 10_000 } }],
  },
  crowded: {
    requests: [
      { on: "POST *", probability: 0.1, kind: "rate_limit" },
      { on: "POST *", probability: 0.1, kind: "lock_timeout" },
    ],
    webhooks: [],
  },
};

/** A scenario by its name, or from a JSON file with `requests` and `webhooks`. Throws with what is wrong. */
export function readScenario(nameOrFile: string, readFile: (file: string) => string): Scenario {
  const named = scenarios[nameOrFile];
  if (named) return named;
  const scenario = asObject(JSON.parse(readFile(nameOrFile)), nameOrFile);
  const rules = <Rule>(name: string, readRule: (rule: Body) => Rule): readonly Rule[] => {
    const list = scenario[name] ?? [];
    if (!Array.isArray(list)) throw new Error(`${nameOrFile}: ${name} must be a list of rules`);
    return list.map((rule) => readRule(asObject(rule, `${nameOrFile}: a rule of ${name}`)));
  };
  return { requests: rules("requests", readFault), webhooks: rules("webhooks", readWebhookFault) };
}

function asObject(json: unknown, what: string): Body {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error(`${what} must be an object`);
  return Object.fromEntries(Object.entries(json));
}
