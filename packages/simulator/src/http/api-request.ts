import type { FaultKind } from "../faults.ts";
import type { Params } from "../schema/read-params.ts";
import type { LimitedBy } from "../protocol/rate-limits.ts";
import type { StoredAnswer } from "../protocol/idempotency.ts";

/** A request to the API as it arrived. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Text; of a multipart form, one character per byte. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * What becomes of a request. `connection` says whether the client gets to see the answer: with `reset` it is told so,
 * with `truncated` it sees half of it, with `hung` it waits for ever.
 */
export interface ApiAnswer extends StoredAnswer {
  readonly requestId: string;
  readonly replayed: boolean;
  readonly params: Params;
  readonly idempotencyKey: string | null;
  readonly version: string;
  readonly connection: "kept" | "reset" | "truncated" | "hung";
  /** The connected account that the request is about. */
  readonly account: string | null;
  /** What the body is when it is no JSON; it is then written with one character per byte. */
  readonly media?: string;
  /** The second half of the body follows when this resolves. */
  readonly rest?: Promise<void>;
  readonly fault?: FaultKind;
  /** Stripe's word on whether to send the request again, where it has one. */
  readonly shouldRetry?: boolean;
  /** Which limit a 429 is about. */
  readonly limitedBy?: LimitedBy;
}

/** How the body of an answer becomes bytes: a file has one character for each. */
export function encodingOf({ media }: ApiAnswer): "utf8" | "latin1" {
  return media === undefined ? "utf8" : "latin1";
}

/** The body of an answer as it goes over the wire. */
export function bodyBytes(answer: ApiAnswer): Buffer {
  return Buffer.from(answer.body, encodingOf(answer));
}
