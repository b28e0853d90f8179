import type { StripeEvent } from "../objects/types.ts";
import type { Corruption, Delivery, WebhookEndpoint } from "./delivery.ts";

/** How events travel to endpoints, and how to disturb it. */
export interface Webhooks {
  /** Adds an endpoint; the returned function takes it away. */
  add(endpoint: WebhookEndpoint): () => void;
  /** Keeps new deliveries back until `release`. */
  hold(): void;
  /** Sends what was kept back, and everything at once again. */
  release(order?: "as_sent" | "reversed" | "shuffled"): void;
  /** The next `count` deliveries never arrive and are never tried again. */
  dropNext(count?: number): void;
  /** The next event arrives `times` times. */
  repeatNext(times?: number): void;
  /** The next event sets out this much later. */
  delayNext(ms: number): void;
  /** The next delivery is wrong on the wire. */
  corruptNext(corruption: Corruption): void;
  /** Sends an event again to every endpoint that wants it. Throws when there is no such event. */
  resend(eventId: string): void;
  readonly endpoints: readonly WebhookEndpoint[];
  readonly deliveries: readonly Delivery[];
  /** Resolves once nothing is on its way and nothing is due now. Held and later deliveries do not count. */
  settled(): Promise<void>;
  /** Resolves once the endpoints that want the event have taken it, or will not for now. */
  answered(eventId: string): Promise<void>;
}

/** What decides which endpoints an event goes to. */
export interface EventScope {
  readonly type: string;
  readonly livemode: boolean;
  readonly account?: string | null;
}

/** What the simulator itself also needs of the webhooks. */
export interface WebhookDispatcher extends Webhooks {
  dispatch(event: StripeEvent): void;
  /** How many endpoints want such an event. */
  interested(about: EventScope): number;
  close(): void;
}
