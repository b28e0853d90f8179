import assert from "node:assert/strict";
import type { StoredAnswer } from "@tillkit/core";
import {
  begin,
  complete,
  created,
  finished,
  type IdempotencyCase,
  idempotencyCase,
  LATER,
  release,
  started,
} from "./case.ts";

/** What was answered once is answered again, word for word. */
export const answerCases: readonly IdempotencyCase[] = [
  idempotencyCase("a finished request is answered with its status, headers and body", async ({ store }) => {
    await finished(store);
    assert.deepEqual(await begin(store, { token: "b" }), { type: "completed", answer: created });
  }),

  idempotencyCase("an answer is there however long after, until it is forgotten", async ({ store }) => {
    await finished(store);
    const nextYear = LATER + 365 * 86_400_000;
    assert.deepEqual(await begin(store, { token: "b", now: nextYear }), { type: "completed", answer: created });
  }),

  idempotencyCase("an answer never changes", async ({ store }) => {
    await finished(store);
    assert.equal(await complete(store, {}, { ...created, body: "another" }), false);
    assert.equal(await complete(store, { token: "b" }, { ...created, body: "another" }), false);
    assert.deepEqual(await begin(store, { token: "c" }), { type: "completed", answer: created });
  }),

  idempotencyCase("a finished request is not given back", async ({ store }) => {
    await finished(store);
    assert.equal(await release(store), false);
    assert.deepEqual(await begin(store, { token: "b" }), { type: "completed", answer: created });
  }),

  idempotencyCase("nothing is completed that was not begun", async ({ store }) => {
    assert.equal(await complete(store), false);
    await started(store);
  }),

  idempotencyCase(
    "bodies come back as they went in: empty, in every script, escaped, and of 1 MB",
    async ({ store }) => {
      const bodies = [
        "",
        "naïve café ☕ 注文 طلب 🧾",
        '{"quote":"\\"","line":"\\n"}',
        "\r\n\t '%_\\",
        "é".repeat(524_288),
      ];
      for (const [n, body] of bodies.entries()) await finished(store, { key: `key ${n}` }, { ...created, body });
      for (const [n, body] of bodies.entries()) {
        const result = await begin(store, { key: `key ${n}`, token: "b" });
        // Not compared as a whole: nobody wants to read a difference of a megabyte.
        assert(result.type === "completed" && result.answer.body === body, `Body ${n} is another.`);
      }
    },
  ),

  idempotencyCase("headers come back as they went in, also without any", async ({ store }) => {
    const answers: readonly StoredAnswer[] = [
      { status: 204, headers: {}, body: "" },
      { status: 409, headers: { "x-odd": 'a, b; c="d"', "retry-after": "1", location: "payments/pay_é" }, body: "{}" },
    ];
    for (const answer of answers) await finished(store, { key: `key ${answer.status}` }, answer);
    for (const answer of answers)
      assert.deepEqual(await begin(store, { key: `key ${answer.status}`, token: "b" }), { type: "completed", answer });
  }),

  idempotencyCase("who changes what it wrote or was given does not change what is kept", async ({ store }) => {
    const answer = { ...created, headers: { location: "payments/pay_1" } };
    await finished(store, {}, answer);
    answer.headers.location = "payments/pay_2";
    const first = await begin(store, { token: "b" });
    assert(first.type === "completed");
    // A store may hand out frozen answers: then nobody can.
    Reflect.set(first.answer.headers, "location", "payments/pay_3");
    assert.deepEqual(await begin(store, { token: "c" }), {
      type: "completed",
      answer: { ...created, headers: { location: "payments/pay_1" } },
    });
  }),
];
