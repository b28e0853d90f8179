import {
  TillkitError,
  type Evidence,
  type Gateway,
  type GatewayAnswer,
  type GatewayCall,
  type GatewayEvent,
  type News,
  type Payment,
  type Reader,
} from "@tillkit/core";

/** What is done to one call: nothing, lose it before the work or its answer after, put it off, or store a 500 before or after the work. */
export type ModelFault = "none" | "lose_request" | "lose_answer" | "later" | "fail_before" | "fail_after";

/** A PaymentIntent, as far as the model knows one. */
export interface ModelIntent {
  readonly id: string;
  readonly paymentId: string;
  readonly tenant: string;
  /** The bill. */
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly manual: boolean;
  status: "requires_payment_method" | "requires_capture" | "succeeded" | "canceled";
  lastCharge: { readonly id: string; readonly declineCode?: string } | undefined;
  received: number;
}

/** A Checkout Session, as far as the model knows one. */
export interface ModelSession {
  readonly id: string;
  readonly paymentId: string;
  readonly tenant: string;
  /** The bill. */
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly expiresAt: number;
  status: "open" | "complete" | "expired";
  paymentIntentId: string | undefined;
}

/** How a {@link createModelStripe} behaves. */
export interface ModelOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Decides what happens to each call. Default: nothing bad. */
  readonly fault?: (call: GatewayCall) => ModelFault;
  /** The readers that exist. Default: `tmr_front`. */
  readonly readers?: readonly string[];
}

/**
 * Stripe in a few hundred lines, without HTTP: for histories by the hundred thousand, where the simulator would be too slow.
 *
 * It is held to the same gateway contract as the real gateway on the simulator.
 */
export interface ModelStripe {
  readonly gateway: Gateway;
  readonly intents: ReadonlyMap<string, ModelIntent>;
  readonly sessions: ReadonlyMap<string, ModelSession>;
  /** Every event so far, oldest first, as a delivery can carry it. */
  readonly deliveries: readonly { readonly bytes: Uint8Array; readonly signature: string }[];
  /** Idempotency keys that were sent again for something else. Stripe answers such a request with 400; there must be none. */
  readonly reusedKeys: readonly string[];
  /** A guest presents a card. False: the reader does not wait for one. */
  tap(readerId: string, declineCode?: string): boolean;
  /** A guest presses cancel on the reader. */
  cancelOnReader(readerId: string): boolean;
  /** A guest pays on the page. False: it is not open. */
  pay(sessionId: string): boolean;
  /** Closes what should have closed by now. */
  tick(): void;
}

interface Slot {
  readonly paymentIntentId: string;
  status: "in_progress" | "succeeded" | "failed";
  failure?: {
    readonly code: "card_declined" | "customer_canceled";
    readonly declineCode?: string;
    readonly chargeId?: string;
  };
}

const SIGNATURE = "model";

