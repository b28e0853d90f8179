import { errorCodes, TillkitError } from "@tillkit/core";
import { describe, expect, it } from "vitest";

describe("a tillkit error", () => {
  it("carries its code, its status, what was seen and what lies underneath", () => {
    const cause = new Error("ECONNRESET");
    const error = new TillkitError("stripe_unavailable", "Stripe did not answer. Try again.", {
      cause,
      retryable: true,
      details: { tries: 2 },
    });
    expect(error).toMatchObject({
      name: "TillkitError",
      code: "stripe_unavailable",
      status: 503,
      retryable: true,
      details: { tries: 2 },
      cause,
    });
  });

  it("is recognised across two copies of the package", () => {
    const other = Object.assign(new Error("made elsewhere"), { [Symbol.for("tillkit.error")]: true });
    expect(TillkitError.is(other)).toBe(true);
    expect(TillkitError.is(new Error("plain"))).toBe(false);
    expect(TillkitError.is({ code: "forbidden" })).toBe(false);
  });

  it("has an HTTP error status for every code", () => {
    for (const status of Object.values(errorCodes)) expect(status).toBeGreaterThanOrEqual(400);
  });
});
