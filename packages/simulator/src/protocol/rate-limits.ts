import type { SimulatorClock } from "../clock.ts";
import { Refusal } from "./errors.ts";
import { tokenBucket } from "./token-bucket.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** How many requests an account may make, as Stripe publishes it (page Rate limits). */
export interface RateLimits {
  /** A second, all requests with test keys together. */
  readonly test: number;
  /** A second, all requests with live keys together. */
  readonly live: number;
  /** A second, to each operation by itself. */
  readonly endpoint: number;
  /** A second, reading files, and as many writing them. */
  readonly files: number;
  /** A second, searching. */
  readonly search: number;
  /** An hour, changing one PaymentIntent. */
  readonly paymentIntentUpdates: number;
}

/** Stripe's own figures. */
export const stripeRateLimits: RateLimits = {
  test: 25,
  live: 100,
  endpoint: 25,
  files: 20,
  search: 20,
  paymentIntentUpdates: 1_000,
};

/** What `Stripe-Rate-Limited-Reason` says. */
export type LimitedBy = "global-rate" | "endpoint-rate" | "resource-specific";

/** A 429 because of too many requests. Not kept under the idempotency key. */
export class RateLimited extends Refusal {
  readonly limitedBy: LimitedBy;

  constructor(limitedBy: LimitedBy, code = "rate_limit") {
    const message = "Request rate limit exceeded. Slow down and try again.";
    super(429, { type: "invalid_request_error", code, message }, false);
    this.limitedBy = limitedBy;
  }
}

/** What is counted of a request. */
interface CountedRequest {
  readonly account: string | null;
  readonly livemode: boolean;
  /** Verb and path template: every operation is an endpoint of its own. */
  readonly operation: string;
  /** The id in the path, or `""`. */
  readonly id: string;
}

/** The switch for counting requests. */
export interface RateLimitSwitch {
  /** What is enforced; `undefined` while nothing is counted. */
  readonly limits: RateLimits | undefined;
  /** Enforces Stripe's figures, with those given in their place, or with `false` nothing. All counting starts anew. */
  set(limits: boolean | Partial<RateLimits>): void;
}

/** Counts requests, when told to. */
export interface RateLimiter extends RateLimitSwitch {
  /** Counts a request. Throws a `RateLimited`, and then counts nothing. */
  count(request: CountedRequest): void;
}

/** A limiter on the simulator's clock. */
export function rateLimiter(clock: SimulatorClock, enforced: boolean | Partial<RateLimits>): RateLimiter {
  let limits = chosen(enforced);
  const buckets = new Map<string, TokenBucket>();

  function bucket(name: string, capacity: number, periodMs: number): TokenBucket {
    let known = buckets.get(name);
    if (!known) buckets.set(name, (known = tokenBucket(capacity, periodMs, clock.now())));
    return known;
  }

  return {
    get limits() {
      return limits;
    },
    set(wanted) {
      limits = chosen(wanted);
      buckets.clear();
    },
    count(request) {
      if (!limits) return;
      const now = clock.now();
      const drawn = rulesFor(request, limits).map(({ name, capacity, periodMs, refusal }) => {
        const from = bucket(name, capacity, periodMs);
        if (!from.has(now)) throw refusal();
        return from;
      });
      for (const from of drawn) from.take(now);
      if (buckets.size > mostBuckets) for (const [name, each] of buckets) if (each.isFull(now)) buckets.delete(name);
    },
  };
}

interface Rule {
  readonly name: string;
  readonly capacity: number;
  readonly periodMs: number;
  readonly refusal: () => RateLimited;
}

/** Objects are many, and most are not touched again. */
const mostBuckets = 10_000;

const hourMs = 3_600_000;

/** The limits that a request counts towards, the widest first. */
function rulesFor({ account, livemode, operation, id }: CountedRequest, limits: RateLimits): readonly Rule[] {
  const whose = `${account ?? ""}/${livemode ? "live" : "test"}`;
  const perSecond = (name: string, capacity: number, by: LimitedBy): Rule => ({
    name: `${whose} ${name}`,
    capacity,
    periodMs: 1_000,
    refusal: () => new RateLimited(by),
  });
  const rules = [
    perSecond("*", livemode ? limits.live : limits.test, "global-rate"),
    perSecond(operation, limits.endpoint, "endpoint-rate"),
  ];
  const [method = "", path = ""] = operation.split(" ");
  if (path.startsWith("/v1/files")) {
    rules.push(perSecond(`files ${method === "GET" ? "read" : "write"}`, limits.files, "resource-specific"));
  }
  if (path.endsWith("/search")) rules.push(perSecond("search", limits.search, "resource-specific"));
  if (method === "POST" && path.startsWith("/v1/payment_intents/{id}")) {
    const refusal = () => new RateLimited("resource-specific", "payment_intent_rate_limit_exceeded");
    rules.push({ name: `${whose} ${id}`, capacity: limits.paymentIntentUpdates, periodMs: hourMs, refusal });
  }
  return rules;
}

/** Throws for a limit that would let nothing through, or is no number. */
function chosen(wanted: boolean | Partial<RateLimits>): RateLimits | undefined {
  if (wanted === false) return undefined;
  const limits = { ...stripeRateLimits, ...(wanted === true ? {} : wanted) };
  for (const [name, value] of Object.entries(limits)) {
    if (!(name in stripeRateLimits)) throw new RangeError(`There is no rate limit '${name}'`);
    if (!(value >= 1)) throw new RangeError(`The rate limit '${name}' must be 1 or more; it is ${String(value)}`);
  }
  return limits;
}
