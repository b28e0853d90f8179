import assert from "node:assert/strict";
import type { Commit, CommitResult, Store, Stored } from "@tillkit/core";
import { FIXTURE_TIME, nextCommit, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, type Change, committed, given, loaded, newsAfter, type StoreCase } from "./case.ts";

const storeCase = casesOf("atomicity");

/** A refused commit leaves nothing behind, whatever it was refused for. */
export const refusalCases: readonly StoreCase[] = (["conflict", "duplicate", "taken"] as const).flatMap((refusal) => [
  refused(refusal, "leaves the record as it was", async (store, { before }) => {
    assert.deepEqual(await loaded(store), before);
  }),

  refused(refusal, "takes no name and drops none", async (store, { before }) => {
    assert.equal(await store.find("default", "pi_new"), undefined);
    assert.deepEqual(await store.find("default", "pi_own"), before);
  }),

  refused(refusal, "writes no history", async (store) => {
    const inputs = (await store.timeline("default", "pay_1")).map(({ input }) => input);
    assert(!inputs.includes("paid"), `The history tells of a write that never was: ${inputs.join(", ")}`);
  }),

  refused(refusal, "takes no lease and leaves the payment as due as it was", async (store) => {
    const lease = { token: "other", until: LATER };
    const free = await store.claim({ tenant: "default", now: FIXTURE_TIME + 10, lease, limit: 10 });
    assert.deepEqual(
      free.map(({ payment }) => payment.id),
      ["pay_1"],
    );
  }),

  refused(refusal, "records no cause: the same cause can still be applied", async (store, { attempt }) => {
    const cause = attempt.cause === "evt_seen" ? "evt_new" : (attempt.cause ?? "evt_new");
    const result = await store.commit(nextCommit(await loaded(store), { cause }));
    assert.equal(result.type, "committed", `After a refused commit its cause is ${result.type}.`);
  }),

  refused(refusal, "is told to nobody", async (_store, { before, told }) => {
    assert.deepEqual(newsAfter(before.version, told), []);
  }),
]);

type Refusal = Exclude<CommitResult["type"], "committed">;

interface Aftermath {
  readonly before: Stored;
  readonly attempt: Commit;
  readonly told: readonly Change[];
}

const LATER = FIXTURE_TIME + 60_000;

function refused(
  refusal: Refusal,
  claim: string,
  check: (store: Store, aftermath: Aftermath) => Promise<void>,
): StoreCase {
  return storeCase(`a commit refused as ${refusal} ${claim}`, async ({ store }) => {
    const other = await given(store, paymentFixture({ id: "pay_2" }), { take: ["pi_other"], cause: "evt_seen" });
    assert.equal(other.version, 1);
    const first = await given(store, paymentFixture(), { take: ["pi_own"] });
    await committed(store, nextCommit(first, { dueAt: FIXTURE_TIME + 5 }));
    const before = await loaded(store);

    const told: Change[] = [];
    store.subscribe((change) => told.push(change));
    const attempt = attemptOf(refusal, before);
    assert.equal((await store.commit(attempt)).type, refusal);
    await check(store, { before, attempt, told });
  });
}

/** A commit that would change everything, and may change nothing. */
function attemptOf(refusal: Refusal, before: Stored): Commit {
  return nextCommit(before, {
    payment: paymentFixture({ description: "must not be written" }),
    expectedVersion: refusal === "conflict" ? 1 : before.version,
    pending: [pendingFixture()],
    parked: [{ ...pendingFixture(), parkedAt: FIXTURE_TIME, reason: "must not be written" }],
    dueAt: LATER,
    take: refusal === "taken" ? ["pi_new", "pi_other"] : ["pi_new"],
    drop: ["pi_own"],
    entries: [{ at: FIXTURE_TIME, source: "webhook", input: "paid", status: "opening" }],
    cause: refusal === "duplicate" ? "evt_seen" : "evt_new",
    lease: { token: "loser", until: LATER },
  });
}
