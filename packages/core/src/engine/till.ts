import { TillkitError } from "../errors.ts";
import { type Command, commandsOf, decide, isAtRest, isFinal, type Payment } from "../payment/payment.ts";
import { parseMoney } from "../money/money.ts";
import type { Refund } from "../payment/refund.ts";
import type { Stored, TransactionMode } from "../ports/store.ts";
import { apply, reload } from "./apply.ts";
import { closeBill } from "./closing.ts";
import type { Context } from "./context.ts";
import { backfillStatus } from "./backfill.ts";
import { createIntakeLog } from "./intake-log.ts";
import { listParked, unpark } from "./parked.ts";
import { captureCommand, incrementCommand } from "./held-commands.ts";
import { prune } from "./prune.ts";
import {
  parseBackfill,
  parseCancel,
  parseDecision,
  parseListQuery,
  parseParkedQuery,
  parseSweep,
  parseWait,
} from "./queries.ts";
import { parseLocation } from "./reader-requests.ts";
import { createReaders } from "./readers.ts";
import { receive } from "./receive.ts";
import { createRecovery } from "./recovery.ts";
import { newCheckoutPayment, newTerminalPayment } from "./new-payment.ts";
import { contextOf } from "./options.ts";
import { createOrders } from "./orders.ts";
import { changeShare, startShare } from "./shares.ts";
import { parseRefund, planRefund } from "./refunding.ts";
import { parseTimeout } from "./requests.ts";
import { startCheckout } from "./replace-page.ts";
import { parseResolution } from "./resolving.ts";
import { drawnSignature, signatureOf } from "./signing.ts";
import { startPayment } from "./start-payment.ts";
import type { Versioned } from "./types/events.ts";
import type { TillOptions } from "./types/options.ts";
import type { Till } from "./types/till.ts";
import { waitFor, watch } from "./watch.ts";
import { createWorkers } from "./work.ts";

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
  const workers = createWorkers(context);
  const readers = createReaders(context, (id) => command(id, (at) => ({ type: "check", at })));
  const recovery = createRecovery(context, workers, context.sweepEveryMs);
  const log = createIntakeLog(context, workers.inBackground);

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

  /** Asks a guest for another amount; where it is a share of an order, for no more than the order leaves. */
  async function askFor(
    id: string,
    asked: unknown,
    make: (at: number, amount: number, payment: Payment) => Command,
  ): Promise<Payment> {
    const { payment: before } = await reload(context, id);
    const amount = asked === undefined ? 0 : parseMoney(asked, before.ordered.currency).amount;
    const change = (): Promise<Stored> => command(id, (at, payment) => make(at, amount, payment));
    return (await changeShare(context, { payment: before, amount, change })).payment;
  }

  /** Another reader may stand in another country, and take another currency; and any may be somebody else's by now. */
  async function mustTakeThis(id: string, reader: string | undefined): Promise<void> {
    if (reader === undefined && !context.sharedReaders) return;
    const { payment } = await reload(context, id);
    const readerId = reader ?? (payment.flow === "terminal" ? payment.readerId : undefined);
    if (readerId !== undefined) await readers.mustTake(readerId, payment.ordered.currency);
  }

  return {
    tenant,
    events,

    collect: async (request) => {
      const payment = newTerminalPayment(context, request);
      await readers.mustTake(payment.readerId, payment.ordered.currency);
      const start = () => startPayment(context, workers, payment);
      const { stored, work } = await startShare(context, workers, { payment, start });
      workers.inBackground(work);
      return stored.payment;
    },

    checkout: async (request) => {
      const payment = newCheckoutPayment(context, request);
      const start = () => startCheckout(context, workers, payment);
      const { stored, work } = await startShare(context, workers, { payment, start });
      const running = work();
      workers.inBackground(() => running);
      await running;
      return (await waitFor(context, stored.payment.id, isMade, CHECK_WAIT_MS)).payment;
    },

    retry: async (id, { reader, timeoutMs } = {}) => {
      const waitMs = parseTimeout(timeoutMs, context.collectionTimeoutMs, "retry");
      await mustTakeThis(id, reader);
      const { payment } = await command(id, (at) => ({
        type: "retry",
        at,
        deadlineAt: at + waitMs,
        ...(reader === undefined ? {} : { readerId: reader }),
      }));
      return payment;
    },

    swapReader: async (id, reader, { timeoutMs } = {}) => {
      const waitMs = parseTimeout(timeoutMs, context.collectionTimeoutMs, "swapReader");
      await mustTakeThis(id, reader);
      const { payment } = await command(id, (at) => ({
        type: "swap_reader",
        at,
        readerId: reader,
        deadlineAt: at + waitMs,
      }));
      return payment;
    },

    changeAmount: async (id, bill, { timeoutMs } = {}) => {
      const waitMs = parseTimeout(timeoutMs, context.collectionTimeoutMs, "changeAmount");
      return askFor(id, bill, (at, amount) => ({ type: "change_amount", at, amount, deadlineAt: at + waitMs }));
    },

    confirm: async (id) => (await command(id, (at) => ({ type: "confirm", at }))).payment,

    cancel: async (id, asked) => {
      const { reason } = parseCancel(asked);
      return (await command(id, (at) => ({ type: "cancel", at, reason }))).payment;
    },

    capture: (id, what = {}) => askFor(id, what.amount, (at, _amount, payment) => captureCommand(payment, at, what)),

    increment: (id, { amount: bill }) =>
      askFor(id, bill, (at, amount, payment) => incrementCommand(payment, at, amount)),

    sign: async (id, { strokes }) => {
      const signature = await drawnSignature(strokes, clock.now());
      return (await command(id, (at) => ({ type: "sign", at, signature: { ...signature, at } }))).payment;
    },

    askSignature: async (id, { reader } = {}) => {
      if (reader !== undefined) await readers.mustExist(reader);
      const { payment } = await command(id, (at) => ({
        type: "ask_signature",
        at,
        ...(reader === undefined ? {} : { readerId: reader }),
      }));
      return payment;
    },

    refund: async (id, request) => {
      const asked = parseRefund(request);
      if (asked.reader !== undefined) await mustTakeThis(id, asked.reader);
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

    cancelRefund: async (id, refundId) => {
      await command(id, (at) => ({ type: "cancel_refund", at, id: refundId }));
      const isOver = (record: Stored): boolean => refundIn(record, refundId).status !== "requested";
      return refundIn(await waitFor(context, id, isOver, CHECK_WAIT_MS), refundId);
    },

    orders: createOrders(context, workers),

    close: (reference, closing) => closeBill(context, workers, { reference, closing }),

    resolve: async (id, review, resolution) => {
      const asked = parseResolution(review, resolution);
      return (await command(id, (at) => ({ type: "resolve", at, ...asked }))).payment;
    },
    refuseSignature: async (id) => (await command(id, (at) => ({ type: "refuse_signature", at }))).payment,

    signature: async (id) => signatureOf((await reload(context, id)).payment),

    check: async (id, asked) => {
      const waitMs = parseWait(asked);
      await command(id, (at) => ({ type: "check", at }));
      return (await waitFor(context, id, isAnswered, waitMs)).payment;
    },

    confirmReturn: async (checkoutSessionId, asked) => {
      const waitMs = parseWait(asked);
      const found = await store.find(tenant, checkoutSessionId);
      if (found === undefined) throw unknownSession(checkoutSessionId);
      const { id } = found.payment;
      if (!isFinal(found.payment)) await command(id, (at) => ({ type: "check", at }));
      return (await waitFor(context, id, isSettled, waitMs)).payment;
    },

    get: async (id) => versioned(await reload(context, id)),
    findByReference: async (reference) => versionedIf(await store.find(tenant, `reference:${reference}`)),
    findByStripeId: async (id) => (/^(pi|cs)_/.test(id) ? versionedIf(await store.find(tenant, id)) : undefined),
    list: async (query) => (await store.list({ ...parseListQuery(query), tenant })).map(versioned),
    timeline: async (id) => {
      await reload(context, id);
      return store.timeline(tenant, id);
    },
    watch: (id, { signal } = {}) => watchVersions(context, id, signal),
    webhook: (delivery) => receive({ context, workers, log }, delivery),
    readers,
    connectionToken: (location) => context.gateway.createConnectionToken(parseLocation(location)),
    parked: async (query) => listParked(context, parseParkedQuery(query)),
    unpark: async (id, decision) => unpark(context, workers, id, parseDecision(decision)),
    sweep: async (asked) => recovery.sweep(parseSweep(asked)),
    backfill: async (asked) => recovery.backfill(parseBackfill(asked)),
    catchUp: ({ signal } = {}) => recovery.catchUp(signal),
    health: async () => {
      const [webhooks, backfill] = await Promise.all([log.read(), backfillStatus(context)]);
      return { webhooks, backfill, waitMs: context.pace.waitMs() };
    },
    prune: (request) => prune(context, request),
    start: () => recovery.start(),
    stop: async () => {
      await recovery.stop();
      await log.flush();
    },
    idle: () => workers.idle(),
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
