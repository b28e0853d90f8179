import { type Gateway, TillkitError } from "@tillkit/core";
import { newCalls, type Calls } from "./calls.ts";
import { eventIn, listEvents } from "./events.ts";
import { cancelOnReader, keyIn, pay, tap } from "./guests.ts";
import { forgetCard, lapse } from "./intents.ts";
import { expire } from "./pages.ts";
import { failRefund, giveBack } from "./refunds.ts";
import { answerQuestion } from "./questions.ts";
import { readersOf } from "./readers.ts";
import type { ModelOptions, ModelStripe } from "./types.ts";
import { newWorld, SIGNATURE, type World } from "./world.ts";

/** How long a card that was read can be charged. */
const CONFIRM_WITHIN_MS = 30_000;

/** Makes a {@link ModelStripe}. */
export function createModelStripe({
  now,
  fault = () => "none",
  readers = ["tmr_front"],
  moto = false,
}: ModelOptions): ModelStripe {
  const world = newWorld(readers, now, moto);
  const calls = newCalls(world, fault);
  return {
    intents: world.intents,
    sessions: world.sessions,
    refunds: world.refunds,
    deliveries: world.deliveries,
    surprises: world.surprises,
    reusedKeys: calls.reusedKeys,
    gateway: gatewayTo(world, calls),
    tap: (readerId, declineCode, card) => tap(world, readerId, declineCode, card),
    keyIn: (readerId) => keyIn(world, readerId),
    answer: (readerId, how) => answerQuestion(world, readerId, how),
    cancelOnReader: (readerId) => cancelOnReader(world, readerId),
    pay: (sessionId) => pay(world, sessionId),
    refundElsewhere: (paymentIntentId, amount) => {
      const intent = world.intents.get(paymentIntentId);
      return intent?.status === "succeeded" && giveBack(world, intent, { amount }) !== undefined;
    },
    failRefund: (refundId) => failRefund(world, refundId),
    tick: () => {
      for (const intent of world.intents.values())
        if (intent.status === "requires_capture" && (intent.captureBefore ?? Infinity) <= now()) lapse(world, intent);
        else if (intent.status === "requires_confirmation" && (intent.presented?.at ?? 0) + CONFIRM_WITHIN_MS <= now())
          forgetCard(intent);
      for (const session of world.sessions.values())
        if (session.status === "open" && session.expiresAt <= now()) expire(world, session);
    },
  };
}

function gatewayTo(world: World, { perform }: Calls): Gateway {
  return {
    livemode: false,
    perform,
    receive: ({ bytes, signature }) => {
      if (signature !== SIGNATURE)
        throw new TillkitError("webhook_signature_invalid", "The model did not sign this.", {
          details: { reason: "mismatch" },
        });
      return eventIn(bytes);
    },
    listEvents: async (query) => listEvents(world, query),
    ...readersOf(world),
  };
}
