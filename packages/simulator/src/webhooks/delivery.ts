/** Where events are sent. */
export interface WebhookEndpoint {
  readonly url: string;
  /** The endpoint's `whsec_…`. */
  readonly secret: string;
  /** What it goes by, such as `we_…`; its url when absent. */
  readonly id?: string;
  /** Types or patterns such as `charge.*`; everything when absent. */
  readonly events?: readonly string[];
  /** The other secret while one is being rolled; every delivery then carries both signatures. */
  readonly previousSecret?: string;
  /** The version events are labelled with; the schemas' own when absent. Their shape is always that of the schemas. */
  readonly apiVersion?: string;
  /** Hears of the events of connected accounts, and only of those. */
  readonly connect?: boolean;
  /** The connected account it belongs to; the platform when absent. */
  readonly account?: string | null;
  /** Whether it hears of live payments; of test ones when absent. */
  readonly livemode?: boolean;
  /** Whole events, unless told otherwise; `thin` ones carry ids only, and their types begin with `v1.`. */
  readonly payload?: "snapshot" | "thin";
}

/** One attempt to hand one event to one endpoint. */
export interface Delivery {
  readonly id: number;
  readonly event: string;
  readonly type: string;
  readonly url: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When the attempt was made or is due, in milliseconds. */
  readonly at: number;
  readonly status: "held" | "waiting" | "sending" | "delivered" | "failed" | "dropped";
  /** The endpoint's answer, when there was one. */
  readonly httpStatus?: number;
}

/** Ways a delivery can be wrong on the wire, to try an endpoint's checks. */
export type Corruption = "wrong_secret" | "modified_body" | "old_timestamp" | "malformed";

/** All of them. */
export const corruptions: readonly Corruption[] = ["wrong_secret", "modified_body", "old_timestamp", "malformed"];

/** What decides which endpoints an event goes to. */
export interface EventScope {
  readonly type: string;
  readonly livemode: boolean;
  readonly account?: string | null;
}
