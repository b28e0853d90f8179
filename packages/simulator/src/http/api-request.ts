import type { FaultKind } from "../faults.ts";
import type { Params } from "../schema/read-params.ts";
import type { LimitedBy } from "../protocol/rate-limits.ts";
import type { StoredAnswer } from "../protocol/idempotency.ts";

/** A request to the API as it arrived. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What becomes of a request. `connection` says whether the client gets to see the answer. */
export interface ApiAnswer extends StoredAnswer {
  readonly requestId: string;
  readonly replayed: boolean;
  readonly params: Params;
  readonly idempotencyKey: string | null;
  readonly version: string;
  readonly connection: "kept" | "reset" | "truncated";
  readonly fault?: FaultKind;
  /** Which limit a 429 is about. */
  readonly limitedBy?: LimitedBy;
}
