import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";

import { definitions } from "./schema.ts";

/** Says how an object departs from a definition of Stripe's declarations, or `undefined` when it does not. */
export function checkAnswer(definition: string, object: unknown): string | undefined {
  const { check, passed } = checkFor(definition);
  if (typeof object === "object" && object !== null && passed.has(object)) return undefined;
  if (check(object)) {
    if (typeof object === "object" && object !== null) passed.add(object);
    return undefined;
  }
  const [first] = check.errors ?? [];
  return `${definition}${first?.instancePath ?? ""} ${first?.message ?? "is not as declared"}`;
}

interface Check {
  readonly check: ValidateFunction;
  /** Objects of the simulated world never change, so one that passed need not be looked at again. */
  readonly passed: WeakSet<object>;
}

function checkFor(definition: string): Check {
  let known = compiled.get(definition);
  if (!known) {
    ajv ??= new Ajv({ strict: false, validateSchema: false, validateFormats: false }).addSchema({
      $id: "stripe",
      definitions,
    });
    known = { check: ajv.compile({ $ref: `stripe#/definitions/${definition}` }), passed: new WeakSet() };
    compiled.set(definition, known);
  }
  return known;
}

// Compiled at first use and shared by every simulator of the process, for compiling takes longer than starting one.
let ajv: Ajv | undefined;
const compiled = new Map<string, Check>();
