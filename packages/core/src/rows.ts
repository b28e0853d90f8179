import { TillkitError } from "./errors.ts";
import type { Stored, TimelineEntry } from "./ports/store.ts";

/** A row as a database's driver answers it. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * For stores: reads a payment from a row with the columns `tenant`, `id` and `version`, and with `payment`, `pending` and `parked` as
 * JSON. Looks only as far as tillkit's own code relies on before it looks closer.
 *
 * @throws TillkitError `store_unusable` where the row is corrupt, with its `paymentId` and `column` in `details`
 */
export function readStored(row: Row): Stored {
  const { tenant, id, version } = row;
  const payment = parsed(row, "payment");
  const isPayment =
    isRecord(payment) &&
    payment["id"] === id &&
    payment["tenant"] === tenant &&
    (payment["flow"] === "terminal" || payment["flow"] === "checkout") &&
    typeof payment["status"] === "string" &&
    typeof payment["reference"] === "string" &&
    isRecord(payment["ordered"]) &&
    ["review", "refunds", "disputes"].every((list) => Array.isArray(payment[list]));
  if (!isPayment) throw corrupt(row, "payment");
  const stored: unknown = {
    payment,
    version: Number(version),
    pending: effectsOf(row, "pending"),
    parked: effectsOf(row, "parked"),
  };
  // Written by a store from a Stored, and its shape has just been looked at.
  return stored as Stored;
}

/**
 * For stores: reads the lines of a history that one commit wrote, from a row with `id` and with `entries` as JSON.
 *
 * @throws TillkitError `store_unusable` where the row is corrupt
 */
export function readEntries(row: Row): readonly TimelineEntry[] {
  const entries = parsed(row, "entries");
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw corrupt(row, "entries");
  const checked: unknown = entries;
  // Written by a store from TimelineEntries, and their shape has just been looked at.
  return checked as readonly TimelineEntry[];
}

/** For stores: reads a column of text. @throws TillkitError `store_unusable` where it is none */
export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw corrupt(row, column);
  return value;
}

function effectsOf(row: Row, column: string): readonly unknown[] {
  const effects = parsed(row, column);
  if (!Array.isArray(effects) || !effects.every(isEffect)) throw corrupt(row, column);
  return effects;
}

function isEffect(value: unknown): boolean {
  return isRecord(value) && isRecord(value["effect"]) && typeof value["effect"]["key"] === "string";
}

function isEntry(value: unknown): boolean {
  return isRecord(value) && typeof value["at"] === "number" && typeof value["input"] === "string";
}

function parsed(row: Row, column: string): unknown {
  try {
    return JSON.parse(readText(row, column));
  } catch (error) {
    throw corrupt(row, column, error);
  }
}

function isRecord(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function corrupt({ id }: Row, column: string, cause?: unknown): TillkitError {
  const owner = typeof id === "string" ? { paymentId: id } : {};
  return new TillkitError(
    "store_unusable",
    `${typeof id === "string" ? `Payment ${id}` : "A row"} has a corrupt ${column} in the database. Restore it from a backup; others are not affected.`,
    { cause, details: { ...owner, column } },
  );
}
