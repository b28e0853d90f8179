import type { Input } from "../payment/payment.ts";
import type { GatewayAnswer, GatewayEffect } from "../ports/gateway.ts";
import type { Lease, PendingEffect, Stored } from "../ports/store.ts";
import { TillkitError } from "../errors.ts";
import { follow } from "./afterwards.ts";
import { announceTrouble, messageOf } from "./announce.ts";
import { apply, type Applied } from "./apply.ts";
import { backoffMs } from "./backoff.ts";
import type { Context } from "./context.ts";
import { fulfil } from "./fulfilling.ts";
import { type Change, draft } from "./outbox.ts";

/**
 * Stripe keeps an idempotency key for at least 24 hours (docs.stripe.com/api/idempotent_requests); an hour before that it stops
 * being a protection.
 */
const KEY_TRUST_MS = 23 * 3_600_000;

/** How often the host's `fulfil` may throw before the order is parked for a person. */
const MAX_FULFIL_TRIES = 12;

/** The same for what follows from it: some 17 minutes, for a printer that is out of paper. */
const MAX_AFTERWARDS_TRIES = 24;

/** Performs one effect and writes what came of it. */
export async function perform(
  context: Context,
  stored: Stored,
  pending: PendingEffect,
  lease: Lease,
): Promise<Applied> {
  const { effect } = pending;
  const ours = { stored, pending, lease };
  if (effect.type === "fulfil")
    return atHost(context, { ...ours, name: "fulfil", maxTries: MAX_FULFIL_TRIES }, () =>
      fulfil(context, stored, lease),
    );
  if (effect.type === "afterwards")
    return atHost(context, { ...ours, name: effect.name, maxTries: MAX_AFTERWARDS_TRIES }, () =>
      follow(context, stored, { name: effect.name, held: lease }),
    );
  const recover = pending.generation > 0 || context.clock.now() - pending.queuedAt > KEY_TRUST_MS;
  context.pace.spend();
  const answer = await context.gateway.perform({
    effect,
    payment: stored.payment,
    idempotencyKey: idempotencyKey(stored, pending, recover),
    recover,
  });
  if (answer.type === "later" && answer.rateLimited === true) context.pace.slowDown(answer.retryAfterMs);
  return apply(context, stored, (fresh) => ({
    ...changeOf(context, fresh, { ...pending, effect }, answer),
    held: lease,
  }));
}

/**
 * The same for every repetition of one effect, and for no two effects: tenant, payment, effect, and how often the key was replaced.
 * A key that is too old to be trusted makes way for one that Stripe cannot have seen.
 */
function idempotencyKey({ payment }: Stored, { effect, generation }: PendingEffect, recover: boolean): string {
  const turn = recover ? `:r${generation}` : "";
  return `tillkit:${payment.tenant}:${payment.id}:${effect.key}${turn}`;
}

function changeOf(
  context: Context,
  fresh: Stored,
  { effect, tries }: PendingEffect & { readonly effect: GatewayEffect },
  answer: GatewayAnswer,
): Change {
  const at = context.clock.now();
  const base = { at, source: "stripe" as const };
  const { key } = effect;
  switch (answer.type) {
    case "done":
      return { ...base, inputs: answer.news.map((news) => ({ ...news, at })), settled: key };
    case "refused": {
      const { stripeCode, message } = answer;
      const refused = refusalOf(effect, answer, at);
      const heard = draft(fresh, { ...base, inputs: [refused] }) !== undefined;
      return heard
        ? { ...base, inputs: [refused], settled: key }
        : {
            ...base,
            inputs: [],
            parked: { key, reason: stripeCode === undefined ? message : `${stripeCode}: ${message}` },
          };
    }
    case "later": {
      const { retryAfterMs = backoffMs(tries, context.random) } = answer;
      return { ...base, inputs: [], postponed: { key, nextAt: at + retryAfterMs, keySpent: false } };
    }
    case "unknown": {
      const unknown: Input =
        effect.type === "refund" || effect.type === "refund_on_reader"
          ? { type: "refund_unknown", at, id: effect.id }
          : { type: "outcome_unknown", at, effect: effect.type };
      // What a reader was lost on is not repeated blindly: the payment asks for a read, which decides.
      if (effect.type === "hand_to_reader" || effect.type === "ask_signature" || effect.type === "refund_on_reader")
        return { ...base, inputs: [unknown], settled: key };
      const nextAt = at + backoffMs(tries, context.random);
      return { ...base, inputs: [unknown], postponed: { key, nextAt, keySpent: answer.keySpent === true } };
    }
  }
}

function refusalOf(
  effect: GatewayEffect,
  { stripeCode, message }: Extract<GatewayAnswer, { readonly type: "refused" }>,
  at: number,
): Input {
  const why = { message, ...(stripeCode === undefined ? {} : { stripeCode }) };
  return effect.type === "refund" || effect.type === "refund_on_reader"
    ? { type: "refund_refused", at, id: effect.id, failure: { code: "refund_refused", ...why } }
    : { type: "refused", at, effect: effect.type, ...why };
}

interface HostWork {
  readonly stored: Stored;
  readonly pending: PendingEffect;
  readonly lease: Lease;
  readonly name: string;
  readonly maxTries: number;
}

/** What the host's own code throws is tried again with back-off; what keeps failing is parked, and a person is told. */
async function atHost(
  context: Context,
  { stored, pending: { effect, tries }, lease, name, maxTries }: HostWork,
  work: () => Promise<Applied>,
): Promise<Applied> {
  try {
    return await work();
  } catch (error) {
    const { key } = effect;
    const reason = messageOf(error);
    const hopeless = tries + 1 >= maxTries;
    if (!hopeless) announceTrouble(context, threw(error, { name, paymentId: stored.payment.id, tries: tries + 1 }));
    return apply(context, stored, () => {
      const at = context.clock.now();
      const base = { at, source: "fulfil" as const, inputs: [], held: lease };
      return hopeless
        ? { ...base, parked: { key, reason: `${name} threw ${maxTries} times, lastly: ${reason}` } }
        : { ...base, postponed: { key, nextAt: at + backoffMs(tries, context.random), keySpent: false } };
    });
  }
}

/** What the host is told of its own code; what is an error of ours, like an answer that makes no sense, says so itself. */
function threw(
  error: unknown,
  details: { readonly name: string; readonly paymentId: string; readonly tries: number },
): TillkitError {
  if (TillkitError.is(error)) return error;
  const { name, paymentId } = details;
  return new TillkitError(
    name === "fulfil" ? "fulfil_failed" : "afterwards_failed",
    `${name} threw for payment ${paymentId}, and will be called again: ${messageOf(error)}`,
    { retryable: true, details, cause: error },
  );
}
