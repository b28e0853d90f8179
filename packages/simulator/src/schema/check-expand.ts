import { invalidParameter } from "../protocol/errors.ts";
import { resolve } from "./schema.ts";
import type { Operation, Schema } from "./schema.ts";

/**
 * Refuses paths of `expand` that lead nowhere in what the operation answers with, before anything is done.
 *
 * Throws a 400 as Stripe does, also where the list is empty or the field is null. Inside of objects whose declaration
 * is not kept, nobody can tell beforehand.
 */
export function checkExpand({ response, list }: Operation, paths: unknown): void {
  if (!Array.isArray(paths)) return;
  const whole: Schema = list ? { properties: { data: { type: "array", items: response } } } : response;
  for (const path of paths.map(String)) {
    const steps = path.split(".");
    if (steps.length > 4) throw invalidParameter("You cannot expand more than 4 levels of a property.", "expand");
    if (!leadsToExpandable(whole, steps)) throw unexpandable(path);
  }
}

/** The 400 for a path that leads nowhere. */
export function unexpandable(path: string) {
  return invalidParameter(`This property cannot be expanded (${path}).`, "expand");
}

function leadsToExpandable(part: Schema, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return isExpandable(part);
  return alternatives(part).some((schema) => {
    if (schema.type === "object" && !schema.properties) return true;
    const property = schema.properties?.[step];
    return property !== undefined && leadsToExpandable(property, rest);
  });
}

/** An id or the object itself, or a list that is shown only to those who ask. */
function isExpandable(part: Schema): boolean {
  const shapes = alternatives(part);
  const text = shapes.some(({ type }) => type === "string" || (Array.isArray(type) && type.includes("string")));
  const whole = shapes.some(({ type }) => type === "object" || (Array.isArray(type) && type.includes("object")));
  return (text && whole) || shapes.some(({ properties }) => properties?.["object"]?.const === "list");
}

/** What may stand there; in the place of a list, what may stand in it. */
function alternatives(part: Schema): readonly Schema[] {
  const schema = resolve(part);
  if (schema.items) return alternatives(schema.items);
  return schema.anyOf ? schema.anyOf.flatMap((one) => alternatives(one)) : [schema];
}
