import { memoryStore } from "@tillkit/core";
import { Crashed, type CrashPoint, crashing, firstCommit, paymentFixture } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const first = firstCommit(paymentFixture());

describe("a store whose process dies", () => {
  it("before the work: nothing is written", async () => {
    const store = memoryStore();
    const { port } = crashing(store, { call: 1, at: "before" });
    await expect(port.commit(first)).rejects.toThrow(Crashed);
    expect(await store.load("default", "pay_1")).toBeUndefined();
  });

  it("after the work: it is written, and nobody hears of it", async () => {
    const store = memoryStore();
    const { port } = crashing(store, { call: 1, at: "after" });
    await expect(port.commit(first)).rejects.toThrow(Crashed);
    expect((await store.load("default", "pay_1"))?.version).toBe(1);
  });

  it("in silence: it is written, and the answer never comes", async () => {
    const store = memoryStore();
    const { port } = crashing(store, { call: 1, at: "silence" });
    const answered = port.commit(first).then(
      () => true,
      () => true,
    );
    const turned = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
    expect(await Promise.race([answered, turned])).toBe(false);
    expect((await store.load("default", "pay_1"))?.version).toBe(1);
  });

  it("stays dead", async () => {
    const wrapped = crashing(memoryStore(), { call: 2, at: "before" });
    await wrapped.port.load("default", "pay_1");
    await expect(wrapped.port.load("default", "pay_1")).rejects.toThrow(Crashed);
    await expect(wrapped.port.timeline("default", "pay_1")).rejects.toThrow(Crashed);
    expect(() => wrapped.port.subscribe(() => undefined)).toThrow(Crashed);
    expect(wrapped.crashed).toBe(true);
  });

  it("lets through what is not a call", () => {
    const { port } = crashing(memoryStore(), { call: 1, at: "before" });
    expect(port.transactions).toBe("sync");
  });
});

it.each<CrashPoint>(["before", "after"])(
  "a loop over every point %s the work ends, having died at each",
  async (at) => {
    const died: number[] = [];
    for (let call = 1; ; call++) {
      const wrapped = crashing(memoryStore(), { call, at });
      await story(wrapped.port).catch(() => undefined);
      if (!wrapped.crashed) break;
      died.push(call);
    }
    expect(died).toEqual([1, 2, 3]);
  },
);

it("only the named methods count", async () => {
  const wrapped = crashing(memoryStore(), { call: 1, at: "after", methods: ["commit"] });
  await wrapped.port.load("default", "pay_1");
  expect(wrapped.crashPoints).toBe(0);
  await expect(story(wrapped.port)).rejects.toThrow(Crashed);
  expect(wrapped.crashPoints).toBe(1);
});

it("a plan that never crashes counts the points", async () => {
  const wrapped = crashing(memoryStore(), { call: 0, at: "before" });
  await story(wrapped.port);
  expect([wrapped.crashPoints, wrapped.crashed]).toEqual([3, false]);
});

async function story(store: ReturnType<typeof memoryStore>): Promise<void> {
  await store.load("default", "pay_1");
  await store.commit(first);
  await store.timeline("default", "pay_1");
}
