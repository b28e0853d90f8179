import { matches } from "../objects/event.ts";
import type { Randomness } from "../random.ts";
import { ruleBook } from "../rules.ts";
import type { Counted, Rule, RuleBook } from "../rules.ts";
import type { Corruption } from "./delivery.ts";

/** What goes wrong with an event on its way to every endpoint. */
export type WebhookFaultKind =
  /** Nothing at all, whatever other rules say: for scripts. */
  | "none"
  /** It never arrives and is never tried again. The list of events has it. */
  | "drop"
  /** One change makes two Event objects, each with an id of its own, as sometimes happens at Stripe. */
  | "twin"
  | WebhookTrouble;

/** One or more of these. */
export interface WebhookTrouble {
  /** The same event arrives so many times. */
  readonly repeat?: number;
  /** It sets out this much later, and others overtake it. */
  readonly delayMs?: number;
  /** It is wrong on the wire the first time. */
  readonly corrupt?: Corruption;
}

/** What goes wrong with which events. */
export interface WebhookFaultRule extends Rule<WebhookFaultKind> {
  /** Types or patterns such as `charge.*`; every event when absent. */
  readonly events?: readonly string[];
}

/** A rule with how often it matched and struck. */
export type ActiveWebhookFault = WebhookFaultRule & Counted;

/** The rules in force for events. */
export type WebhookFaults = RuleBook<WebhookFaultKind, WebhookFaultRule, { readonly type: string }>;

/** The rules of an earlier run, if there was one, and no others yet. */
export function webhookFaults(
  random: Randomness,
  changed: () => void,
  earlier?: readonly ActiveWebhookFault[],
): WebhookFaults {
  return ruleBook({ random, name: "webhook fault", means, check, changed, earlier });
}

function means({ events }: WebhookFaultRule, { type }: { readonly type: string }): boolean {
  return events === undefined || events.some((pattern) => matches(pattern, type));
}

function check(_rule: WebhookFaultRule, kinds: readonly WebhookFaultKind[]): void {
  for (const kind of kinds) {
    if (typeof kind === "string") continue;
    const { repeat = 1, delayMs = 0 } = kind;
    if (!(Number.isInteger(repeat) && repeat >= 1)) throw new RangeError("repeat must be 1 or more");
    if (!(delayMs >= 0)) throw new RangeError("delayMs must be 0 or more");
  }
}
