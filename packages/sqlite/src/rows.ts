import type { Stored, TimelineEntry } from "@tillkit/core";
import type { SQLOutputValue } from "node:sqlite";
import { unusable } from "./trouble.ts";

/** A row as SQLite answers it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The columns that {@link storedOf} reads. */
export const STORED = "tenant, id, version, payment, pending, parked";

/**
 * Reads a payment from its row. Looks only as far as tillkit's own code relies on before it looks closer.
 *
 * @throws TillkitError `store_unusable` where the row is corrupt
 */
export function storedOf(row: Row): Stored {
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
    Array.isArray(payment["review"]);
  if (!isPayment) throw corrupt(row, "payment");
  const stored: unknown = {
    payment,
    version: Number(version),
    pending: effectsOf(row, "pending"),
    parked: effectsOf(row, "parked"),
  };
  // Written by this store from a Stored, and its shape has just been looked at.
  return stored as Stored;
}

/** Reads the lines of a history that one commit wrote. @throws TillkitError `store_unusable` where the row is corrupt */
export function entriesOf(row: Row): readonly TimelineEntry[] {
  const entries = parsed(row, "entries");
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw corrupt(row, "entries");
  const checked: unknown = entries;
  // Written by this store from TimelineEntries, and their shape has just been looked at.
  return checked as readonly TimelineEntry[];
}

/** A column of text. */
export function textOf(row: Row, column: string): string {
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
    return JSON.parse(textOf(row, column));
  } catch (error) {
    throw corrupt(row, column, error);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function corrupt({ id }: Row, column: string, cause?: unknown) {
  const paymentId = String(id);
  return unusable(
    `Payment ${paymentId} has a corrupt ${column} in the database. Restore it from a backup; other payments are not affected.`,
    { cause, details: { paymentId, column } },
  );
}
