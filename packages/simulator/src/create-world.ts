import type { SimulatorClock } from "./clock.ts";
import { newEvent } from "./objects/event.ts";
import { randomness } from "./random.ts";
import { checkAnswer } from "./schema/check-answer.ts";
import type { Settings } from "./settings.ts";
import { webhooks as newWebhooks } from "./webhooks/webhooks.ts";
import type { WebhookDispatcher } from "./webhooks/webhooks-interface.ts";
import type { World } from "./world.ts";

/** What a new world needs from outside. */
export interface WorldParts {
  readonly clock: SimulatorClock;
  readonly seed: number;
  readonly settings: Settings;
  readonly changed: (kind: string) => void;
  readonly violation: (what: string) => void;
}

/** An empty account and its webhooks. */
export function createWorld({ clock, seed, settings, changed, violation }: WorldParts): {
  readonly world: World;
  readonly webhooks: WebhookDispatcher;
} {
  const random = randomness(seed);
  const events: World["events"] = new Map();
  const taken = new Set<string>();
  const webhooks = newWebhooks({
    clock,
    random,
    timing: settings.timing,
    findEvent: (id) => events.get(id),
    taken(id, url) {
      const event = events.get(id);
      // The same endpoint may take an event twice; it counts once.
      if (!event || taken.has(`${id} ${url}`)) return;
      taken.add(`${id} ${url}`);
      events.set(id, { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
    },
    changed: () => changed("webhooks"),
  });
  const world: World = {
    clock,
    random,
    settings,
    paymentIntents: new Map(),
    charges: new Map(),
    sessions: new Map(),
    refunds: new Map(),
    events,
    readers: new Map(),
    locations: new Map(),
    cause: null,
    emit(type, object) {
      const event = newEvent(world, type, object, webhooks.interested(type));
      const wrong = checkAnswer(definitionOf[object.object], object) ?? checkAnswer("Events.Event", event);
      if (wrong !== undefined) violation(`event ${type}: ${wrong}`);
      events.set(event.id, event);
      changed("events");
      webhooks.dispatch(event);
      return event;
    },
    changed,
  };
  return { world, webhooks };
}

const definitionOf = {
  payment_intent: "PaymentIntents.PaymentIntent",
  charge: "Charges.Charge",
  "checkout.session": "Checkout.Sessions.Session",
  refund: "Refunds.Refund",
  "terminal.reader": "Terminal.Readers.Reader",
} as const;
