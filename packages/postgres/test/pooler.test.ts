import { postgresIdempotency, type PostgresStore, postgresStore } from "@tillkit/postgres";
import { durableIdempotencyContract, durableStoreContract, firstCommit, paymentFixture } from "@tillkit/testing";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { canPrepare, hasPooler, type Pooler, startPooler } from "./pooler.ts";
import { poolAt, type Shelf, shelfOf } from "./schemas.ts";

// Installed by apt, not by npm: `.ci/run` sees to it.
describe.runIf(hasPooler)("through PgBouncer in transaction mode", () => {
  const options = { prepare: false, listen: false };
  let pooler: Pooler;
  let shelf: Shelf;
  let pool: Pool;

  beforeAll(async () => {
    pooler = await startPooler(inject("postgresUrl"));
    shelf = await shelfOf(options, { connectionString: pooler.url });
    pool = poolAt(pooler.url);
  });
  afterAll(async () => {
    await pool.end();
    await shelf.remove();
    await pooler.stop();
  });

  durableStoreContract({ describe, it, open: () => shelf.open() });

  durableIdempotencyContract({
    describe,
    it,
    open: async () => {
      await shelf.pool.query(`DELETE FROM ${shelf.schema}.idempotency`);
      const handles: PostgresStore[] = [];
      const another = async () => {
        const { schema } = shelf;
        const handle = await postgresStore({ connection: pool, schema, migrate: false, ...options });
        handles.push(handle);
        return postgresIdempotency(handle);
      };
      const store = await another();
      return {
        store,
        second: another,
        reopen: () => store.close().then(another),
        close: async () => {
          await Promise.all(handles.map((handle) => handle.close()));
        },
      };
    },
  });

  it("makes its own schema", async () => {
    const schema = `${shelf.schema}_made`;
    const store = await postgresStore({ connection: pool, schema, ...options });
    expect((await store.commit(firstCommit(paymentFixture()))).type).toBe("committed");
    await store.close();
    await pool.query(`DROP SCHEMA ${schema} CASCADE`);
  });

  it("finds the changes of others by looking, though nobody can listen through it", async () => {
    const { schema } = shelf;
    const handles = await Promise.all(
      [1, 2].map(() => postgresStore({ connection: pool, schema, migrate: false, prepare: false, pollMs: 20 })),
    );
    const [one, other] = handles;
    const heard = new Promise<unknown>((resolve) => {
      one?.subscribe(resolve);
    });
    await other?.commit(firstCommit(paymentFixture({ id: "pay_heard" })));
    expect(await heard).toMatchObject({ id: "pay_heard", version: 1 });
    await Promise.all(handles.map((handle) => handle.close()));
  });
});

// The PgBouncer of Debian 12 cannot keep them. With a newer one in the PATH, the same README is held by the contract.
const keeping = canPrepare ? "that keeps" : "that cannot keep";

describe.runIf(hasPooler)(`through PgBouncer ${keeping} prepared statements`, () => {
  const options = { listen: false };
  let pooler: Pooler;
  let shelf: Shelf;

  beforeAll(async () => {
    pooler = await startPooler(inject("postgresUrl"), { preparedStatements: 100 });
    shelf = await shelfOf(options, { connectionString: pooler.url });
  });
  afterAll(async () => {
    await shelf.remove();
    await pooler.stop();
  });

  if (canPrepare) durableStoreContract({ describe, it, open: () => shelf.open() });
  else
    it("says what to do where statements are prepared all the same", async () => {
      const { schema } = shelf;
      const open = (prepare: boolean) =>
        postgresStore({ connection: pooler.url, schema, migrate: false, listen: false, prepare });
      const right = await open(false);
      const one = await open(true);
      expect(await one.load("default", "pay_none")).toBeUndefined();
      // It gets the same connection to the server, where the first has prepared the same statements.
      const another = async () => {
        const two = await open(true);
        try {
          await two.load("default", "pay_none");
        } finally {
          await two.close();
        }
      };
      await expect(another()).rejects.toMatchObject({
        code: "store_unusable",
        message: expect.stringContaining("`prepare: false`"),
        details: { sqlState: "42P05" },
      });
      expect((await right.commit(firstCommit(paymentFixture()))).type).toBe("committed");
      await Promise.all([one.close(), right.close()]);
    });
});
