import type { SimulatorClock } from "./clock.ts";
import type {
  Charge,
  EventObject,
  LineItem,
  Location,
  PaymentIntent,
  Refund,
  Session,
  StripeEvent,
} from "./objects/types.ts";
import type { ReaderSlot } from "./objects/reader.ts";
import type { Randomness } from "./random.ts";
import type { Settings } from "./settings.ts";

/** Everything the simulated account holds. Objects are never changed in place: a change puts a new one in the map. */
export interface World {
  readonly clock: SimulatorClock;
  readonly random: Randomness;
  readonly settings: Settings;
  readonly paymentIntents: Map<string, PaymentIntent>;
  readonly charges: Map<string, Charge>;
  readonly sessions: Map<string, SessionRecord>;
  readonly refunds: Map<string, Refund>;
  readonly events: Map<string, StripeEvent>;
  readonly readers: Map<string, ReaderSlot>;
  readonly locations: Map<string, Location>;
  /** The request being answered, for the events it causes; null for what happens by itself or by hand. */
  cause: StripeEvent["request"] | null;
  /** Records an event and hands it to the webhooks. */
  emit(type: string, object: EventObject): StripeEvent;
  /** Tells whoever is watching that something of this kind changed. */
  changed(kind: "readers" | "events" | "requests" | "webhooks" | "faults"): void;
}

/** A Checkout Session with what the API does not show of it. */
export interface SessionRecord {
  readonly session: Session;
  readonly lineItems: readonly LineItem[];
  readonly paymentIntentParams: PaymentIntentParams;
  /** True from the guest's press on Pay until the outcome: such a session cannot be expired. */
  readonly confirming: boolean;
  readonly cancelExpiry: () => void;
}

/** What `payment_intent_data` asked for. */
interface PaymentIntentParams {
  readonly capture_method?: PaymentIntent["capture_method"];
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly receipt_email?: string;
  readonly statement_descriptor_suffix?: string;
}

/** The simulated time as Stripe writes it: whole seconds. */
export function seconds(world: World): number {
  return Math.floor(world.clock.now() / 1000);
}
