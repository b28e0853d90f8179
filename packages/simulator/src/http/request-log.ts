import type { SimulatorClock } from "../clock.ts";
import type { FaultKind } from "../faults.ts";
import { checkPattern, isRequest } from "../request-pattern.ts";
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
  /** The connected account it was about; null for the platform itself. */
  readonly account: string | null;
  /** 0 when the client never got an answer. */
  readonly status: number;
  /** Whether the answer came from an earlier request with the same idempotency key. */
  readonly replayed: boolean;
  /** When it was answered, in milliseconds. */
  readonly at: number;
  readonly fault?: FaultKind;
}

/** How often: exactly, or within bounds. */
export type Times = number | { readonly atLeast?: number; readonly atMost?: number };

/** What can be asked about the requests there were. Patterns are as in fault rules. */
export interface RequestQuestions {
  /** The latest requests like this, oldest first: `requestsTo("POST /v1/refunds")`. */
  requestsTo(on: string): readonly RecordedRequest[];
  /** The next request like this, once it has been answered. */
  nextRequest(on: string): Promise<RecordedRequest>;
  /** The same as `requestsTo`. Throws when there were more or fewer, and says which requests there were. */
  assertRequests(on: string, times: Times): readonly RecordedRequest[];
  /** Forgets the requests there were, so that a test sees only its own. */
  forgetRequests(): void;
}

/** Remembers the latest requests. */
export interface RequestLog extends RequestQuestions {
  readonly requests: readonly RecordedRequest[];
  record(request: ApiRequest, answer: ApiAnswer): void;
}

const keptRequests = 100_000;

/** As many as a reader of a failed test looks at. */
const shownRequests = 20;

/** A log that begins with an earlier run's; it keeps the latest hundred thousand requests. */
export function requestLog(
  clock: SimulatorClock,
  changed: () => void,
  earlier: readonly RecordedRequest[] = [],
): RequestLog {
  let requests = [...earlier];
  const listeners = new Set<(request: RecordedRequest) => void>();

  function requestsTo(on: string): readonly RecordedRequest[] {
    checkPattern(on);
    return requests.filter(({ method, path }) => isRequest(on, method, path));
  }

  return {
    get requests() {
      return requests;
    },
    record({ method, path }, { requestId, params, idempotencyKey, account, status, replayed, connection, fault }) {
      if (requests.length >= 2 * keptRequests) requests = requests.slice(-keptRequests);
      const recorded: RecordedRequest = {
        id: requestId,
        method,
        path,
        params,
        idempotencyKey,
        account,
        replayed,
        status: connection === "kept" ? status : 0,
        at: clock.now(),
        ...(fault !== undefined && { fault }),
      };
      requests.push(recorded);
      changed();
      for (const listener of listeners) listener(recorded);
    },
    requestsTo,
    nextRequest(on) {
      checkPattern(on);
      return new Promise((resolve) => {
        const listener = (request: RecordedRequest) => {
          if (!isRequest(on, request.method, request.path)) return;
          listeners.delete(listener);
          resolve(request);
        };
        listeners.add(listener);
      });
    },
    assertRequests(on, times) {
      const found = requestsTo(on);
      const { atLeast = 0, atMost = Infinity } = typeof times === "number" ? { atLeast: times, atMost: times } : times;
      if (found.length >= atLeast && found.length <= atMost) return found;
      const wanted = inWords(atLeast, atMost);
      const seen = requests
        .slice(-shownRequests)
        .map(({ method, path, status }) => `\n  ${method} ${path} → ${status}`);
      throw new Error(`Requests like ${on}: ${found.length} instead of ${wanted}. The latest of all:${seen.join("")}`);
    },
    forgetRequests() {
      requests = [];
      changed();
    },
  };
}

function inWords(atLeast: number, atMost: number): string {
  if (atLeast === atMost) return String(atLeast);
  if (atMost === Infinity) return `at least ${atLeast}`;
  return atLeast === 0 ? `at most ${atMost}` : `${atLeast} to ${atMost}`;
}
