import type { Randomness } from "./random.ts";

/** What goes wrong with a request. */
export type FaultKind =
  /** The connection is reset before anything is done. */
  | "lose_request"
  /** Everything is done, then the connection is reset. */
  | "lose_answer"
  /** Everything is done, then the connection breaks in the middle of the body. */
  | "truncate_body"
  /** 429 instead of the work: too many requests a second, or two writers at one object. Not kept under the key. */
  | "rate_limit"
  | "lock_timeout"
  /** The work starts this much later; meanwhile its idempotency key is in use. */
  | { readonly delayMs: number }
  /** A server error instead of the work, or with `worked` after it; `stored` keeps it under the idempotency key. */
  | { readonly status: number; readonly stored?: boolean; readonly worked?: boolean }
  /** Stripe's own refusal instead of the work, kept under the key unless it is a 401, 403, 409 or 429. */
  | {
      readonly error: {
        readonly status: number;
        readonly type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
        readonly code?: string;
        readonly message: string;
        readonly decline_code?: string;
      };
    };

/** When something goes wrong. */
export interface FaultRule {
  /** Verb and path, each possibly `*`, with `{id}` for any id: `POST /v1/payment_intents/{id}/cancel`, `* *`. */
  readonly on: string;
  /** Only the nth matching request, counted from 1. */
  readonly nth?: number;
  /** At most this often. */
  readonly times?: number;
  /** Only with this chance, from the simulator's seed. */
  readonly probability?: number;
  readonly kind: FaultKind;
}

/** A rule with how often it matched and struck. */
export interface ActiveFault extends FaultRule {
  readonly id: number;
  readonly matched: number;
  readonly struck: number;
}

/** The rules in force. */
export interface Faults {
  /** Adds a rule; the returned function takes it away. */
  add(rule: FaultRule): () => void;
  clear(): void;
  readonly rules: readonly ActiveFault[];
  /** The first rule that strikes this request, counting the match for every rule. */
  strike(method: string, path: string): FaultKind | undefined;
}

/** The rules of an earlier run, if there was one, and no others yet. */
export function faults(random: Randomness, changed: () => void, earlier: readonly ActiveFault[] = []): Faults {
  const rules = new Map(earlier.map((rule) => [rule.id, rule]));
  let added = Math.max(0, ...rules.keys());

  return {
    add(rule) {
      const id = ++added;
      rules.set(id, { ...rule, id, matched: 0, struck: 0 });
      changed();
      return () => {
        rules.delete(id);
        changed();
      };
    },
    clear() {
      rules.clear();
      changed();
    },
    get rules() {
      return [...rules.values()];
    },
    strike(method, path) {
      let struck: FaultKind | undefined;
      for (const rule of rules.values()) {
        if (!matches(rule.on, method, path)) continue;
        const counted = { ...rule, matched: rule.matched + 1 };
        const strikes = !struck && applies(counted, random);
        if (strikes) struck = rule.kind;
        rules.set(rule.id, strikes ? { ...counted, struck: rule.struck + 1 } : counted);
      }
      if (struck) changed();
      return struck;
    },
  };
}

function applies(rule: ActiveFault, random: Randomness): boolean {
  if (rule.nth !== undefined && rule.matched !== rule.nth) return false;
  if (rule.times !== undefined && rule.struck >= rule.times) return false;
  return rule.probability === undefined || random.draw("faults") < rule.probability;
}

function matches(on: string, method: string, path: string): boolean {
  const [wantedMethod = "*", wantedPath = "*"] = on.split(" ");
  if (wantedMethod !== "*" && wantedMethod !== method) return false;
  if (wantedPath === "*") return true;
  const wanted = wantedPath.split("/");
  const steps = path.split("/");
  return wanted.length === steps.length && wanted.every((step, i) => step === steps[i] || /^(\*|\{\w+\})$/.test(step));
}
