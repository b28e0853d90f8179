import { EventEmitter } from "eventemitter3";
import { TillkitError } from "../errors.ts";
import { parseMoney } from "../money/money.ts";
import { type Command, commandsOf, decide, isAtRest, isFinal, type Payment } from "../payment/payment.ts";
import type { Refund } from "../payment/refund.ts";
import type { PaymentQuery, Stored, TransactionMode } from "../ports/store.ts";
import { apply, reload } from "./apply.ts";
import { closeBill } from "./closing.ts";
import type { Context } from "./context.ts";
import { fulfillingOf } from "./fulfilling.ts";
import { prune } from "./prune.ts";
import { createReaders } from "./readers.ts";
import { receive } from "./receive.ts";
import { newCheckoutPayment, newTerminalPayment } from "./new-payment.ts";
import { parseRefund, planRefund } from "./refunding.ts";
import { startCheckout } from "./replace-page.ts";
import { parseResolution } from "./resolving.ts";
import { startPayment } from "./start-payment.ts";
import { systemClock, systemId, systemRandom } from "./system.ts";
import type { Till, TillEvents, TillOptions, Versioned } from "./types.ts";
import { unpark } from "./unpark.ts";
import { waitFor, watch } from "./watch.ts";
import { createWorkers } from "./work.ts";

const COLLECTION_TIMEOUT_MS = 2 * 60_000;
const LEASE_MS = 60_000;
const SWEEP_EVERY_MS = 1_000;
const SWEEP_LIMIT = 100;
const CHECK_WAIT_MS = 8_000;

/**
 * Makes a till: the one object that takes payments, for one tenant.
 *
 * Every command and every fact goes through the same few steps: load, decide, write everything that follows in one commit, tell, then
 * act. It holds no state of its own, so any number of processes may have one over the same store.
 *
 * @example
 * const till = createTill({ gateway, store: memoryStore(), fulfil: (order) => void kitchen.push(order.payment.reference) });
 * const payment = await till.collect({ reference: "bill-1", amount: 1250, currency: "usd", reader: "tmr_front" });
 *
 * @throws TillkitError `invalid_option`
 */
export function createTill<Tx, Mode extends TransactionMode>(options: TillOptions<Tx, Mode>): Till {
  const context = contextOf(options);
  const { clock, store, tenant, events } = context;
  const { sweepEveryMs = SWEEP_EVERY_MS } = options;
  const workers = createWorkers(context);
  const readers = createReaders(context);
  let stopTimer: (() => void) | undefined;
  let started = false;

  async function command(id: string, make: (at: number, payment: Payment) => Command): Promise<Stored> {
    const lease = workers.lease();
    const { stored, leased } = await apply(context, await reload(context, id), ({ payment }) => {
      const at = clock.now();
      const input = make(at, payment);
      if (decide(payment, input) === undefined) throw rejected(payment, input);
      return { at, source: "host", inputs: [input], lease };
    });
    if (leased) workers.inBackground(() => workers.work(stored, lease));
    return stored;
  }

  async function sweep(limit: number): Promise<{ worked: number; more: boolean }> {
    const worked = await workers.sweep(limit);
    return { worked, more: worked === limit };
  }

  async function sweepAll(): Promise<void> {
    const { more } = await sweep(SWEEP_LIMIT);
    if (more && started) await sweepAll();
  }

  function sweepLater(): void {
    stopTimer = clock.after(sweepEveryMs, () =>
      workers.inBackground(() =>
        sweepAll().finally(() => {
          if (started) sweepLater();
        }),
      ),
    );
  }

  return {
    tenant,
    events,

    collect: async (request) => {
      const payment = newTerminalPayment(context, request);
      await readers.mustExist(payment.readerId);
      const { stored, work } = await startPayment(context, workers, payment);
      workers.inBackground(work);
      return stored.payment;
    },

    checkout: async (request) => {
      const { stored, work } = await startCheckout(context, workers, newCheckoutPayment(context, request));
      const running = work();
      workers.inBackground(() => running);
      await running;
      return (await waitFor(context, stored.payment.id, isMade, CHECK_WAIT_MS)).payment;
    },

    retry: async (id, { reader, timeoutMs = context.collectionTimeoutMs } = {}) => {
      if (reader !== undefined) await readers.mustExist(reader);
      const { payment } = await command(id, (at) => ({
        type: "retry",
        at,
        deadlineAt: at + timeoutMs,
        ...(reader === undefined ? {} : { readerId: reader }),
      }));
      return payment;
    },

    cancel: async (id, { reason = "cashier" } = {}) =>
      (await command(id, (at) => ({ type: "cancel", at, reason }))).payment,

    capture: async (id, { amount } = {}) => {
      const { payment } = await command(id, (at, { ordered }) => {
        if (amount === undefined) return { type: "capture", at };
        return { type: "capture", at, amount: parseMoney(amount, ordered.currency).amount };
      });
      return payment;
    },

    refund: async (id, request) => {
      const asked = parseRefund(request);
      if (asked.reader !== undefined) await readers.mustExist(asked.reader);
      const lease = workers.lease();
      let refundId = "";
      const { stored, leased } = await apply(context, await reload(context, id), ({ payment }) => {
        const plan = planRefund(payment, asked, context);
        refundId = "existing" in plan ? plan.existing.id : plan.command.id;
        const inputs = "existing" in plan ? [] : [plan.command];
        return { at: clock.now(), source: "host", inputs, lease };
      });
      if (leased) workers.inBackground(() => workers.work(stored, lease));
      const isAnswer = (record: Stored): boolean => refundIn(record, refundId).stage !== "sending";
      return refundIn(await waitFor(context, id, isAnswer, CHECK_WAIT_MS), refundId);
    },

    close: (reference, closing) => closeBill(context, workers, { reference, closing }),

    resolve: async (id, review, resolution) => {
      const asked = parseResolution(review, resolution);
      return (await command(id, (at) => ({ type: "resolve", at, ...asked }))).payment;
    },

    check: async (id, { waitMs = CHECK_WAIT_MS } = {}) => {
      await command(id, (at) => ({ type: "check", at }));
      return (await waitFor(context, id, isAnswered, waitMs)).payment;
    },

    confirmReturn: async (checkoutSessionId, { waitMs = CHECK_WAIT_MS } = {}) => {
      const found = await store.find(tenant, checkoutSessionId);
      if (found === undefined) throw unknownSession(checkoutSessionId);
      const { id } = found.payment;
      if (!isFinal(found.payment)) await command(id, (at) => ({ type: "check", at }));
      return (await waitFor(context, id, isSettled, waitMs)).payment;
    },

    get: async (id) => versioned(await reload(context, id)),
    findByReference: async (reference) => versionedIf(await store.find(tenant, `reference:${reference}`)),
    findByStripeId: async (id) => (/^(pi|cs)_/.test(id) ? versionedIf(await store.find(tenant, id)) : undefined),
    list: async (query: Partial<Omit<PaymentQuery, "tenant">> = {}) =>
      (await store.list({ ...query, limit: Math.min(Math.max(query.limit ?? 20, 1), 100), tenant })).map(versioned),
    timeline: async (id) => {
      await reload(context, id);
      return store.timeline(tenant, id);
    },
    watch: (id, { signal } = {}) => watchVersions(context, id, signal),
    webhook: (delivery) => receive(context, workers, delivery),
    readers: { list: () => readers.list(), get: (id) => readers.get(id) },
    parked: async (id) => (await reload(context, id)).parked,
    unpark: async (id, key, decision) => {
      const { payment } = await unpark(context, id, key, decision);
      workers.inBackground(() => workers.workOn(id));
      return payment;
    },
    sweep: ({ limit = SWEEP_LIMIT } = {}) => sweep(limit),
    prune: (request) => prune(context, request),
    start: () => {
      if (started) return;
      started = true;
      sweepLater();
    },
    stop: async () => {
      started = false;
      stopTimer?.();
      await workers.idle();
    },
    idle: () => workers.idle(),
  };
}

