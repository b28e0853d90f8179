import type { Randomness } from "./random.ts";
import { checkPattern, isRequest } from "./request-pattern.ts";

/** What goes wrong with a request. */
export type FaultKind =
  /** Nothing at all, whatever other rules say: for scripts. */
  | "none"
  /** The connection is reset before anything is done. */
  | "lose_request"
  /** Everything is done, then the connection is reset. */
  | "lose_answer"
  /** Everything is done, then the connection breaks in the middle of the body. */
  | "truncate_body"
  /** Everything is done, and no answer ever comes; the connection stays. */
  | "hang"
  /** 429 instead of the work: too many requests a second, or two writers at one object. Not kept under the key. */
  | "rate_limit"
  | "lock_timeout"
  /** The work starts this much later; meanwhile its idempotency key is in use. */
  | { readonly delayMs: number }
  /** Everything is done at once, and the answer comes this much later. */
  | { readonly answerAfterMs: number }
  /** Half of the body comes at once, the rest this much later. */
  | { readonly slowBodyMs: number }
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
  /** What goes wrong; of several, the first at the first request that it strikes, and so on to the last. */
  readonly kind: FaultKind | readonly FaultKind[];
}

/** A rule with how often it matched and struck. */
export interface ActiveFault extends FaultRule {
  readonly id: number;
  readonly matched: number;
  readonly struck: number;
}

/** The rules in force. */
export interface Faults {
  /** Adds a rule; the returned function takes it away. Throws for one that makes no sense. */
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
      check(rule);
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
        if (!isRequest(rule.on, method, path)) continue;
        const counted = { ...rule, matched: rule.matched + 1 };
        const kind = struck === undefined ? effect(counted, random) : undefined;
        struck ??= kind;
        rules.set(rule.id, kind === undefined ? counted : { ...counted, struck: rule.struck + 1 });
      }
      if (struck) changed();
      return struck === "none" ? undefined : struck;
    },
  };
}

/** What this rule does to a request that it has just matched, or nothing. */
function effect(rule: ActiveFault, random: Randomness): FaultKind | undefined {
  const { id, kind, nth, matched, times, struck, probability } = rule;
  if (nth !== undefined && matched !== nth) return undefined;
  if (times !== undefined && struck >= times) return undefined;
  // Each rule draws for itself, so that another rule does not change what this one does.
  if (probability !== undefined && random.draw(`fault ${id}`) >= probability) return undefined;
  return isScript(kind) ? kind[struck] : kind;
}

function isScript(kind: FaultRule["kind"]): kind is readonly FaultKind[] {
  return Array.isArray(kind);
}

/** Throws for a rule that could never strike, or says nothing sensible. */
function check({ on, nth, times, probability, kind }: FaultRule): void {
  checkPattern(on);
  if (nth !== undefined && !(Number.isInteger(nth) && nth >= 1)) throw new RangeError("nth counts from 1");
  if (times !== undefined && !(Number.isInteger(times) && times >= 1)) throw new RangeError("times must be 1 or more");
  if (probability !== undefined && !(probability >= 0 && probability <= 1))
    throw new RangeError("probability is between 0 and 1");
  const steps = isScript(kind) ? kind : [kind];
  if (steps.length === 0) throw new RangeError("A script needs at least one kind");
  steps.forEach(checkKind);
}

function checkKind(kind: FaultKind): void {
  if (typeof kind === "string") return;
  for (const [name, value] of Object.entries({ ...kind, ...("error" in kind && kind.error) })) {
    if (name.endsWith("Ms") && !(Number(value) >= 0)) throw new RangeError(`${name} must be 0 or more`);
    if (name === "status" && !(Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599))
      throw new RangeError("status must be 400 to 599");
  }
}
