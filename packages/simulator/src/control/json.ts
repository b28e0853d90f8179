/** A JSON object that somebody sent. */
export type Body = Readonly<Record<string, unknown>>;

/** A string, or `undefined` when it is not there. Throws for anything else. */
export function text(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new Error(`${name} must be a string`);
  return value;
}

/** A number, or `undefined` when it is not there. Throws for anything else. */
export function number(body: Body, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`${name} must be a number`);
  return value;
}

/** A list of strings, or `undefined` when it is not there. Throws for anything else. */
export function texts(body: Body, name: string): readonly string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw new Error(`${name} must be a list of strings`);
  return value;
}

/** Whether something is so; it is not when nothing is said. Throws for anything but true and false. */
export function flag(body: Body, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value !== "boolean") throw new Error(`${name} must be true or false`);
  return value;
}

/** One of these words. Throws for any other. */
export function oneOf<const T extends string>(words: readonly T[], word: string): T {
  const found = words.find((known) => known === word);
  if (found === undefined) throw new Error(`'${word}' must be one of ${words.join(", ")}`);
  return found;
}