function contextOf<Tx, Mode extends TransactionMode>(options: TillOptions<Tx, Mode>): Context {
  const { gateway, store, fulfil, tenant = "default", collectionTimeoutMs = COLLECTION_TIMEOUT_MS } = options;
  const { leaseMs = LEASE_MS } = options;
  if (!/^[\w.-]{1,64}$/.test(tenant))
    throw new TillkitError("invalid_option", "A tenant is 1 to 64 letters, digits, dots, dashes or underscores.", {
      details: { tenant: tenant.slice(0, 64) },
    });
  return {
    tenant,
    gateway,
    store,
    fulfilling: fulfillingOf(fulfil),
    events: new EventEmitter<TillEvents>(),
    clock: options.clock ?? systemClock,
    newId: options.newId ?? systemId,
    random: options.random ?? systemRandom,
    collectionTimeoutMs,
    leaseMs,
  };
}

async function* watchVersions(
  context: Context,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<Versioned, void, undefined> {
  for await (const stored of watch(context, id, signal)) yield versioned(stored);
}

/** Whether Stripe has answered: no read is waiting or being made. */
function isAnswered({ payment, pending }: Stored): boolean {
  return !pending.some(
    ({ effect }) =>
      effect.type === "check_refunds" ||
      (!isFinal(payment) && (effect.type === "check_intent" || effect.type === "check_session")),
  );
}

/** Whether the page was made, refused, or its making is unknown; until then another process may be at work on it. */
function isMade({ payment }: Stored): boolean {
  return payment.status !== "opening" || payment.stage === "checking";
}

/** Whether a guest can be told: paid and ordered, or asked and answered. */
function isSettled(stored: Stored): boolean {
  return isFinal(stored.payment) ? isAtRest(stored.payment) : isAnswered(stored);
}

function refundIn({ payment }: Stored, refundId: string): Refund {
  const refund = payment.refunds.find(({ id }) => id === refundId);
  if (refund === undefined) throw new RangeError(`Payment ${payment.id} has lost refund ${refundId}.`);
  return refund;
}

const versioned = ({ payment, version }: Stored): Versioned => ({ payment, version });

const versionedIf = (stored: Stored | undefined): Versioned | undefined => stored && versioned(stored);

function rejected(payment: Payment, { type }: Command): TillkitError {
  const legal = commandsOf(payment);
  const instead =
    legal.length === 0 ? "nothing can be asked of it any more" : `what can be asked now: ${legal.join(", ")}`;
  return new TillkitError(
    "transition_rejected",
    `Payment ${payment.id} is ${payment.status} and cannot ${type}; ${instead}.`,
    {
      details: { paymentId: payment.id, status: payment.status, command: type },
    },
  );
}

function unknownSession(checkoutSessionId: string): TillkitError {
  return new TillkitError("payment_not_found", "No payment here belongs to this Checkout Session.", {
    details: { checkoutSessionId: checkoutSessionId.slice(0, 80) },
  });
}
