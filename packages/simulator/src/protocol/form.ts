import { invalidParameter, invalidRequest } from "./errors.ts";

/**
 * Decoded parameters before their types are known: every leaf is still the text that was sent.
 *
 * A list is still an object with numbers for names, because `metadata[17]` is not a list: only the schema can tell.
 */
export type FormTree = string | { readonly [name: string]: FormTree };

/**
 * Decodes `a[b][0][c]=1&d[]=2`, as bodies and query strings of the v1 API are written.
 *
 * Brackets may arrive raw or percent-encoded, spaces as `+` or `%20`. With `a[][b]`, a new element begins when a name
 * repeats. Throws a 400 for names that could reach a prototype and for forms beyond Stripe's size.
 */
export function decodeForm(text: string): { readonly [name: string]: FormTree } {
  const root: Branch = new Map();
  if (text === "") return {};
  const pairs = text.split("&");
  if (pairs.length > mostParameters) throw invalidRequest(`More than ${mostParameters} parameters were sent.`);

  for (const pair of pairs) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decode(pair.slice(equals + 1));
    place(root, path(name), value, name);
  }
  return plain(root);
}

type Branch = Map<string, Branch | string>;

const mostParameters = 5000;
const deepest = 12;
const reserved = new Set(["__proto__", "constructor", "prototype"]);

function decode(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalidRequest("The request body is not valid percent-encoded UTF-8.");
  }
}

function path(name: string): string[] {
  const open = name.indexOf("[");
  if (open < 0) return [checked(name, name)];
  const steps = [checked(name.slice(0, open), name)];
  for (let at = open; at < name.length;) {
    const close = name.indexOf("]", at);
    if (name[at] !== "[" || close < 0) throw invalidParameter(`Invalid parameter name: ${name}`, name);
    steps.push(checked(name.slice(at + 1, close), name));
    at = close + 1;
  }
  if (steps.length > deepest) throw invalidParameter(`Parameters may not be nested this deeply: ${name}`, name);
  return steps;
}

function checked(step: string, name: string): string {
  if (reserved.has(step)) throw invalidParameter(`Received unknown parameter: ${name}`, name, "parameter_unknown");
  return step;
}

function place(root: Branch, steps: readonly string[], value: string, name: string): void {
  let branch = root;
  for (let i = 0; i < steps.length - 1; i++) {
    const rest = steps.slice(i + 1);
    const key = steps[i] === "" ? element(branch, rest) : (steps[i] ?? "");
    let next = branch.get(key);
    if (next === undefined) branch.set(key, (next = new Map()));
    if (typeof next === "string") throw invalidParameter(`Invalid ${name}: it is both a value and a list`, name);
    branch = next;
  }
  const last = steps.at(-1) ?? "";
  branch.set(last === "" ? String(branch.size) : last, value);
}

/** `a[][b]`: the element being filled, or a new one when it already has what is being set. */
function element(branch: Branch, rest: readonly string[]): string {
  const current = String(branch.size - 1);
  const filling = branch.get(current);
  if (!(filling instanceof Map)) return String(branch.size);
  return has(filling, rest) ? String(branch.size) : current;
}

function has(branch: Branch, [first = "", ...rest]: readonly string[]): boolean {
  const found = branch.get(first);
  if (found === undefined || first === "") return false;
  return rest.length === 0 || (found instanceof Map && has(found, rest));
}

function plain(branch: Branch): { readonly [name: string]: FormTree } {
  const tree: { [name: string]: FormTree } = {};
  for (const [name, value] of branch) tree[name] = typeof value === "string" ? value : plain(value);
  return tree;
}
