import { readStored, type Row, type Stored } from "@tillkit/core";
import { type Batches, batchesOf } from "./batches.ts";
import { STORED } from "./columns.ts";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** Which payment to load. */
interface Address {
  readonly tenant: string;
  readonly id: string;
}

/**
 * Makes the line in which loads wait, and by which those that arrive together travel together: on the way of an event every second
 * trip is one.
 */
export function loadsFrom(
  connection: Connection,
  schema: string,
  prepare: Prepare,
): Batches<Address, Stored | undefined> {
  const one = `SELECT ${STORED} FROM ${schema}.payments WHERE tenant = $1 AND id = $2`;
  // With LIMIT each is looked up in the index: while statistics are young, a join would read the whole table.
  const many = `
    SELECT asked.n, found.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (tenant, id, n),
      LATERAL (SELECT ${STORED} FROM ${schema}.payments p WHERE p.tenant = asked.tenant AND p.id = asked.id LIMIT 1) AS found`;

  async function alone({ tenant, id }: Address): Promise<() => Stored | undefined> {
    try {
      const [row] = await rowsOf(connection, prepare(one, [tenant, id]));
      return () => answerOf(row);
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  async function together(addresses: readonly Address[]): Promise<readonly (() => Stored | undefined)[]> {
    const values = [addresses.map(({ tenant }) => tenant), addresses.map(({ id }) => id)];
    const rows = await rowsOf(connection, prepare(many, values));
    const found = new Map(rows.map((row) => [Number(row["n"]), row]));
    return addresses.map((_, n) => () => answerOf(found.get(n + 1)));
  }

  return batchesOf({
    lanes: LANES,
    limit: BATCH,
    keysOf: () => [],
    perform: async (addresses) => {
      if (addresses.length > 1)
        try {
          return await together(addresses);
        } catch {
          // One that PostgreSQL cannot even read, as an id with a NUL in it, must not cost the others their answer.
        }
      return Promise.all(addresses.map(alone));
    },
  });
}

const LANES = 2;
const BATCH = 256;

/** A corrupt row is the trouble of whoever asked for it. */
function answerOf(row: Row | undefined): Stored | undefined {
  return row === undefined ? undefined : readStored(row);
}
