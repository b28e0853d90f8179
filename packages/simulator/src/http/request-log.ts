import type { SimulatorClock } from "../clock.ts";
import type { FaultKind } from "../faults.ts";
import type { Params } from "../schema/read-params.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";

/** A request the API was sent, and what became of it. */
export interface RecordedRequest {
  /** `req_…`, also in the answer's `request-id` header. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly params: Params;
  readonly idempotencyKey: string | null;
  /** 0 when the client never got an answer. */
  readonly status: number;
  /** Whether the answer came from an earlier request with the same idempotency key. */
  readonly replayed: boolean;
  /** When it was answered, in milliseconds. */
  readonly at: number;
  readonly fault?: FaultKind;
}

/** Remembers the latest requests. */
export interface RequestLog {
  readonly requests: readonly RecordedRequest[];
  record(request: ApiRequest, answer: ApiAnswer): void;
}

const keptRequests = 100_000;

/** A log that begins with an earlier run's; it keeps the latest hundred thousand requests. */
export function requestLog(
  clock: SimulatorClock,
  changed: () => void,
  earlier: readonly RecordedRequest[] = [],
): RequestLog {
  let requests = [...earlier];
  return {
    get requests() {
      return requests;
    },
    record({ method, path }, { requestId, params, idempotencyKey, status, replayed, connection, fault }) {
      if (requests.length >= 2 * keptRequests) requests = requests.slice(-keptRequests);
      requests.push({
        id: requestId,
        method,
        path,
        params,
        idempotencyKey,
        replayed,
        status: connection === "kept" ? status : 0,
        at: clock.now(),
        ...(fault !== undefined && { fault }),
      });
      changed();
    },
  };
}
