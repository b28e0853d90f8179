import type { FormTree } from "../protocol/form.ts";
import { invalidParameter } from "../protocol/errors.ts";
import { resolve } from "./schema.ts";
import type { Schema } from "./schema.ts";

/** Parameters with their types: numbers are numbers, lists are lists, `""` means "unset". */
export type Params = { readonly [name: string]: unknown };

/**
 * Reads decoded text by a request schema, as strictly as Stripe does.
 *
 * Throws a 400 that names the parameter in brackets: `parameter_unknown`, `parameter_missing`,
 * `parameter_invalid_integer`, `parameter_invalid_empty` and the uncoded "must be one of".
 */
export function readParams(schema: Schema, tree: { readonly [name: string]: FormTree }): Params {
  return object(resolve(schema), tree, "");
}

function value(part: Schema, tree: FormTree, at: string): unknown {
  const schema = resolve(part);
  if (schema.anyOf) return anyOf(schema.anyOf, tree, at);
  if (schema.type === "array") return array(schema, tree, at);
  if (schema.properties || schema.additionalProperties !== undefined) {
    if (typeof tree === "string") throw invalidParameter("Invalid object", at);
    return object(schema, tree, at);
  }
  if (schema.type === undefined && schema.const === undefined && !schema.enum) return tree;
  if (typeof tree !== "string") throw invalidParameter("Invalid value: an object was sent", at);
  return scalar(schema, tree, at);
}

function object(schema: Schema, tree: { readonly [name: string]: FormTree }, at: string): Params {
  const read: { [name: string]: unknown } = {};
  for (const [name, sent] of Object.entries(tree)) {
    const where = at === "" ? name : `${at}[${name}]`;
    const property = schema.properties?.[name];
    const rest = schema.additionalProperties;
    if (property) {
      const required = schema.required?.includes(name) ?? false;
      if (sent === "" && required) throw empty(where);
      read[name] = value(property, sent, where);
    } else if (typeof rest === "object") {
      read[name] = value(rest, sent, where);
    } else {
      throw invalidParameter(`Received unknown parameter: ${where}`, where, "parameter_unknown");
    }
  }
  for (const name of schema.required ?? []) {
    if (name in read) continue;
    const where = at === "" ? name : `${at}[${name}]`;
    throw invalidParameter(`Missing required param: ${where}.`, where, "parameter_missing");
  }
  return read;
}

function array(schema: Schema, tree: FormTree, at: string): unknown[] | "" {
  if (tree === "") return "";
  const indexes = typeof tree === "string" ? [] : Object.keys(tree);
  if (typeof tree === "string" || !indexes.every((index) => /^\d+$/.test(index))) {
    throw invalidParameter("Invalid array", at);
  }
  if (schema.maxItems !== undefined && indexes.length > schema.maxItems) {
    throw invalidParameter(`Array ${at} exceeded maximum ${schema.maxItems} allowed elements.`, at);
  }
  const inOrder = indexes.toSorted((a, b) => Number(a) - Number(b));
  return inOrder.map((index, position) => value(schema.items ?? {}, tree[index] ?? "", `${at}[${position}]`));
}

function anyOf(parts: readonly Schema[], tree: FormTree, at: string): unknown {
  const nested = typeof tree !== "string";
  const fitting = parts
    .map(resolve)
    .filter((part) => isNested(part) === nested || (part.type === "array" && tree === ""));
  let complaint: unknown;
  for (const part of fitting) {
    try {
      return value(part, tree, at);
    } catch (error) {
      complaint = error;
    }
  }
  // With one candidate its own complaint is the useful one; with several, the last stands for all.
  throw complaint ?? invalidParameter(nested ? "Invalid value: an object was sent" : "Invalid object", at);
}

function isNested(schema: Schema): boolean {
  return schema.type === "array" || schema.properties !== undefined || schema.additionalProperties !== undefined;
}

function scalar(schema: Schema, text: string, at: string): unknown {
  if (schema.enum) return oneOf(schema.enum, text, at);
  if (typeof schema.const === "string") return oneOf([schema.const], text, at);
  if (typeof schema.const === "boolean" || schema.type === "boolean") {
    // Stripe's older clients for Python write True, and Stripe takes it.
    if (/^(true|True|false|False)$/.test(text)) return text.toLowerCase() === "true";
    throw invalidParameter(`Invalid boolean: ${text}`, at);
  }
  if (schema.type === "integer") return integer(schema, text, at);
  if (schema.type === "number") {
    const read = Number(text);
    if (text.trim() === "" || !Number.isFinite(read)) throw invalidParameter(`Invalid decimal: ${text}`, at);
    return read;
  }
  if (schema.maxLength !== undefined && text.length > schema.maxLength) {
    const message = `Invalid string: ${at} must be at most ${schema.maxLength} characters, it has ${text.length}`;
    throw invalidParameter(message, at);
  }
  return text;
}

function integer(schema: Schema, text: string, at: string): number {
  const code = "parameter_invalid_integer";
  const read = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(read))
    throw invalidParameter(`Invalid integer: ${text}`, at, code);
  if (schema.minimum !== undefined && read < schema.minimum) {
    throw invalidParameter(`This value must be greater than or equal to ${schema.minimum}.`, at, code);
  }
  if (schema.maximum !== undefined && read > schema.maximum) {
    throw invalidParameter(`This value must be less than or equal to ${schema.maximum}.`, at, code);
  }
  return read;
}

function oneOf(words: readonly string[], text: string, at: string): string {
  if (words.includes(text)) return text;
  if (text === "") throw empty(at);
  const list = words.filter((word) => word !== "").join(", ");
  throw invalidParameter(`Invalid ${at}: must be one of ${list}`, at);
}

function empty(at: string) {
  const message = `You passed an empty string for '${at}'. An empty value would unset it, and '${at}' cannot be unset.`;
  return invalidParameter(message, at, "parameter_invalid_empty");
}
