import { memoryStore } from "@tillkit/core";
import { durableStoreCases, storeCases, storeProperties } from "@tillkit/testing";
import { describe, expect, it } from "vitest";
import type { BrokenAmongMany, Memory } from "./broken/broken.ts";
import { commits } from "./broken/commits.ts";
import { leases } from "./broken/leases.ts";
import { lists } from "./broken/lists.ts";
import { marks } from "./broken/marks.ts";
import { processes } from "./broken/processes.ts";
import { retention } from "./broken/retention.ts";
import { times } from "./broken/times.ts";
import { transactions } from "./broken/transactions.ts";
import { values } from "./broken/values.ts";
import { watching } from "./broken/watching.ts";

const broken = [
  ...commits,
  ...values,
  ...lists,
  ...leases,
  ...transactions,
  ...watching,
  ...marks,
  ...retention,
  ...times,
];

describe.each(processes)("a store for many processes that $mistake", ({ caughtBy, handle }) => {
  it(`is caught: ${caughtBy}`, async () => {
    expect(await failuresAmongMany(handle)).toContain(caughtBy);
  });
});

it("the store for many processes under all of them breaks nothing", async () => {
  expect(await failuresAmongMany(() => ({}))).toEqual([]);
});

describe.each(broken)("a store that $mistake", ({ caughtBy, make }) => {
  it(`is caught: ${caughtBy}`, async () => {
    const failed = await failuresOf(() => {
      const real = memoryStore();
      return { ...real, ...make(real) };
    });
    expect(failed).toContain(caughtBy);
  });
});

it("the store under all of them breaks nothing", async () => {
  expect(await failuresOf(memoryStore)).toEqual([]);
});

it("no two claims of the contract have the same name", () => {
  const names = [...storeCases, ...durableStoreCases].map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

it("every property of the contract has a claim, and a store that is caught by one", () => {
  const propertyOf = new Map([...storeCases, ...durableStoreCases].map(({ name, property }) => [name, property]));
  expect(new Set(propertyOf.values())).toEqual(new Set(Object.keys(storeProperties)));
  const caught = [...broken, ...processes].map(({ caughtBy }) => propertyOf.get(caughtBy));
  expect(new Set(caught)).toEqual(new Set(Object.keys(storeProperties)));
});

async function failuresOf(open: () => Memory): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of storeCases) {
    const store = open();
    await run(async () => ({ store, close: () => store.close() })).catch(() => failed.push(name));
  }
  return failed;
}

/** Whether a process is there or not, its data is. */
async function failuresAmongMany(handle: BrokenAmongMany["handle"]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of durableStoreCases) {
    const data = memoryStore();
    let count = 0;
    const another = (): Memory => ({ ...data, ...handle(data, count++), close: async () => undefined });
    const opened = {
      store: another(),
      second: async () => another(),
      reopen: async () => another(),
      close: data.close,
    };
    await run(async () => opened).catch(() => failed.push(name));
  }
  return failed;
}
