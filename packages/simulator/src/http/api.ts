import type { SimulatorClock } from "../clock.ts";
import type { FaultKind, Faults } from "../faults.ts";
import { checkAnswer } from "../schema/check-answer.ts";
import type { Params } from "../schema/read-params.ts";
import { checkExpand } from "../schema/check-expand.ts";
import { gated } from "../schema/gated.ts";
import { readParams } from "../schema/read-params.ts";
import { apiVersion } from "../schema/schema.ts";
import type { Operation } from "../schema/schema.ts";
import type { World } from "../world.ts";
import type { Worlds } from "../worlds.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";
import { Refusal } from "../protocol/errors.ts";
import { expand } from "./expand.ts";
import type { IdempotencyKeys, StoredAnswer } from "../protocol/idempotency.ts";
import { lockTimeout } from "../protocol/object-locks.ts";
import type { ObjectLocks } from "../protocol/object-locks.ts";
import { RateLimited } from "../protocol/rate-limits.ts";
import type { LimitedBy, RateLimiter } from "../protocol/rate-limits.ts";
import { readCaller } from "./keys.ts";
import type { Caller, Keys } from "./keys.ts";
import {
  accountOf,
  checkHeaders,
  findRoute,
  fingerprintOf,
  header,
  readSent,
  refuseRemoved,
} from "./request-checks.ts";
import type { Upload } from "../protocol/multipart.ts";
import { writtenObjects } from "./written-objects.ts";
import type { Route, RouteCall, Router } from "./router.ts";

/** What an API is made of. */
export interface ApiParts {
  readonly worlds: Worlds;
  readonly clock: SimulatorClock;
  readonly route: Router;
  readonly faults: Faults;
  readonly keys: Keys;
  /** What each world remembers. */
  readonly idempotency: (world: World) => IdempotencyKeys;
  /** Who is writing to what in each world. */
  readonly locks: (world: World) => ObjectLocks;
  readonly rateLimits: RateLimiter;
  readonly pagesUrl: () => string;
  /** Told about every answer that is not as Stripe declares it. */
  readonly violation: (what: string) => void;
}

/** Answers API requests as Stripe does: key, route, parameters, idempotency, work, answer. */
export function api(parts: ApiParts): (request: ApiRequest) => Promise<ApiAnswer> {
  const { random, settings } = parts.worlds.main;

  return async (request) => {
    const requestId = random.id("req_", 14);
    const idempotencyKey = request.method === "POST" ? (header(request, "idempotency-key") ?? null) : null;
    const fault = parts.faults.strike(request);
    const version = header(request, "stripe-version") ?? apiVersion;
    let params: Params = {};
    let account: string | null = null;
    const answer = async ({ status, body, limitedBy, media }: Outcome, replayed = false): Promise<ApiAnswer> => {
      if (typeof fault === "object" && "answerAfterMs" in fault) await later(parts.clock, fault.answerAfterMs);
      return {
        status,
        body,
        ...(limitedBy && { limitedBy }),
        ...(media !== undefined && { media }),
        requestId,
        replayed,
        params,
        idempotencyKey,
        version,
        account,
        ...traces(fault, parts.clock),
      };
    };
    if (fault === "lose_request") return answer({ status: 0, body: "" });

    try {
      const { route, ids, operation } = findRoute(parts.route, request);
      const caller = readCaller(header(request, "authorization"), parts.keys, settings.acceptLiveKeys);
      caller.require(route.permission);
      checkHeaders(request, route.name, version, settings.strictVersion);
      account = accountOf(request);
      parts.rateLimits.count({ account, livemode: caller.livemode, operation: route.name, id: ids["id"] ?? "" });
      const world = parts.worlds.of(account, caller.livemode);
      const keys = parts.idempotency(world);
      const sent = readSent(request);
      const fingerprint = idempotencyKey === null ? "" : fingerprintOf(request, sent);
      const stored = idempotencyKey === null ? undefined : keys.find(idempotencyKey, fingerprint);
      if (stored) return await answer(stored, true);
      refuseRemoved(sent.tree);
      params = operation.request ? readParams(gated(route.name, operation.request, settings.account), sent.tree) : {};
      checkExpand(operation, params["expand"]);

      if (idempotencyKey !== null) keys.begin(idempotencyKey, fingerprint);
      const outcome = await perform(parts, {
        world,
        caller,
        route,
        ids,
        operation,
        params,
        ...(sent.upload && { upload: sent.upload }),
        requestId,
        idempotencyKey,
        fault,
      });
      if (idempotencyKey !== null)
        keys.end(idempotencyKey, outcome.keep ? { status: outcome.status, body: outcome.body } : undefined);
      return await answer(outcome);
    } catch (error) {
      return answer(refused(error, requestId));
    }
  };
}

/** What a request ends in, before its headers. */
interface Outcome extends StoredAnswer {
  readonly limitedBy?: LimitedBy;
  readonly media?: string;
}

