import { ring } from "./behaviour/ring.ts";
import { accountDefault, defaultConfiguration } from "./objects/default-configuration.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SetAlarm } from "./alarms.ts";
import { newEvent } from "./objects/event.ts";
import type { Randomness } from "./random.ts";
import { checkAnswer } from "./schema/check-answer.ts";
import type { Settings } from "./settings.ts";
import type { WebhookDispatcher } from "./webhooks/webhooks-interface.ts";
import type { World } from "./world.ts";

/** What a new world needs from outside. */
export interface WorldParts {
  readonly clock: SimulatorClock;
  readonly random: Randomness;
  readonly settings: Settings;
  readonly webhooks: WebhookDispatcher;
  readonly account: string | null;
  readonly livemode: boolean;
  readonly changed: (kind: string) => void;
  readonly violation: (what: string) => void;
}

/** An empty account, or the empty other side of one. */
export function createWorld({ webhooks, changed, violation, ...parts }: WorldParts): World {
  const events: World["events"] = new Map();
  const alarms: World["alarms"] = new Map();
  const timers = new Map<string, () => void>();

  function wind(name: string, { at, alarm }: SetAlarm): void {
    timers.get(name)?.();
    const stop = parts.clock.after(at - parts.clock.now(), () => {
      timers.delete(name);
      alarms.delete(name);
      ring(world, alarm);
    });
    timers.set(name, stop);
  }

  const world: World = {
    ...parts,
    paymentIntents: new Map(),
    charges: new Map(),
    sessions: new Map(),
    refunds: new Map(),
    events,
    readers: new Map(),
    locations: new Map(),
    configurations: new Map([[accountDefault, defaultConfiguration(parts)]]),
    paymentMethods: new Map(),
    setupAttempts: new Map(),
    setupIntents: new Map(),
    disputes: new Map(),
    customers: new Map(),
    endpoints: new Map(),
    files: new Map(),
    products: new Map(),
    prices: new Map(),
    coupons: new Map(),
    deleted: new Map(),
    balanceTransactions: new Map(),
    idempotencyKeys: new Map(),
    alarms,
    setAlarm(name, afterMs, alarm) {
      const set = { at: parts.clock.now() + afterMs, alarm };
      alarms.set(name, set);
      wind(name, set);
    },
    clearAlarm(name) {
      timers.get(name)?.();
      timers.delete(name);
      alarms.delete(name);
    },
    resumeAlarms() {
      for (const [name, set] of alarms) wind(name, set);
    },
    cause: null,
    emit(type, object) {
      const happen = () => {
        const event = newEvent(world, type, object, webhooks.interested({ ...parts, type }));
        const wrong = checkAnswer(definitionOf[object.object], object) ?? checkAnswer("Events.Event", event);
        if (wrong !== undefined) violation(`event ${type}: ${wrong}`);
        events.set(event.id, event);
        return event;
      };
      const event = happen();
      changed("events");
      webhooks.dispatch(event, happen);
      return event;
    },
    listen: (endpoint) => webhooks.add(endpoint),
    changed,
  };
  return world;
}

const definitionOf = {
  payment_intent: "PaymentIntents.PaymentIntent",
  charge: "Charges.Charge",
  "checkout.session": "Checkout.Sessions.Session",
  refund: "Refunds.Refund",
  "terminal.reader": "Terminal.Readers.Reader",
  setup_intent: "SetupIntents.SetupIntent",
  dispute: "Disputes.Dispute",
  customer: "Customers.Customer",
  coupon: "Coupons.Coupon",
  price: "Prices.Price",
  product: "Products.Product",
  payment_method: "PaymentMethods.PaymentMethod",
} as const;
