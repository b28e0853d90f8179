import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { Refusal } from "./refusal.ts";

/** A table and the secret part of its link: whoever has it may order there, and sees nothing of other tables. */
export interface TableLink {
  readonly number: number;
  readonly token: string;
}

/** The links of the shop's tables. */
export interface TableLinks {
  list(): readonly TableLink[];
  /** @throws Refusal `unknown_table` */
  find(token: string): TableLink;
}

/** Reads the links from this database. */
export function tableLinksIn(database: DatabaseSync): TableLinks {
  const all = database.prepare("SELECT number, token FROM pos_tables ORDER BY number");
  const byToken = database.prepare("SELECT number, token FROM pos_tables WHERE token = ?");
  return {
    list: () => all.all().map((row) => linkRow.parse(row)),
    find: (token) => {
      const row = byToken.get(token);
      if (row) return linkRow.parse(row);
      throw new Refusal(404, "unknown_table", "This link does not belong to a table. Please scan the code again.");
    },
  };
}

const linkRow = z.object({ number: z.int(), token: z.string() });
