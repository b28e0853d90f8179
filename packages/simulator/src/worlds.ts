import { createWorld } from "./create-world.ts";
import type { SimulatorClock } from "./clock.ts";
import type { StripeEvent } from "./objects/types.ts";
import { randomness } from "./random.ts";
import type { RandomPosition } from "./random.ts";
import type { Settings } from "./settings.ts";
import { webhooks as newWebhooks } from "./webhooks/webhooks.ts";
import type { WebhookDispatcher, WebhooksState } from "./webhooks/webhooks-interface.ts";
import type { World } from "./world.ts";

/** What the worlds need from outside. */
export interface WorldsParts {
  readonly clock: SimulatorClock;
  readonly seed: number;
  /** Where the chance of an earlier run stopped. */
  readonly random?: RandomPosition | undefined;
  /** What its webhooks still had to deliver. */
  readonly webhooks?: WebhooksState | undefined;
  readonly settings: Settings;
  readonly changed: (kind: string) => void;
  readonly violation: (what: string) => void;
}

/** The platform's account and its connected ones, each with a test and a live side. */
export interface Worlds {
  /** The test side of the platform's own account: what nearly every caller means. */
  readonly main: World;
  readonly webhooks: WebhookDispatcher;
  readonly all: readonly World[];
  /** The world of a key's mode and of the `Stripe-Account` header; made empty at its first use. */
  of(account: string | null, livemode: boolean): World;
  /** The world of a PaymentIntent or SetupIntent; the main one when there is no such intent. */
  withIntent(id: string): World;
  /** The world of a Checkout Session, by its id or url; the main one when there is no such session. */
  withSession(urlOrId: string): World;
}

/** Worlds that share a clock, a source of chance and the webhooks, and no objects. */
export function createWorlds({ seed, random: position, webhooks: earlier, ...parts }: WorldsParts): Worlds {
  const random = randomness(seed, position);
  const worlds = new Map<string, World>();
  const holder = (id: string) => [...worlds.values()].find(({ events }) => events.has(id));
  const findEvent = (id: string): StripeEvent | undefined => holder(id)?.events.get(id);
  const webhooks = newWebhooks({
    clock: parts.clock,
    random,
    timing: parts.settings.timing,
    findEvent,
    pending(id, left) {
      const event = findEvent(id);
      if (event) holder(id)?.events.set(id, { ...event, pending_webhooks: left });
    },
    changed: () => parts.changed("webhooks"),
    earlier,
  });

  function of(account: string | null, livemode: boolean): World {
    const name = `${account ?? ""}/${livemode ? "live" : "test"}`;
    let world = worlds.get(name);
    if (!world) worlds.set(name, (world = createWorld({ ...parts, random, webhooks, account, livemode })));
    return world;
  }

  return {
    main: of(null, false),
    webhooks,
    of,
    withIntent: (id) =>
      [...worlds.values()].find(({ paymentIntents, setupIntents }) => paymentIntents.has(id) || setupIntents.has(id)) ??
      of(null, false),
    withSession(urlOrId) {
      const id = /cs_(?:test|live)_\w+/.exec(urlOrId)?.[0] ?? urlOrId;
      return [...worlds.values()].find(({ sessions }) => sessions.has(id)) ?? of(null, false);
    },
    get all() {
      return [...worlds.values()];
    },
  };
}
