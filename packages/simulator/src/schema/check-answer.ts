import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";

import { definitions } from "./schema.ts";

/** Says how an object departs from a definition of Stripe's declarations, or `undefined` when it does not. */
export function checkAnswer(definition: string, object: unknown): string | undefined {
  let check = compiled.get(definition);
  if (!check) {
    ajv ??= new Ajv({ strict: false, validateSchema: false, validateFormats: false }).addSchema({
      $id: "stripe",
      definitions,
    });
    check = ajv.compile({ $ref: `stripe#/definitions/${definition}` });
    compiled.set(definition, check);
  }
  if (check(object)) return undefined;
  const [first] = check.errors ?? [];
  return `${definition}${first?.instancePath ?? ""} ${first?.message ?? "is not as declared"}`;
}

// Compiled at first use and shared by every simulator of the process, for compiling takes longer than starting one.
let ajv: Ajv | undefined;
const compiled = new Map<string, ValidateFunction>();
