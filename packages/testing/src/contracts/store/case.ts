import assert from "node:assert/strict";
import type { ChangeListener, Commit, Payment, Store, Stored } from "@tillkit/core";
import { firstCommit, paymentFixture } from "../../fixtures.ts";
import type { StoreProperty } from "./properties.ts";

/** A store to test, on data of its own that nothing else uses. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes every handle and removes the data. */
  readonly close: () => Promise<void>;
}

/** The same of a store whose data outlives it, and can be opened by several processes. */
export interface OpenedDurableStore extends OpenedStore {
  /** Closes the store and opens the same data again, as after a restart. */
  readonly reopen: () => Promise<Store>;
  /** Opens another handle on the same data, as another process has it. */
  readonly second: () => Promise<Store>;
}

/** Opens an empty store. */
export type OpenStore<Opened extends OpenedStore = OpenedStore> = () => Promise<Opened>;

/** One claim about every store. */
export interface StoreCase<Opened extends OpenedStore = OpenedStore> {
  readonly name: string;
  /** What it belongs to. */
  readonly property: StoreProperty;
  /** Rejects with an `AssertionError` where the claim is false. */
  readonly run: (open: OpenStore<Opened>) => Promise<void>;
}

/** How cases of a property are written: the store is opened before and closed after, whatever happens. */
export function casesOf(
  property: StoreProperty,
): <Opened extends OpenedStore>(name: string, body: (opened: Opened) => Promise<void>) => StoreCase<Opened> {
  return (name, body) => ({
    name,
    property,
    run: async (open) => {
      const opened = await open();
      try {
        await body(opened);
      } finally {
        await opened.close();
      }
    },
  });
}

/** Commits what must be committed, and answers the version. */
export async function committed(store: Store, commit: Commit): Promise<number> {
  const result = await store.commit(commit);
  assert.equal(result.type, "committed", `A commit that should have been accepted was not: ${JSON.stringify(result)}`);
  assert(result.type === "committed");
  return result.version;
}

/** Writes a new payment down, and answers it as it is stored. */
export async function given(
  store: Store,
  payment: Payment = paymentFixture(),
  fields: Partial<Commit> = {},
): Promise<Stored> {
  await committed(store, firstCommit(payment, fields));
  return loaded(store, payment.id, payment.tenant);
}

/** A payment that must be there. */
export async function loaded(store: Store, id = "pay_1", tenant = "default"): Promise<Stored> {
  const stored = await store.load(tenant, id);
  assert(stored !== undefined, `${tenant}/${id} is not in the store.`);
  return stored;
}

/** A store may tell of a write twice, also late: what listeners have heard of versions of `pay_1` after this one. */
export function newsAfter(version: number, told: readonly Change[]): readonly number[] {
  return [...new Set(told.filter((change) => change.id === "pay_1").map((change) => change.version))].filter(
    (each) => each > version,
  );
}

/** What a listener is told. */
export type Change = Parameters<ChangeListener>[0];

/** The ids of payments, in their order. */
export function idsOf(payments: readonly Stored[]): readonly string[] {
  return payments.map(({ payment }) => payment.id);
}
