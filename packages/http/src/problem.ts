import type { TillkitError } from "@tillkit/core";
import { publicText } from "./confidential.ts";
import type { Answer } from "./exchange.ts";
import type { ShownBill } from "@tillkit/guest";
import { InvalidInput, type InputError } from "./invalid-input.ts";

/** An error as the routes answer it: a problem document (RFC 9457) with tillkit's own members. */
export interface Problem {
  /** Where the code is explained: a URI reference, relative to the project's documentation. */
  readonly type: string;
  /** The code in words. */
  readonly title: string;
  readonly status: number;
  /** What happened and what to do, for developers. May change; decide by `code`. */
  readonly detail: string;
  /** One of `errorCodes`. */
  readonly code: string;
  /** Whether the same request may be sent again unchanged. */
  readonly retryable: boolean;
  /** What was seen, like the `paymentId` that keeps a reader busy. Only where the request was at fault. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** Which fields were wrong, where fields were. */
  readonly errors?: readonly InputError[];
  /** With `basket_changed`: what the bill costs now. */
  readonly bill?: ShownBill;
}

/** Writes a tillkit error as a problem document. */
function toProblem(error: TillkitError): Problem {
  const { code, docUrl, status, message, retryable } = error;
  const details = Object.entries(error.details);
  return {
    type: docUrl,
    title: titleOf(code),
    status,
    detail: publicText(message),
    code,
    retryable,
    // Of our own faults, the log has the details; the caller cannot do anything with them.
    ...(status >= 500 || details.length === 0 ? {} : { details: Object.fromEntries(details.map(toPublic)) }),
    ...(error instanceof InvalidInput ? { errors: error.errors } : {}),
  };
}

/** Answers with a tillkit error. */
export function problem(
  error: TillkitError,
  headers: Answer["headers"] = {},
  more: Pick<Problem, "bill"> = {},
): Answer {
  return {
    status: error.status,
    headers: { "content-type": "application/problem+json; charset=utf-8", ...headers },
    body: JSON.stringify({ ...toProblem(error), ...more }),
  };
}

/** What is said of an error that is not tillkit's, where no framework is there to take it: nothing. */
export const unexpected: Answer = {
  status: 500,
  headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
  body: JSON.stringify({ type: "about:blank", title: "Internal Server Error", status: 500 }),
};

function titleOf(code: string): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toPublic([name, value]: [string, string | number | boolean | null]): [string, typeof value] {
  return [name, typeof value === "string" ? publicText(value) : value];
}
