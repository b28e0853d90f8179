import type { SimulatorClock } from "./clock.ts";
import type { FaultRule } from "./faults.ts";
import type { CardholderHands } from "./hands/cardholder-hands.ts";
import type { GuestHands } from "./hands/guest-hands.ts";
import type { ReaderHands } from "./hands/reader-hands.ts";
import type { SimulatedFetch } from "./http/fetch.ts";
import type { Keys } from "./http/keys.ts";
import type { RecordedRequest, RequestQuestions } from "./http/request-log.ts";
import type { ReaderInput } from "./objects/reader.ts";
import type { Charge, Dispute, PaymentIntent, Refund, Session, StripeEvent } from "./objects/types.ts";
import type { RateLimitSwitch } from "./protocol/rate-limits.ts";
import type { Rules } from "./rules.ts";
import type { SettingsInput, Timing } from "./settings.ts";
import type { SimulatorState } from "./state.ts";
import type { WebhookEndpoint } from "./webhooks/delivery.ts";
import type { Webhooks } from "./webhooks/webhooks-interface.ts";

/** How a simulator is set up. Everything has a default. */
export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** The same seed and the same calls give the same ids, events and faults. 1 unless told otherwise. */
  readonly seed?: number;
  /** The wall clock unless told otherwise. */
  readonly clock?: SimulatorClock;
  /** The address browsers reach the Checkout pages at, when it is not `url`. */
  readonly publicUrl?: string;
  readonly webhooks?: readonly WebhookEndpoint[];
  /** One reader, `tmr_front`, labelled "Front counter", unless told otherwise. */
  readonly readers?: readonly ReaderInput[];
  /** Restricted keys by their permissions. Any other `sk_test_…` or `rk_test_…` may do everything. */
  readonly keys?: Keys;
  /** What an earlier simulator's `snapshot()` gave. The readers of the options are then not put there again. */
  readonly state?: SimulatorState;
  /** How long things take, in milliseconds. */
  readonly timing?: Partial<Timing>;
  /** What the account is like, and the answers to what Stripe leaves undocumented. */
  readonly settings?: Omit<SettingsInput, "timing">;
}

/** How a simulator without a port is set up. */
export type InProcessOptions = Omit<SimulatorOptions, "port" | "host">;

/** A pretend Stripe inside this process, and the hands to play everybody else with. */
export interface InProcessSimulator extends RequestQuestions {
  /**
   * Answers API requests, whatever their host: give it to `Stripe.createFetchHttpClient`, or to msw by
   * `@tillkit/simulator/msw`.
   */
  readonly fetch: SimulatedFetch;
  readonly clock: SimulatorClock;
  /** The hands for a reader, by id or label. */
  reader(idOrLabel: string): ReaderHands;
  /** A guest on the Checkout page of a session, by url or id. */
  guest(sessionUrl: string): GuestHands;
  /** The holder of a card whose bank asks first (3-D Secure), by the PaymentIntent or SetupIntent or the page's url. */
  cardholder(intentOrUrl: string): CardholderHands;
  readonly webhooks: Webhooks;
  /** What goes wrong with requests, by rule, by script and by chance. */
  readonly faults: Rules<FaultRule>;
  /** How many requests are let through. Off unless the setting `rateLimits` says otherwise, or `set` does. */
  readonly rateLimits: RateLimitSwitch;
  /** The latest requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  readonly paymentIntents: readonly PaymentIntent[];
  readonly charges: readonly Charge[];
  readonly sessions: readonly Session[];
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  readonly events: readonly StripeEvent[];
  /** Answers and events that were not as Stripe declares them: bugs of the simulator. Empty, or there is news for us. */
  readonly violations: readonly string[];
  /** Calls `listener` whenever anything changes. The returned function ends it. */
  onChange(listener: (kind: string) => void): () => void;
  /**
   * The objects of a connected account, or of a live side, which the lists here do not show. The reader hands of such
   * an account are its own, too.
   */
  account(account: string | null, options?: { readonly livemode?: boolean }): SimulatedAccount;
  /** All that is held, as JSON: what `state` in the options takes. */
  snapshot(): SimulatorState;
  /**
   * Begins anew, or goes on from a state: between tests that share a simulator. The ids begin again, and the options
   * hold; the clock goes on, and those who listen for changes still hear of them. Hands, webhooks and faults that were
   * taken from the simulator before are of what is gone.
   */
  reset(state?: SimulatorState): void;
  close(): Promise<void>;
}

/** One account, on its test or its live side. */
export interface SimulatedAccount {
  reader(idOrLabel: string): ReaderHands;
  /** Puts a reader on the account's counter and gives its id. */
  addReader(reader: ReaderInput): string;
  readonly paymentIntents: readonly PaymentIntent[];
  readonly charges: readonly Charge[];
  readonly events: readonly StripeEvent[];
}

/** A simulator that listens for HTTP. */
export interface Simulator extends InProcessSimulator {
  readonly url: string;
  readonly port: number;
}
