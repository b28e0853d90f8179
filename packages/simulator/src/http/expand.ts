import type { World } from "../world.ts";
import { invalidParameter, notSimulated } from "./errors.ts";

/**
 * Replaces ids by the objects they name, at the dotted paths of `expand`.
 *
 * Throws a 400 for a path that leads nowhere, as Stripe does; a null on the way stays null.
 */
export function expand(world: World, answer: object, paths: readonly string[]): object {
  let expanded = answer;
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > 4) throw invalidParameter("You cannot expand more than 4 levels of a property.", "expand");
    // A change to an object is a new object, so walking it keeps it one.
    expanded = walk(world, expanded, steps, path) as object;
  }
  return expanded;
}

function walk(world: World, value: unknown, steps: readonly string[], path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => walk(world, item, steps, path));
  if (typeof value !== "object") throw unexpandable(path);

  const held: unknown = Reflect.get(value, step);
  const kind: unknown = Reflect.get(value, "object");
  const lookUp = expandable[step];
  if (step === "line_items" && kind === "checkout.session") {
    return { ...value, line_items: sessionLines(world, value) };
  }
  if (typeof held === "string") {
    const found = lookUp?.(world, held);
    if (!lookUp) throw unexpandable(path);
    if (!found) throw notSimulated(`expanding ${step}`, "expand");
    return { ...value, [step]: walk(world, found, rest, path) };
  }
  if (held === null && (lookUp || neverSet.has(step))) return value;
  if (held === undefined || held === null || typeof held !== "object") throw unexpandable(path);
  if (rest.length === 0 && !lookUp) throw unexpandable(path);
  return { ...value, [step]: walk(world, held, rest, path) };
}

const expandable: Readonly<Record<string, (world: World, id: string) => object | undefined>> = {
  charge: (world, id) => world.charges.get(id),
  latest_charge: (world, id) => world.charges.get(id),
  location: (world, id) => world.locations.get(id),
  payment_intent: (world, id) => world.paymentIntents.get(id),
  payment_method: () => undefined,
};

/** Expandable for Stripe, and always null here. */
const neverSet = new Set([
  "application",
  "balance_transaction",
  "customer",
  "invoice",
  "on_behalf_of",
  "review",
  "subscription",
]);

function sessionLines(world: World, session: object): object {
  const id = String(Reflect.get(session, "id"));
  const data = world.sessions.get(id)?.lineItems ?? [];
  return { object: "list", data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
}

function unexpandable(path: string) {
  return invalidParameter(`This property cannot be expanded (${path}).`, "expand");
}
