import { definitions, resolve } from "./schema.ts";
import type { Schema } from "./schema.ts";

/** Says how an object departs from a definition of Stripe's declarations, or `undefined` when it does not. */
export function checkAnswer(definition: string, object: object): string | undefined {
  const schema = definitions[definition];
  if (!schema) throw new Error(`There is no definition ${definition}`);
  let passed = passedBy.get(schema);
  if (!passed) passedBy.set(schema, (passed = new WeakSet()));
  if (passed.has(object)) return undefined;

  const wrong = departure(schema, object);
  if (wrong) return `${definition}${wrong.at} ${wrong.why}`;
  passed.add(object);
  return undefined;
}

/** Objects of the simulated world never change, so one that passed need not be looked at again. */
const passedBy = new WeakMap<Schema, WeakSet<object>>();

/** What is wrong, and where: `/payment_method_options/card`. */
interface Departure {
  readonly at: string;
  readonly why: string;
}

function departure(part: Schema, value: unknown): Departure | undefined {
  if (part.$ref !== undefined) return departure(resolve(part), value);
  const { anyOf, type, const: only, enum: words } = part;
  if (anyOf) return fromEach(anyOf, value);
  if (type !== undefined && !isOf(type, value)) return { at: "", why: `must be ${String(type)}` };
  if (only !== undefined && value !== only) return { at: "", why: `must be ${JSON.stringify(only)}` };
  if (words && !words.some((word) => word === value)) return { at: "", why: `must be one of ${words.join(", ")}` };
  if (typeof value === "number") return ofNumber(part, value);
  if (typeof value === "string") return ofText(part, value);
  if (Array.isArray(value)) return ofList(part, value);
  if (typeof value === "object" && value !== null) return ofObject(part, value);
  return undefined;
}

/** Nothing when one alternative fits; else the complaint of the one that came closest. */
function fromEach(alternatives: readonly Schema[], value: unknown): Departure | undefined {
  let nearest: Departure | undefined;
  for (const alternative of alternatives) {
    const wrong = departure(alternative, value);
    if (!wrong) return undefined;
    if (!nearest || wrong.at.length > nearest.at.length) nearest = wrong;
  }
  return nearest;
}

function isOf(type: string | readonly string[], value: unknown): boolean {
  if (typeof type !== "string") return type.some((one) => isOf(one, value));
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function ofNumber({ minimum, maximum }: Schema, value: number): Departure | undefined {
  if (minimum !== undefined && value < minimum) return { at: "", why: `must be ${minimum} or more` };
  if (maximum !== undefined && value > maximum) return { at: "", why: `must be ${maximum} or less` };
  return undefined;
}

function ofText({ maxLength }: Schema, value: string): Departure | undefined {
  if (maxLength === undefined || value.length <= maxLength) return undefined;
  return { at: "", why: `must have ${maxLength} characters or fewer` };
}

function ofList({ items, maxItems }: Schema, list: readonly unknown[]): Departure | undefined {
  if (maxItems !== undefined && list.length > maxItems) return { at: "", why: `must have ${maxItems} items or fewer` };
  if (!items) return undefined;
  for (const [index, item] of list.entries()) {
    const wrong = departure(items, item);
    if (wrong) return { at: `/${index}${wrong.at}`, why: wrong.why };
  }
  return undefined;
}

function ofObject({ properties, required, additionalProperties: others }: Schema, value: object) {
  for (const name of required ?? [])
    if (Reflect.get(value, name) === undefined) return { at: "", why: `must have ${name}` };
  for (const name in value) {
    const member: unknown = Reflect.get(value, name);
    // JSON has no such value: the member will not be there.
    if (member === undefined) continue;
    const schema = properties?.[name] ?? others ?? true;
    if (schema === true) continue;
    const wrong = schema === false ? { at: "", why: "is not declared" } : departure(schema, member);
    if (wrong) return { at: `/${name}${wrong.at}`, why: wrong.why };
  }
  return undefined;
}
