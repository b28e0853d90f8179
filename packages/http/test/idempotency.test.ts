import { createTill, type IdempotencyStore, memoryIdempotency, memoryStore, type Till } from "@tillkit/core";
import { createHandler, toFetch } from "@tillkit/http";
import { createModelStripe, virtualClock } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const coffee = { flow: "terminal", reference: "bill-7", amount: 1250, currency: "usd", reader: "tmr_front" };

describe("an Idempotency-Key", () => {
  // RFC 9651, 3.3.3 and 4.2.5: in quotes all of printable ASCII, quote and backslash escaped.
  it.each([
    ["abc", '"abc"'],
    ["a\\b", String.raw`"a\\b"`],
    ["bill:7/2!#$%&'*+.^_`|~()<>@;=?{}[]", '"bill:7/2!#$%&\'*+.^_`|~()<>@;=?{}[]"'],
    ["k".repeat(255), `"${"k".repeat(255)}"`],
  ])("is the same bare (%s) and as a string (%s)", async (bare, quoted) => {
    const post = server();
    expect((await post(bare)).status).toBe(201);
    expect((await post(quoted)).headers.get("idempotency-replayed")).toBe("true");
  });

  it("may have white space, quotes and commas in its quotes, and is another one with each", async () => {
    const seen: (string | undefined)[] = [];
    const real = memoryIdempotency();
    const post = server({
      idempotency: {
        ...real,
        begin: (request) => {
          seen.push(request.key);
          return real.begin(request);
        },
      },
    });
    for (const header of ['"a b"', '"a, b"', String.raw`"a\"b"`, '" a"', '"a "']) await post(header);
    expect(seen).toEqual(["a b", "a, b", 'a"b', " a", "a "]);
  });

  it.each(['"a\\', String.raw`"\a"`, '"a";v=1', "'a b'", '"tab\t"', '""x', `"${"k".repeat(256)}"`])(
    "is refused as %s",
    async (header) => {
      const response = await server()(header);
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ code: "idempotency_key_invalid", retryable: false }),
      ]);
    },
  );

  it("is a key to nothing else than the tenant's own answers", async () => {
    const idempotency = memoryIdempotency();
    const north = server({ idempotency, till: makeTill("north") });
    const south = server({ idempotency, till: makeTill("south") });
    const [first, second] = [await north("key"), await south("key")];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get("idempotency-replayed")).toBeNull();
  });

  it("is known to every handler on one store", async () => {
    const idempotency = memoryIdempotency();
    const till = makeTill();
    const first = await server({ idempotency, till })("key");
    const second = await server({ idempotency, till })("key");
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await second.text()).toBe(await first.text());
  });

  it("is remembered where the host gives no store", async () => {
    const post = server();
    await post("key");
    expect((await post("key")).headers.get("idempotency-replayed")).toBe("true");
  });
});

describe("when the idempotency store fails", () => {
  const away = new Error("The database is away.");

  it("at the beginning, nothing is done", async () => {
    const till = makeTill();
    const idempotency = { ...memoryIdempotency(), begin: () => Promise.reject(away) };
    await expect(server({ idempotency, till })("key")).rejects.toBe(away);
    expect(await till.list()).toEqual([]);
  });

  it("at the end, the client is told of no success that a repetition would not find", async () => {
    const idempotency = { ...memoryIdempotency(), complete: () => Promise.reject(away) };
    await expect(server({ idempotency })("key")).rejects.toBe(away);
  });

  it("at giving a key back, what went wrong first is told", async () => {
    const idempotency = { ...memoryIdempotency(), release: () => Promise.reject(away) };
    const response = await server({ idempotency })("key", { ...coffee, amount: -1 });
    expect(await response.json()).toMatchObject({ code: "invalid_amount" });
  });
});

it("answers what it did, although another request has taken its work over meanwhile", async () => {
  const clock = virtualClock();
  const idempotency = memoryIdempotency();
  const till = makeTill();
  const taken: number[] = [];
  const post = server({
    clock,
    till,
    idempotency: {
      ...idempotency,
      complete: async (done) => {
        if (taken.length === 0) {
          await clock.advance(60_000);
          taken.push((await server({ clock, till, idempotency })("key")).status);
        }
        return idempotency.complete(done);
      },
    },
  });
  const slow = await post("key");
  expect([slow.status, taken]).toEqual([201, [200]]);
  // The answer that counts is that of who had the work last.
  const again = await post("key");
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
  expect(await till.list()).toHaveLength(1);
});

function makeTill(tenant = "default"): Till {
  return createTill({ tenant, gateway: createModelStripe({ now: () => 0 }).gateway, store: memoryStore() });
}

/** Posts a bill under a key to a handler of its own. */
function server({
  till = makeTill(),
  ...options
}: {
  till?: Till;
  idempotency?: IdempotencyStore;
  clock?: ReturnType<typeof virtualClock>;
} = {}): (key: string, body?: object) => Promise<Response> {
  const handle = toFetch(createHandler({ till, authorize: () => true, ...options }));
  return (key, body = coffee) =>
    handle(
      new Request("http://till.example/payments", {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", "idempotency-key": key },
      }),
    );
}
