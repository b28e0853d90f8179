import { invalidRequest } from "./errors.ts";

/** What a field of an object is, for whoever searches. */
export type SearchValue = string | number | boolean | null;

/** A condition of a search: `-status:"canceled"`, `amount>1000`, `metadata["order"]:"7"`. */
interface Clause {
  /** As written, without quotes: `metadata.order`. */
  readonly field: string;
  readonly operator: ":" | "~" | ">" | "<" | ">=" | "<=";
  /** `null` for what is not there. */
  readonly value: string | number | null;
  readonly negated: boolean;
}

/** A search: its clauses, and whether one of them is enough. */
export interface SearchQuery {
  readonly clauses: readonly Clause[];
  readonly any: boolean;
}

/** Which fields can be searched, and how: as Stripe has it, numbers by size, words exactly, texts also in part. */
export type SearchFields = Readonly<Record<string, "number" | "word" | "text">>;

/**
 * Reads Stripe's search language (page Search).
 *
 * Throws a 400 for what is not of it, for a field that cannot be searched, for an operator that does not fit its field,
 * and for AND and OR in one query.
 */
export function readSearch(query: string, fields: SearchFields): SearchQuery {
  const clauses: Clause[] = [];
  const joints = new Set<string>();
  let rest = query.trim();
  for (;;) {
    const match = clausePattern.exec(rest);
    if (!match)
      throw wrong(query, rest === "" ? "a condition is missing at its end" : `it is not clear from '${rest}' on`);
    clauses.push(readClause(query, match, fields));
    rest = rest.slice(match[0].length);
    if (rest.trim() === "") break;
    const joint = /^\s+(and|or)\s+|^\s+/i.exec(rest);
    if (!joint) throw wrong(query, `it is not clear from '${rest}' on`);
    // Stripe reads a mere space as AND.
    joints.add((joint[1] ?? "and").toLowerCase());
    rest = rest.slice(joint[0].length);
  }
  if (joints.size > 1) throw wrong(query, "AND and OR cannot be mixed");
  if (clauses.length > mostClauses) throw wrong(query, `it has more than ${mostClauses} conditions`);
  return { clauses, any: joints.has("or") };
}

/** Whether an object is one of those that are searched for. */
export function matches({ clauses, any }: SearchQuery, valueOf: (field: string) => SearchValue | undefined): boolean {
  const fits = (clause: Clause) => holds(clause, valueOf(clause.field) ?? null) !== clause.negated;
  return any ? clauses.some(fits) : clauses.every(fits);
}

const mostClauses = 10;

const clausePattern =
  /^(-)?([a-z_][\w.]*)(?:\[(?:"([^"]*)"|'([^']*)')\])?(:|~|>=|<=|>|<)(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([\w.-]+))/i;

function readClause(query: string, match: RegExpExecArray, fields: SearchFields): Clause {
  const [, minus, name = "", double, single, operator = ":", inDouble, inSingle, bare] = match;
  const key = double ?? single;
  const field = key === undefined ? name : `${name}.${key}`;
  const kind = fields[key === undefined ? name : `${name}[]`];
  if (kind === undefined) throw wrong(query, `'${field}' is not a field that can be searched`);
  const quoted = inDouble ?? inSingle;
  const number = Number(bare);
  if (kind === "number" && operator !== "~" && (quoted !== undefined || Number.isFinite(number)))
    return newClause(field, operator, quoted === undefined ? number : Number(quoted), minus);
  if (kind === "number" || (operator !== ":" && operator !== "~"))
    throw wrong(query, `'${operator}' does not fit the field '${field}'`);
  if (operator === "~" && (kind === "word" || (quoted ?? "").length < 3))
    throw wrong(query, `'~' needs a text field and at least three letters`);
  if (quoted === undefined && bare?.toLowerCase() === "null") return newClause(field, operator, null, minus);
  if (quoted === undefined && bare !== "true" && bare !== "false") throw wrong(query, "texts must be in quotes");
  return newClause(field, operator, (quoted ?? bare ?? "").replaceAll(/\\(.)/g, "$1"), minus);
}

function newClause(field: string, operator: string, value: Clause["value"], minus: string | undefined): Clause {
  // The pattern knows no others.
  return { field, operator: operator as Clause["operator"], value, negated: minus !== undefined };
}

function holds({ operator, value }: Clause, held: SearchValue): boolean {
  if (value === null || held === null) return operator === ":" && value === held;
  if (typeof held === "number" && typeof value === "number") return compared[operator](held, value);
  const [has, wanted] = [String(held).toLowerCase(), String(value).toLowerCase()];
  return operator === "~" ? has.includes(wanted) : has === wanted;
}

const compared: Readonly<Record<Clause["operator"], (a: number, b: number) => boolean>> = {
  ":": (a, b) => a === b,
  "~": () => false,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
};

function wrong(query: string, why: string) {
  return invalidRequest(`We were unable to parse your search query \`${query}\`: ${why}.`, { param: "query" });
}
