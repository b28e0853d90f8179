import { payments } from "./0001-payments.ts";
import { idempotency } from "./0002-idempotency.ts";
import { marks } from "./0003-marks.ts";

/** A step of the schema. Never changed once released: the next step corrects it. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Every step from an empty file to this version's schema. */
export const migrations: readonly Migration[] = [
  { number: 1, name: "payments", sql: payments },
  { number: 2, name: "idempotency", sql: idempotency },
  { number: 3, name: "marks", sql: marks },
];
