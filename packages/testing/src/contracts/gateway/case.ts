import assert from "node:assert/strict";
import {
  decide,
  type Effect,
  type Gateway,
  type GatewayAnswer,
  type GatewayEffect,
  type GatewayEvent,
  type Input,
  type News,
  type Payment,
  type WebhookDelivery,
} from "@tillkit/core";
import { checkoutFixture, paymentFixture } from "../../fixtures.ts";

/** A gateway to test, and the hands that move what is behind it. */
export interface OpenedGateway {
  readonly gateway: Gateway;
  /** A reader that exists and is free. */
  readonly readerId: string;
  /** Milliseconds since the epoch: the time that webhooks are signed at. */
  readonly now: () => number;
  /** What a guest does at the reader. */
  readonly reader: {
    /** Presents a good card, and resolves once it is authorized. */
    readonly tap: () => Promise<void>;
    /** Presents a card that is declined. */
    readonly decline: () => Promise<void>;
    /** Types the number of a good card, as the cashier does for an order by telephone. */
    readonly keyIn: () => Promise<void>;
    /** Presses cancel. */
    readonly cancel: () => Promise<void>;
  };
  /** What a guest does on the payment page. */
  readonly guest: { readonly pay: (checkoutSessionId: string) => Promise<void> };
  /** What goes wrong with the next call for an effect. */
  readonly faults: {
    /** The work is done; nobody hears of it. */
    readonly loseAnswer: (effect: GatewayEffect["type"]) => void;
    /** The request never arrives. */
    readonly loseRequest: (effect: GatewayEffect["type"]) => void;
  };
  /** Everything that has been sent as a webhook so far, oldest first, signed. */
  readonly deliveries: () => Promise<readonly WebhookDelivery[]>;
  /** A delivery that is signed rightly and tells of money that tillkit has nothing to do with. */
  readonly foreignDelivery: () => WebhookDelivery;
  readonly close: () => Promise<void>;
}

/** What the account behind a gateway may do. */
export interface GatewayAccount {
  /** Have card numbers typed on readers. */
  readonly moto: boolean;
}

/** Opens a gateway with nothing behind it yet but a reader. */
export type OpenGateway = (account: GatewayAccount) => Promise<OpenedGateway>;

/** One claim about every gateway. */
export interface GatewayCase {
  readonly name: string;
  /** Rejects with an `AssertionError` where the claim is false. */
  readonly run: (open: OpenGateway) => Promise<void>;
}

/** Writes a case: the gateway is opened before and closed after, whatever happens. */
export function gatewayCase(
  name: string,
  body: (bench: OpenedGateway) => Promise<void>,
  account: GatewayAccount = { moto: false },
): GatewayCase {
  return {
    name,
    run: async (open) => {
      const bench = await open(account);
      try {
        await body(bench);
      } finally {
        await bench.close();
      }
    },
  };
}

/** An effect of this type. */
type EffectOf<Type extends GatewayEffect["type"]> = Extract<GatewayEffect, { readonly type: Type }>;

/** A payment as it goes through its life, with the effects that its last move asked for. */
export interface Life {
  readonly payment: Payment;
  readonly effects: readonly Effect[];
}

/** A card payment whose PaymentIntent is to be made. */
export function cardPayment(
  { readerId, now }: OpenedGateway,
  fields: Parameters<typeof paymentFixture>[0] = {},
): Payment {
  return paymentFixture({ readerId, createdAt: now(), ...fields });
}

/** An online payment whose session is to be made. */
export function onlinePayment({ now }: OpenedGateway): Payment {
  const createdAt = now();
  return checkoutFixture({ createdAt, expiresAt: createdAt + 45 * 60_000 });
}

/** Performs an effect under a key that follows from it, as the engine does. */
export function perform(
  { gateway }: OpenedGateway,
  payment: Payment,
  effect: GatewayEffect,
  { key = `${payment.id}/${effect.key}`, recover = false }: { readonly key?: string; readonly recover?: boolean } = {},
): Promise<GatewayAnswer> {
  return gateway.perform({ effect, payment, idempotencyKey: key, recover });
}

/** The news of an answer that must be `done`. */
export function newsOf(answer: GatewayAnswer): readonly News[] {
  assert.equal(answer.type, "done", `Expected an answer that is done, not ${JSON.stringify(answer)}.`);
  assert(answer.type === "done");
  return answer.news;
}

/** The one piece of news that must be of this type. */
export function only<Type extends News["type"]>(
  news: readonly News[],
  type: Type,
): Extract<News, { readonly type: Type }> {
  assert.deepEqual(
    news.map((item) => item.type),
    [type],
  );
  // Just compared.
  return news[0] as Extract<News, { readonly type: Type }>;
}

/** Lets a payment hear something, and answers what it becomes and asks for. */
export function after(payment: Payment, ...inputs: readonly (News | Input)[]): Life {
  return inputs.reduce<Life>(
    (life, input) => {
      const move = decide(life.payment, { at: life.payment.createdAt, ...input });
      if (move === undefined) return life;
      const [next, ...effects] = move;
      return { payment: next, effects };
    },
    { payment, effects: [] },
  );
}

/** The effect of this type that a move has asked for. */
export function effectOf<Type extends GatewayEffect["type"]>(life: Life, type: Type): EffectOf<Type> {
  const found = life.effects.find((effect) => effect.type === type);
  assert(found !== undefined, `Expected \`${type}\`, not ${JSON.stringify(life.effects)}.`);
  // Just found by it.
  return found as EffectOf<Type>;
}

/** A card payment with its PaymentIntent made: to be handed to the reader. */
export async function opened(bench: OpenedGateway, payment: Payment = cardPayment(bench)): Promise<Life> {
  const answer = await perform(bench, payment, { type: "open_intent", key: "open_intent" });
  return after(payment, only(newsOf(answer), "intent_opened"));
}

/** A card payment that the reader shows. */
export async function waiting(bench: OpenedGateway, payment: Payment = cardPayment(bench)): Promise<Life> {
  const life = await opened(bench, payment);
  const answer = await perform(bench, life.payment, effectOf(life, "hand_to_reader"));
  return after(life.payment, only(newsOf(answer), "reader_waiting"));
}

/** Asks how a card payment stands now. */
export async function checked(bench: OpenedGateway, payment: Payment): Promise<readonly News[]> {
  const type = payment.flow === "terminal" ? "check_intent" : "check_session";
  const effect = effectOf(after(payment, { type: "check", at: payment.createdAt }), type);
  return newsOf(await perform(bench, payment, effect));
}

/** An online payment whose page is open. */
export async function openPage(bench: OpenedGateway, payment: Payment = onlinePayment(bench)): Promise<Life> {
  const answer = await perform(bench, payment, { type: "open_session", key: "open_session" });
  return after(payment, only(newsOf(answer), "session_opened"));
}

/** The Stripe id that a payment has by now. */
export function stripeId(payment: Payment): string {
  if ("checkoutSessionId" in payment && payment.checkoutSessionId !== undefined) return payment.checkoutSessionId;
  if ("paymentIntentId" in payment && payment.paymentIntentId !== undefined) return payment.paymentIntentId;
  return assert.fail(`${payment.id} has no id at Stripe yet.`);
}

/** Everything that was delivered, received. */
export async function received({ gateway, deliveries }: OpenedGateway): Promise<readonly GatewayEvent[]> {
  return (await deliveries()).map((delivery) => gateway.receive(delivery));
}