interface Work {
  readonly world: World;
  readonly caller: Caller;
  readonly route: Route;
  readonly ids: RouteCall["ids"];
  readonly operation: Operation;
  readonly params: Params;
  readonly upload?: Upload;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly fault: FaultKind | undefined;
}

/** The work itself, once nothing about the request can be wrong any more. */
async function perform(parts: ApiParts, work: Work): Promise<Outcome & { readonly keep: boolean }> {
  const { fault, requestId } = work;
  const injected = typeof fault === "object" ? fault : undefined;
  try {
    if (fault === "rate_limit") throw new RateLimited("endpoint-rate");
    if (fault === "lock_timeout") throw lockTimeout();
    if (injected && "error" in injected) {
      const { status, ...body } = injected.error;
      throw new Refusal(status, body, ![401, 403, 409, 429].includes(status));
    }
    const broken = injected && "status" in injected ? injected : undefined;
    const done = broken && !broken.worked ? { body: "" } : await alone(parts, work, injected);
    if (broken) throw serverError(broken.status, broken.stored ?? false);
    return { status: 200, ...done, keep: true };
  } catch (error) {
    return { ...refused(error, requestId), keep: !(error instanceof Refusal) || error.stored };
  }
}

/** The work while nobody else writes to its objects. However slow it is, others wait. */
function alone(parts: ApiParts, work: Work, fault: Exclude<FaultKind, string> | undefined): Promise<Done> {
  const written = writtenObjects(work.route.name, work.ids["id"] ?? "", work.params);
  return parts.locks(work.world).hold(written, async () => {
    if (fault && "delayMs" in fault) await later(parts.clock, fault.delayMs);
    return run(parts, work);
  });
}

/** A body, and what it is when it is no JSON. */
type Done = Pick<Outcome, "body" | "media">;

async function run({ pagesUrl, violation }: ApiParts, work: Work): Promise<Done> {
  const { world, caller, route, ids, operation, params, upload } = work;
  // Only what happens before the first await is this request's doing.
  world.cause = { id: work.requestId, idempotency_key: work.idempotencyKey };
  let result: object | Promise<object>;
  try {
    const call = { world, id: ids["id"] ?? "", ids, params, pagesUrl: pagesUrl(), ...(upload && { upload }) };
    if (route.download) return route.download(call);
    result = route.run(call);
  } finally {
    world.cause = null;
  }
  const plain = result instanceof Promise ? await result : result;
  const paths = params["expand"];
  const shown = Array.isArray(paths) ? expand(world, plain, paths.map(String), caller.require) : plain;
  const wrong = departure(operation, shown);
  if (wrong === undefined) return { body: JSON.stringify(shown) };
  violation(`${route.name}: ${wrong}`);
  throw new Refusal(500, {
    type: "api_error",
    message: `Simulator bug: this answer is not as Stripe declares it. ${wrong}`,
  });
}

function departure({ response, list }: Operation, answer: object): string | undefined {
  const whole = (response.$ref ?? "").slice("#/definitions/".length);
  // `Customers.Customer`, once it is gone, is a `Customers.DeletedCustomer`.
  const gone = Reflect.get(answer, "deleted") === true && !whole.includes(".Deleted");
  const definition = gone ? whole.replace(/\.(?=\w+$)/, ".Deleted") : whole;
  if (!list) return checkAnswer(definition, answer);
  const items: unknown = Reflect.get(answer, "data");
  for (const item of Array.isArray(items) ? items : []) {
    const wrong = checkAnswer(definition, item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function refused(error: unknown, requestId: string): Outcome {
  const refusal = error instanceof Refusal ? error : bug(error);
  const url = `https://dashboard.stripe.com/test/logs/${requestId}`;
  const body = JSON.stringify({ error: { ...refusal.body, request_log_url: url } });
  return { status: refusal.status, body, ...(refusal instanceof RateLimited && { limitedBy: refusal.limitedBy }) };
}

function bug(error: unknown): Refusal {
  const message = `Simulator bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return new Refusal(500, { type: "api_error", message }, false);
}

function serverError(status: number, stored: boolean): Refusal {
  return new Refusal(status, { type: "api_error", message: "An unknown error occurred" }, stored);
}

/** What a fault does to the answer on its way to the client. */
function traces(
  fault: FaultKind | undefined,
  clock: SimulatorClock,
): Pick<ApiAnswer, "connection" | "rest" | "shouldRetry" | "fault"> {
  if (fault === undefined) return { connection: "kept" };
  if (fault === "lose_request" || fault === "lose_answer") return { fault, connection: "reset" };
  if (fault === "hang") return { fault, connection: "hung" };
  if (fault === "truncate_body") return { fault, connection: "truncated" };
  if (typeof fault === "string") return { fault, connection: "kept" };
  return {
    fault,
    connection: "kept",
    ...("slowBodyMs" in fault && { rest: later(clock, fault.slowBodyMs) }),
    ...("shouldRetry" in fault && { shouldRetry: fault.shouldRetry }),
  };
}

function later(clock: SimulatorClock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
