import type { StripeEvent } from "../objects/types.ts";
import type { Rules } from "../rules.ts";
import type { Corruption, Delivery, EventScope, WebhookEndpoint } from "./delivery.ts";
import type { RolledSecret } from "./endpoints.ts";
import type { Job } from "./job.ts";
import type { ActiveWebhookFault, WebhookFaultRule } from "./webhook-faults.ts";

/** How events travel to endpoints, and how to disturb it. */
export interface Webhooks {
  /** Adds an endpoint; the returned function takes it away. */
  add(endpoint: WebhookEndpoint): () => void;
  /** Keeps new deliveries back until `release`. */
  hold(): void;
  /** Sends what was kept back, and everything at once again. */
  release(order?: "as_sent" | "reversed" | "shuffled"): void;
  /** What goes wrong on the way, by rule, by script and by chance. */
  readonly faults: Rules<WebhookFaultRule>;
  /** The next `count` events never arrive and are never tried again. Short for a rule, like the others here. */
  dropNext(count?: number): void;
  /** The next event arrives `times` times. */
  repeatNext(times?: number): void;
  /** The next change makes two events, each with an id of its own. */
  twinNext(): void;
  /** The next event sets out this much later. */
  delayNext(ms: number): void;
  /** The next event is wrong on the wire the first time. */
  corruptNext(corruption: Corruption): void;
  /**
   * Sends an event again to every endpoint that wants it, or to the one with this id or url. What is still to be tried
   * again goes on. Throws when there is no such event or endpoint.
   */
  resend(eventId: string, endpoint?: string): void;
  /**
   * Gives an endpoint, by id or url, a new secret and returns it. Deliveries carry a signature of the old one, too, for
   * `keepMs` more: a day unless told otherwise, and at most.
   */
  rollSecret(endpoint: string, options?: { readonly keepMs?: number }): string;
  readonly endpoints: readonly WebhookEndpoint[];
  readonly deliveries: readonly Delivery[];
  /** Resolves once nothing is on its way and nothing is due now. Held and later deliveries do not count. */
  settled(): Promise<void>;
  /** Resolves once the endpoints that want the event have taken it, or will not for now. */
  answered(eventId: string): Promise<void>;
}

/** What the simulator itself also needs of the webhooks. */
export interface WebhookDispatcher extends Webhooks {
  /** Sends an event on its way. `twin` makes another event of the same change. */
  dispatch(event: StripeEvent, twin: () => StripeEvent): void;
  /** How many endpoints want such an event. */
  interested(about: EventScope): number;
  snapshot(): WebhooksState;
  close(): void;
}

/** What webhooks hold, as JSON. */
export interface WebhooksState {
  /** The latest attempts. */
  readonly deliveries: readonly Delivery[];
  /** Attempts that are still to be made. */
  readonly jobs: readonly Job[];
  readonly rolled: readonly (readonly [string, RolledSecret])[];
  /** By event, the endpoints that have not taken it. */
  readonly owed: readonly (readonly [string, readonly string[]])[];
  /** The deliveries that are kept back; absent while nothing is. */
  readonly held?: readonly number[] | undefined;
  readonly faults: readonly ActiveWebhookFault[];
}
