import { TillkitError } from "@tillkit/core";
import type { z } from "zod";

/** One field that was wrong. */
export interface InputError {
  /** Where, as a path: `lines.0.quantity`. Empty: the whole body. */
  readonly path: string;
  readonly message: string;
}

/** `invalid_request` with every field that was wrong, not only the first. */
export class InvalidInput extends TillkitError {
  readonly errors: readonly InputError[];

  constructor(errors: readonly InputError[]) {
    const sentences = errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
    super("invalid_request", `The request does not fit. ${sentences.join("; ")}.`, {
      details: { path: errors[0]?.path ?? "" },
    });
    this.errors = errors;
  }
}

/**
 * Turns what came from outside into what the schema says.
 *
 * @throws TillkitError `invalid_request`
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.flatMap(errorsOf).slice(0, 20));
}

function errorsOf(issue: z.core.$ZodIssue): InputError[] {
  // An unknown field is reported at its own path, not at that of the object around it.
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: "there is no such field" }));
  return [{ path: pathOf(issue.path), message: issue.message.slice(0, 200) }];
}

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join(".").slice(0, 200);
