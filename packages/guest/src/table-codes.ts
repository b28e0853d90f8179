import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Mark, type Store, TillkitError } from "@tillkit/core";
import { linkInvalid } from "./link-errors.ts";

/** The code of a table, as it is printed. */
export interface TableCode {
  /** The host's name of the table: `7`, `terrace-2`. */
  readonly table: string;
  /** 128 random bits, in 22 characters that fit into a URL. */
  readonly code: string;
  /** SHA-256 of the code, in hex. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** The codes of a tenant's tables: who has one sits at that table, as far as anybody can know. */
export interface TableCodes {
  /** The code of a table; made when it is asked for the first time, and the same from then on. @throws TillkitError `invalid_request` */
  of(table: string): Promise<TableCode>;
  /** The code that a table has, if it has one. */
  read(table: string): Promise<TableCode | undefined>;
  /** Gives a table another code. From this moment on nothing is opened by the old one. @throws TillkitError `invalid_request`, `store_conflict` */
  rotate(table: string): Promise<TableCode>;
  /** Takes a table's code away, where it has one. @throws TillkitError `store_conflict` */
  remove(table: string): Promise<void>;
  /** Every table's code, in the order in which people count: `2` before `10`. */
  list(): Promise<readonly TableCode[]>;
  /** Whose code this is. @throws TillkitError `guest_link_invalid` */
  find(code: string): Promise<TableCode>;
}

/** Where codes are kept: any store of payments. */
export type CodeStore = Pick<Store, "readMark" | "writeMark" | "listMarks">;

/**
 * Keeps the codes of tables beside the payments.
 *
 * The mark of a table is the truth about its code. The mark of a hash only points to the table, is written before and removed after,
 * and opens nothing where the table has another code: a crash between the two leaves a pointer to nowhere. Codes are looked up by their
 * hash, so that the time of a look-up tells nothing about them.
 */
export function tableCodes({
  store,
  tenant,
  now,
}: {
  readonly store: CodeStore;
  readonly tenant: string;
  readonly now: () => number;
}): TableCodes {
  const write = (name: string, expectedVersion: number, value: string | null): Promise<boolean> =>
    store.writeMark({ tenant, name, expectedVersion, value, dueAt: null });

  async function forget({ hash }: TableCode): Promise<void> {
    const pointer = await store.readMark(tenant, HASH + hash);
    if (pointer !== undefined) await write(pointer.name, pointer.version, null);
  }

  /** Gives a table a new code, unless somebody is faster: then says so. */
  async function give(table: string, before: Mark | undefined): Promise<TableCode | undefined> {
    const code = randomBytes(16).toString("base64url");
    const fresh: TableCode = { table, code, hash: hashOf(code), madeAt: now() };
    await write(HASH + fresh.hash, 0, table);
    if (!(await write(TABLE + table, before?.version ?? 0, JSON.stringify(fresh)))) {
      await forget(fresh);
      return undefined;
    }
    if (before !== undefined) await forget(codeIn(before));
    return fresh;
  }

  const markOf = (table: string): Promise<Mark | undefined> => store.readMark(tenant, TABLE + mustBeTable(table));

  async function read(table: string): Promise<TableCode | undefined> {
    const mark = await markOf(table);
    return mark && codeIn(mark);
  }

  return {
    read,
    // Whoever was faster has given it the code that is asked for.
    of: async (table) => (await read(table)) ?? (await give(table, undefined)) ?? (await read(table)) ?? tooMany(table),

    rotate: async (table) => (await give(table, await markOf(table))) ?? tooMany(table),

    remove: async (table) => {
      const mark = await markOf(table);
      if (mark === undefined) return;
      if (!(await write(mark.name, mark.version, null))) tooMany(table);
      await forget(codeIn(mark));
    },

    list: async () => {
      const codes: TableCode[] = [];
      for (let after: string | undefined = ""; after !== undefined;) {
        const page: readonly Mark[] = await store.listMarks({
          tenant,
          prefix: TABLE,
          limit: PAGE,
          ...(after === "" ? {} : { after }),
        });
        codes.push(...page.map(codeIn));
        after = page.length < PAGE ? undefined : page.at(-1)?.name;
      }
      return codes.toSorted((a, b) => order.compare(a.table, b.table));
    },

    find: async (code) => {
      if (!FORM.test(code)) throw linkInvalid();
      const pointer = await store.readMark(tenant, HASH + hashOf(code));
      const known = pointer && (await read(pointer.value));
      if (known === undefined || !isSame(known.code, code)) throw linkInvalid();
      return known;
    },
  };
}

const TABLE = "guest-table:";
const HASH = "guest-code:";
const PAGE = 100;
const FORM = /^[\w-]{22}$/;
const order = new Intl.Collator("en", { numeric: true });

function codeIn({ value }: Mark): TableCode {
  // Written by `give`, and by nobody else under this name.
  return JSON.parse(value) as TableCode;
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

function isSame(known: string, given: string): boolean {
  const bytes = Buffer.from(known);
  const others = Buffer.from(given);
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}

function mustBeTable(table: string): string {
  if (typeof table === "string" && table.length >= 1 && table.length <= 64 && !/\p{Cc}/u.test(table)) return table;
  throw new TillkitError("invalid_request", "The name of a table has 1 to 64 characters, none of them a control one.", {
    details: { path: "table" },
  });
}

function tooMany(table: string): never {
  throw new TillkitError(
    "store_conflict",
    `Somebody else changes the code of table ${table} at this moment. Try again.`,
    {
      retryable: true,
      details: { table },
    },
  );
}