/** Makes a {@link ModelStripe}. */
export function createModelStripe({ now, fault = () => "none", readers = ["tmr_front"] }: ModelOptions): ModelStripe {
  const intents = new Map<string, ModelIntent>();
  const sessions = new Map<string, ModelSession>();
  const slots = new Map<string, Slot>();
  const answers = new Map<string, GatewayAnswer>();
  const keys = new Map<string, string>();
  const reusedKeys: string[] = [];
  const deliveries: { bytes: Uint8Array; signature: string }[] = [];
  let serial = 0;
  const nextId = (prefix: string): string => `${prefix}_${(serial += 1)}`;

  function tell(
    type: string,
    about: { readonly paymentId: string; readonly tenant: string } | undefined,
    names: readonly string[],
    news: readonly News[],
  ): void {
    const event: GatewayEvent = {
      id: nextId("evt"),
      type,
      names,
      news,
      ...(about === undefined ? {} : { subject: { tenant: about.tenant, paymentId: about.paymentId } }),
    };
    deliveries.push({ bytes: new TextEncoder().encode(JSON.stringify(event)), signature: SIGNATURE });
  }

  function evidenceOf(intent: ModelIntent, session?: ModelSession): Evidence {
    return {
      paymentIntentId: intent.id,
      ...(session === undefined ? {} : { checkoutSessionId: session.id }),
      ...(intent.lastCharge === undefined ? {} : { chargeId: intent.lastCharge.id }),
      amount: intent.received,
      currency: intent.currency,
      tip: 0,
      livemode: false,
      card: { brand: "visa", last4: "4242" },
    };
  }

  const paidNews = (intent: ModelIntent, session?: ModelSession): News => ({
    type: "paid",
    evidence: evidenceOf(intent, session),
  });

  function succeed(intent: ModelIntent, amount: number): void {
    intent.status = "succeeded";
    intent.received = amount;
    tell("payment_intent.succeeded", intent, [intent.id], [paidNews(intent)]);
  }

  /** What the PaymentIntent alone says; nothing while it waits to be paid. */
  function truthOf(intent: ModelIntent): readonly News[] {
    switch (intent.status) {
      case "succeeded":
        return [paidNews(intent)];
      case "requires_capture":
        return [{ type: "intent_authorized", paymentIntentId: intent.id, amount: intent.amount }];
      case "canceled":
        return [{ type: "intent_canceled" }];
      case "requires_payment_method":
        return [];
    }
  }

  function sessionNews(session: ModelSession): readonly News[] {
    const intent = session.paymentIntentId === undefined ? undefined : intents.get(session.paymentIntentId);
    if (intent !== undefined) return [paidNews(intent, session)];
    return session.status === "expired"
      ? [{ type: "session_expired", checkoutSessionId: session.id }]
      : [{ type: "session_still_open" }];
  }

  function openIntent(payment: Payment): GatewayAnswer {
    if (payment.flow !== "terminal") throw new RangeError("Only a terminal payment opens an intent.");
    const intent: ModelIntent = {
      id: nextId("pi"),
      paymentId: payment.id,
      tenant: payment.tenant,
      reference: payment.reference,
      amount: payment.ordered.amount,
      currency: payment.ordered.currency,
      manual: payment.capture === "manual",
      status: "requires_payment_method",
      lastCharge: undefined,
      received: 0,
    };
    intents.set(intent.id, intent);
    return { type: "done", news: [{ type: "intent_opened", paymentIntentId: intent.id }] };
  }

  function openSession(payment: Payment): GatewayAnswer {
    if (payment.flow !== "checkout") throw new RangeError("Only a checkout payment opens a session.");
    const session: ModelSession = {
      id: nextId("cs"),
      paymentId: payment.id,
      tenant: payment.tenant,
      reference: payment.reference,
      amount: payment.ordered.amount,
      currency: payment.ordered.currency,
      expiresAt: payment.expiresAt,
      status: "open",
      paymentIntentId: undefined,
    };
    sessions.set(session.id, session);
    return { type: "done", news: [openedNews(session)] };
  }

  const openedNews = (session: ModelSession): News => ({
    type: "session_opened",
    checkoutSessionId: session.id,
    url: `https://checkout.model/${session.id}`,
  });

  function found(payment: Payment): GatewayAnswer | undefined {
    const isOurs = ({ paymentId, tenant }: { readonly paymentId: string; readonly tenant: string }): boolean =>
      paymentId === payment.id && tenant === payment.tenant;
    const intent = [...intents.values()].find(isOurs);
    const session = [...sessions.values()].find(isOurs);
    if (payment.flow === "terminal" && intent !== undefined)
      return { type: "done", news: [{ type: "intent_opened", paymentIntentId: intent.id }, ...truthOf(intent)] };
    if (payment.flow === "checkout" && session !== undefined)
      return { type: "done", news: [openedNews(session), ...sessionNews(session)] };
    return undefined;
  }

  /** The work itself, without faults and keys. */
  function work({ effect, payment, recover }: GatewayCall): GatewayAnswer {
    switch (effect.type) {
      case "open_intent":
        return (recover ? found(payment) : undefined) ?? openIntent(payment);
      case "open_session":
        return (recover ? found(payment) : undefined) ?? openSession(payment);
      case "hand_to_reader": {
        const intent = get(intents, effect.paymentIntentId);
        if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
        if (!readers.includes(effect.readerId))
          return {
            type: "done",
            news: [{ type: "attempt_failed", attempt: effect.attempt, failure: { code: "reader_not_found" } }],
          };
        slots.set(effect.readerId, { paymentIntentId: intent.id, status: "in_progress" });
        return { type: "done", news: [{ type: "reader_waiting", attempt: effect.attempt }] };
      }
      case "check_intent": {
        const intent = get(intents, effect.paymentIntentId);
        if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
        const slot = slots.get(effect.readerId);
        const ours = slot?.paymentIntentId === intent.id ? slot : undefined;
        const { attempt, dispatch } = effect;
        if (ours?.status === "in_progress") return { type: "done", news: [{ type: "reader_waiting", attempt }] };
        const charge = intent.lastCharge;
        const unseen = charge !== undefined && !effect.knownCharges.includes(charge.id) ? charge : undefined;
        if (unseen !== undefined) {
          const { id: chargeId, declineCode = "generic_decline" } = unseen;
          return {
            type: "done",
            news: [{ type: "attempt_failed", attempt, chargeId, failure: { code: "card_declined", declineCode } }],
          };
        }
        if (ours?.failure?.code === "customer_canceled")
          return { type: "done", news: [{ type: "attempt_failed", attempt, failure: { code: "customer_canceled" } }] };
        return { type: "done", news: [{ type: "not_on_reader", attempt, dispatch }] };
      }
      case "cancel_action": {
        const slot = slots.get(effect.readerId);
        if (slot?.paymentIntentId === effect.paymentIntentId && slot.status === "in_progress")
          slots.delete(effect.readerId);
        return { type: "done", news: [] };
      }
      case "cancel_intent": {
        const intent = get(intents, effect.paymentIntentId);
        if (intent.status === "requires_payment_method" || intent.status === "requires_capture") {
          intent.status = "canceled";
          tell("payment_intent.canceled", intent, [intent.id], [{ type: "intent_canceled" }]);
        }
        return { type: "done", news: truthOf(intent) };
      }
      case "capture_intent": {
        const intent = get(intents, effect.paymentIntentId);
        if (intent.status === "requires_capture") succeed(intent, effect.amount ?? intent.amount);
        return { type: "done", news: truthOf(intent) };
      }
      case "check_session":
        return { type: "done", news: sessionNews(get(sessions, effect.checkoutSessionId)) };
      case "expire_session": {
        const session = get(sessions, effect.checkoutSessionId);
        if (session.status === "open") expire(session);
        return { type: "done", news: sessionNews(session) };
      }
    }
  }

  function expire(session: ModelSession): void {
    session.status = "expired";
    tell(
      "checkout.session.expired",
      session,
      [session.id],
      [{ type: "session_expired", checkoutSessionId: session.id }],
    );
  }

  /** A 500 is stored like any other answer, whether the work was done or not. */
  function answerTo(call: GatewayCall, sort: ModelFault): GatewayAnswer {
    if (sort === "fail_before") return spoiled;
    const answer = work(call);
    return sort === "fail_after" ? spoiled : answer;
  }

  async function perform(call: GatewayCall): Promise<GatewayAnswer> {
    const { effect, idempotencyKey } = call;
    const isRead = effect.type === "check_intent" || effect.type === "check_session";
    const sort = fault(call);
    if (sort === "later") return { type: "later", message: "429" };
    if (sort === "lose_request") return { type: "unknown", message: "connection reset" };
    const kept = isRead ? undefined : answers.get(idempotencyKey);
    const answer = kept ?? answerTo(call, isRead ? "none" : sort);
    if (!isRead) {
      answers.set(idempotencyKey, answer);
      const request = `${call.payment.id} ${JSON.stringify(effect)}`;
      if ((keys.get(idempotencyKey) ?? request) !== request) reusedKeys.push(idempotencyKey);
      keys.set(idempotencyKey, request);
    }
    return sort === "lose_answer" ? { type: "unknown", message: "connection reset" } : answer;
  }

  return {
    intents,
    sessions,
    deliveries,
    reusedKeys,
    gateway: {
      livemode: false,
      perform,
      receive: ({ bytes, signature }) => {
        if (signature !== SIGNATURE)
          throw new TillkitError("webhook_signature_invalid", "The model did not sign this.", {
            details: { reason: "mismatch" },
          });
        // Signed by the model, so made by `tell` above.
        return JSON.parse(new TextDecoder().decode(bytes)) as GatewayEvent;
      },
      listReaders: async () => readers.map(readerOf),
      getReader: async (id) => {
        if (readers.includes(id)) return readerOf(id);
        throw new TillkitError("reader_not_found", `There is no reader ${id}.`);
      },
    },
    tap: (readerId, declineCode) => {
      const slot = slots.get(readerId);
      if (slot?.status !== "in_progress") return false;
      const intent = get(intents, slot.paymentIntentId);
      if (intent.status !== "requires_payment_method") return false;
      const chargeId = nextId("ch");
      if (declineCode !== undefined) {
        intent.lastCharge = { id: chargeId, declineCode };
        slot.status = "failed";
        slot.failure = { code: "card_declined", declineCode, chargeId };
        tell("payment_intent.payment_failed", intent, [intent.id], [{ type: "hint", afterMs: 2_000 }]);
        tell("terminal.reader.action_failed", undefined, [intent.id], [{ type: "hint", afterMs: 0 }]);
        return true;
      }
      intent.lastCharge = { id: chargeId };
      slot.status = "succeeded";
      if (intent.manual) {
        intent.status = "requires_capture";
        tell("payment_intent.amount_capturable_updated", intent, [intent.id], truthOf(intent));
      } else succeed(intent, intent.amount);
      return true;
    },
    cancelOnReader: (readerId) => {
      const slot = slots.get(readerId);
      if (slot?.status !== "in_progress") return false;
      slot.status = "failed";
      slot.failure = { code: "customer_canceled" };
      tell("terminal.reader.action_failed", undefined, [slot.paymentIntentId], [{ type: "hint", afterMs: 0 }]);
      return true;
    },
    pay: (sessionId) => {
      const session = sessions.get(sessionId);
      if (session?.status !== "open") return false;
      const { paymentId, tenant, reference, amount, currency } = session;
      const intent: ModelIntent = {
        id: nextId("pi"),
        paymentId,
        tenant,
        reference,
        amount,
        currency,
        manual: false,
        status: "succeeded",
        lastCharge: { id: nextId("ch") },
        received: amount,
      };
      intents.set(intent.id, intent);
      session.status = "complete";
      session.paymentIntentId = intent.id;
      tell("payment_intent.succeeded", intent, [intent.id], [paidNews(intent)]);
      tell("checkout.session.completed", session, [session.id], [paidNews(intent, session)]);
      return true;
    },
    tick: () => {
      for (const session of sessions.values())
        if (session.status === "open" && session.expiresAt <= now()) expire(session);
    },
  };
}

const spoiled: GatewayAnswer = { type: "unknown", message: "500", keySpent: true };

function readerOf(id: string): Reader {
  return { id, label: id, deviceType: "simulated_stripe_s700", status: "online" };
}

function get<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) throw new RangeError(`The model has no ${id}.`);
  return value;
}
