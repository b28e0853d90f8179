import { postgresIdempotency, postgresStore } from "@tillkit/postgres";
import { durableIdempotencyContract } from "@tillkit/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Shelf, shelfOf } from "./schemas.ts";

describe.each([0, 3])("divided by tenant into %d", (partitions) => {
  let shelf: Shelf;

  beforeAll(async () => {
    shelf = await shelfOf({ partitions });
  });
  afterAll(() => shelf.remove());

  durableIdempotencyContract({
    describe,
    it,
    open: async () => {
      const { url, schema, pool } = shelf;
      await pool.query(`DELETE FROM ${schema}.idempotency`);
      const handles = [await postgresStore({ connection: url, schema, listen: false, migrate: false })];
      const another = async () => {
        const handle = await postgresStore({ connection: url, schema, listen: false, migrate: false });
        handles.push(handle);
        return postgresIdempotency(handle);
      };
      const [first] = handles;
      return {
        store: first === undefined ? await another() : postgresIdempotency(first),
        second: another,
        reopen: async () => {
          await first?.close();
          return another();
        },
        close: async () => {
          await Promise.all(handles.map((handle) => handle.close()));
        },
      };
    },
  });
});
