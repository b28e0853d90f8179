import { TillkitError } from "@tillkit/core";
import { readFailure } from "./failure.ts";
import { explain } from "./outcome.ts";

/**
 * What a failed read, on which no payment waits, is to the host. Stripe's error is not kept as the cause: it carries the whole answer,
 * and nobody promises what is in that.
 */
export function refusalToRead(what: string, error: unknown): TillkitError {
  return refusalToWrite(`${what} could not be read`, error);
}

/** The same of a write; `what` is a sentence without its end. Where nobody answered, nobody knows whether it was done. */
export function refusalToWrite(what: string, error: unknown): TillkitError {
  if (TillkitError.is(error)) return error;
  const failure = readFailure(error);
  const { status, code, retryAfterMs } = failure;
  const details = {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { stripeCode: code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  if (status === 401) return new TillkitError("invalid_key", explain(failure), { details });
  if (status === 403) return new TillkitError("missing_permission", explain(failure), { details });
  return new TillkitError("stripe_unavailable", `${what}: ${explain(failure)}`, {
    details,
    retryable: true,
  });
}
