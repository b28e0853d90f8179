import type { Alarm, SetAlarm } from "./alarms.ts";
import type { SimulatorClock } from "./clock.ts";
import type {
  BalanceTransaction,
  Charge,
  Configuration,
  Coupon,
  Customer,
  Dispute,
  EndpointObject,
  EventObject,
  LineItem,
  Location,
  PaymentIntent,
  PaymentMethod,
  Price,
  Product,
  Refund,
  Session,
  SetupAttempt,
  SetupIntent,
  StripeEvent,
  StripeFile,
} from "./objects/types.ts";
import type { KeptKey } from "./protocol/idempotency.ts";
import type { WebhookEndpoint } from "./webhooks/delivery.ts";
import type { ReaderSlot } from "./objects/reader-slot.ts";
import type { TestCard } from "./objects/test-card.ts";
import type { Randomness } from "./random.ts";
import type { Settings } from "./settings.ts";

/** Everything the simulated account holds. Objects are never changed in place: a change puts a new one in the map. */
export interface World {
  readonly clock: SimulatorClock;
  readonly random: Randomness;
  readonly settings: Settings;
  /** The connected account this is, or null for the platform itself. */
  readonly account: string | null;
  /** Whether this is the account's live side. Nothing is shared between the two. */
  readonly livemode: boolean;
  readonly paymentIntents: Map<string, PaymentIntent>;
  readonly charges: Map<string, Charge>;
  readonly sessions: Map<string, SessionRecord>;
  readonly refunds: Map<string, Refund>;
  readonly events: Map<string, StripeEvent>;
  readonly readers: Map<string, ReaderSlot>;
  readonly locations: Map<string, Location>;
  readonly configurations: Map<string, Configuration>;
  readonly paymentMethods: Map<string, PaymentMethodRecord>;
  readonly setupAttempts: Map<string, SetupAttempt>;
  readonly setupIntents: Map<string, SetupIntent>;
  readonly disputes: Map<string, Dispute>;
  readonly customers: Map<string, Customer>;
  readonly products: Map<string, Product>;
  readonly prices: Map<string, Price>;
  readonly coupons: Map<string, Coupon>;
  readonly endpoints: Map<string, EndpointRecord>;
  readonly files: Map<string, FileRecord>;
  /** What is left of customers, readers and locations that were deleted. */
  readonly deleted: Map<string, DeletedObject>;
  readonly balanceTransactions: Map<string, BalanceTransaction>;
  readonly idempotencyKeys: Map<string, KeptKey>;
  /** What will happen by itself, by name. */
  readonly alarms: Map<string, SetAlarm>;
  /** Has something happen so much later. An alarm of the same name that was set before is forgotten. */
  setAlarm(name: string, afterMs: number, alarm: Alarm): void;
  clearAlarm(name: string): void;
  /** Sets all alarms going that an earlier run left behind. */
  resumeAlarms(): void;
  /** The request being answered, for the events it causes; null for what happens by itself or by hand. */
  cause: StripeEvent["request"] | null;
  /** Records an event and hands it to the webhooks. */
  emit(type: string, object: EventObject): StripeEvent;
  /** Sends events to an endpoint from now on. The returned function ends it. */
  listen(endpoint: WebhookEndpoint): () => void;
  /** Tells whoever is watching that something of this kind changed. */
  changed(kind: "readers" | "events" | "requests" | "webhooks" | "faults" | "clock"): void;
}

/** What the API still shows of something that was deleted. */
interface DeletedObject {
  readonly id: string;
  readonly object: string;
  readonly deleted: true;
}

/** A payment method with the test card behind it. */
export interface PaymentMethodRecord {
  readonly method: PaymentMethod;
  readonly card: TestCard;
  /** Whether it paid without a customer to keep it for, or was taken from one: it pays no second time. */
  readonly spent: boolean;
  /** Whether its holder has answered the bank for charges to come. */
  readonly setUp: boolean;
}

/** A Checkout Session with what the API does not show of it. */
export interface SessionRecord {
  readonly session: Session;
  readonly lineItems: readonly LineItem[];
  readonly paymentIntentParams: PaymentIntentParams;
  /** True from the guest's press on Pay until the outcome: such a session cannot be expired. */
  readonly confirming: boolean;
  /** The currency the guest chose to pay in, where adaptive pricing let them. */
  readonly shownIn?: string;
}

/** A webhook endpoint with what the API shows only once. */
export interface EndpointRecord {
  readonly endpoint: EndpointObject;
  readonly secret: string;
  readonly connect: boolean;
  readonly stop: () => void;
}

/** A file with what is in it. */
export interface FileRecord {
  readonly file: StripeFile;
  /** One character per byte. */
  readonly content: string;
}

/** What `payment_intent_data` asked for. */
interface PaymentIntentParams {
  readonly capture_method?: PaymentIntent["capture_method"];
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly receipt_email?: string;
  readonly setup_future_usage?: NonNullable<PaymentIntent["setup_future_usage"]>;
  readonly statement_descriptor_suffix?: string;
}

/** The simulated time as Stripe writes it: whole seconds. */
export function seconds(world: World): number {
  return Math.floor(world.clock.now() / 1000);
}
