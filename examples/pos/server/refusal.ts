import { TillkitError } from "@tillkit/core";
import type { ErrorRequestHandler } from "express";
import { ZodError } from "zod";
import type { Problem } from "../common/api.ts";

/** A request of a page that is answered with no, in words that the page can show. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers every error of the POS's own routes as a problem document (RFC 9457). What nobody expected tells no details. */
export function problems(report: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    if (problem.status >= 500) report(error);
    response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refusal || TillkitError.is(error))
    return { title: "That did not work", detail: error.message, status: error.status, code: error.code };
  if (error instanceof ZodError) {
    const [first] = error.issues;
    const detail = first ? `${first.path.join(".") || "The body"}: ${first.message}` : "The body does not fit.";
    return { title: "The request does not fit", detail, status: 400, code: "invalid_request" };
  }
  if (isClientError(error))
    return { title: "The request does not fit", detail: error.message, status: error.status, code: "invalid_request" };
  return { title: "Something broke", detail: "It was not you. Please try again.", status: 500, code: "unexpected" };
}

/** Express's own parsers throw errors that carry a 4xx status. */
function isClientError(error: unknown): error is Error & { readonly status: number } {
  return (
    error instanceof Error &&
    "status" in error &&
    typeof error.status === "number" &&
    error.status >= 400 &&
    error.status < 500
  );
}
