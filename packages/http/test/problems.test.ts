import { createTill, type ErrorCode, errorCodes, memoryStore, type Till, TillkitError } from "@tillkit/core";
import { type Answer, createHandler, type Exchange } from "@tillkit/http";
import { createModelStripe } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const { gateway } = createModelStripe({ now: () => 0 });
const real = createTill({ gateway, store: memoryStore() });
const health: Exchange<undefined> = {
  method: "GET",
  path: "/health",
  query: new URLSearchParams(),
  header: () => undefined,
  bytes: async () => new Uint8Array(),
  native: undefined,
};

/** What the client is told when the till fails with this. */
function answerTo(error: Error): Promise<Answer> {
  const till: Till = { ...real, health: () => Promise.reject(error) };
  return createHandler({ till, authorize: () => true }).handle(health);
}

function bodyOf({ body }: Answer): unknown {
  return typeof body === "string" ? (JSON.parse(body) as unknown) : body;
}

describe("an error of tillkit", () => {
  // The table's keys are its codes; `Object.keys` only forgets it.
  it.each(Object.keys(errorCodes) as ErrorCode[])("%s is a problem document of its own status", async (code) => {
    const answer = await answerTo(new TillkitError(code, "What happened, and what to do.", { retryable: true }));
    expect(answer.status).toBe(errorCodes[code]);
    expect(answer.headers).toMatchObject({
      "content-type": expect.stringMatching(/^application\/problem\+json/),
      "cache-control": "no-store",
    });
    expect(bodyOf(answer)).toEqual({
      type: `docs/reference/errors.md#${code}`,
      title: expect.stringMatching(/^[A-Z][a-z ]+$/),
      status: errorCodes[code],
      detail: "What happened, and what to do.",
      code,
      retryable: true,
    });
  });

  it("tells what was seen where the caller can act on it", async () => {
    const error = new TillkitError("reader_busy", "Busy.", { details: { paymentId: "pay_1" } });
    expect(bodyOf(await answerTo(error))).toMatchObject({ details: { paymentId: "pay_1" } });
  });

  it("keeps what was seen inside where only the host can act on it, and its cause always", async () => {
    const cause = new Error("/var/lib/till.db is read-only");
    const error = new TillkitError("store_unusable", "The store is closed.", { details: { file: "/var/lib" }, cause });
    expect((await answerTo(error)).body).not.toMatch(/var\/lib/);
  });

  it("never tells why a card was refused", async () => {
    const error = new TillkitError("reader_busy", "After a lost_card.", { details: { why: "stolen_card" } });
    expect((await answerTo(error)).body).not.toMatch(/lost_card|stolen_card/);
  });

  it("is known when a second copy of the package threw it", async () => {
    const brand = Symbol.for("tillkit.error");
    const fields = { code: "reader_busy", status: 409, docUrl: "docs#x", retryable: false, details: {}, [brand]: true };
    expect((await answerTo(Object.assign(new Error("Busy."), fields))).status).toBe(409);
  });
});

describe("an error that is not tillkit's", () => {
  it("is thrown as it is", async () => {
    const error = new RangeError("The host's own.");
    await expect(answerTo(error)).rejects.toBe(error);
  });
});
