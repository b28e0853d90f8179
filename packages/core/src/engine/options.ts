import { EventEmitter } from "eventemitter3";
import { z } from "zod";
import type { TransactionMode } from "../ports/store.ts";
import type { Context, Fulfilling } from "./context.ts";
import { createPace } from "./pace.ts";
import { parse } from "./requests.ts";
import { systemClock, systemId, systemRandom } from "./system.ts";
import type { TillEvents } from "./types/events.ts";
import type { AtLeastOnce, Fulfil, SigningDefaults, TillOptions } from "./types/options.ts";

const COLLECTION_TIMEOUT_MS = 2 * 60_000;
const HOLD_WARNING_MS = 12 * 60 * 60_000;
const LEASE_MS = 60_000;
const SWEEP_EVERY_MS = 1_000;
const BACKFILL_EVERY_MS = 5 * 60_000;
const CALLS_PER_SECOND = 15;

const DAY_MS = 24 * 60 * 60_000;

/** Something with these methods; what they do, only use can show. */
const having = (advice: string, ...methods: readonly string[]) =>
  z.custom<object>(
    (value) =>
      methods.every((name) => typeof (value as Record<string, unknown> | null | undefined)?.[name] === "function"),
    advice,
  );

const callable = (advice: string) =>
  z.custom<(...values: readonly unknown[]) => unknown>((value) => typeof value === "function", advice);

const signingDefaults = z.strictObject({
  policy: z.enum(["off", "after_payment", "required"]).exactOptional(),
  place: z.enum(["screen", "reader"]).exactOptional(),
  timeoutMs: z.int().min(30_000).max(3_600_000).exactOptional(),
});

const anOrderMaker = "give a function, or { atLeastOnce: function }";

const tillOptions = z.strictObject({
  gateway: having("give the gateway that stripeGateway made", "perform", "receive"),
  store: having("give a store, like memoryStore() or the one that sqliteStore made", "commit", "commitWithin", "load"),
  fulfil: z
    .union([callable(anOrderMaker), z.strictObject({ atLeastOnce: callable(anOrderMaker) })], anOrderMaker)
    .optional(),
  afterwards: z
    .record(z.string(), callable("give a function"))
    .refine(
      (named) => Object.keys(named).every((name) => /^[A-Za-z]\w{0,59}$/.test(name)),
      "a name is a letter and up to 59 letters, digits or underscores",
    )
    .optional(),
  tenant: z
    .string()
    .regex(/^[\w.-]{1,64}$/, "1 to 64 letters, digits, dots, dashes or underscores")
    .optional(),
  collectionTimeoutMs: z.int().min(5_000).max(3_600_000).optional(),
  signature: z.unknown().optional(),
  holdWarningMs: z
    .int()
    .min(0)
    .max(30 * DAY_MS)
    .optional(),
  sharedReaders: z.boolean().optional(),
  leaseMs: z.int().min(1_000).max(DAY_MS).optional(),
  sweepEveryMs: z.int().min(10).max(DAY_MS).optional(),
  backfillEveryMs: z.number().min(1_000, "a second or more, or Infinity").or(z.literal(Infinity)).optional(),
  callsPerSecond: z.number().min(1).max(10_000).optional(),
  clock: having("a clock has `now` and `after`", "now", "after").optional(),
  newId: callable("give a function").optional(),
  random: callable("give a function").optional(),
});

/**
 * Checks the options of a till, for hosts without a compiler too, and fills in the defaults.
 *
 * @throws TillkitError `invalid_option`
 */
export function contextOf<Tx, Mode extends TransactionMode>(
  options: TillOptions<Tx, Mode>,
): Context & { readonly sweepEveryMs: number } {
  parse(tillOptions, options, "createTill", "invalid_option");
  const { gateway, store, fulfil, afterwards = {}, tenant = "default", signature = {} } = options;
  const { collectionTimeoutMs = COLLECTION_TIMEOUT_MS, holdWarningMs = HOLD_WARNING_MS, leaseMs = LEASE_MS } = options;
  const { sweepEveryMs = SWEEP_EVERY_MS, backfillEveryMs = BACKFILL_EVERY_MS } = options;
  const { callsPerSecond = CALLS_PER_SECOND, sharedReaders = false } = options;
  const { clock = systemClock, newId = systemId, random = systemRandom } = options;
  return {
    tenant,
    gateway,
    store,
    fulfilling: fulfillingOf(fulfil),
    afterwards,
    events: new EventEmitter<TillEvents>(),
    clock,
    newId,
    random,
    collectionTimeoutMs,
    holdWarningMs,
    sharedReaders,
    signingOn: signingOnOf(signature),
    leaseMs,
    sweepEveryMs,
    backfillEveryMs,
    pace: createPace({ clock, random, callsPerSecond }),
  };
}

/** Normalises the option: no `fulfil` at all is an order that makes itself. */
function fulfillingOf<Tx, Mode extends TransactionMode>(
  option: Fulfil<Tx, Mode> | AtLeastOnce | undefined,
): Fulfilling {
  if (option === undefined) return { once: () => undefined };
  // The types of createTill have matched `fulfil` with its store; in here the transaction is handed on unseen.
  return typeof option === "function" ? { once: (order, tx) => option(order, tx as Tx) } : option;
}

/** One answer for all readers, or the host's own for each: a policy that is misspelt there must not mean that nobody signs. */
function signingOnOf(option: SigningDefaults | ((readerId: string) => SigningDefaults)): Context["signingOn"] {
  if (typeof option === "function") return (readerId) => parseSigning(option(readerId));
  const defaults = parseSigning(option);
  return () => defaults;
}

function parseSigning(defaults: unknown): SigningDefaults {
  return parse(signingDefaults, defaults, "createTill: signature", "invalid_option");
}
