/** What a failed call to Stripe shows, whatever class it was thrown as and by which copy of the client. */
export interface StripeFailure {
  /** The HTTP status of an answer by Stripe's API. Absent: no answer, or one that was not the API's JSON. */
  readonly status?: number;
  /** Whether the request certainly never left this machine. */
  readonly unsent: boolean;
  /** Stripe's `error.code`. */
  readonly code?: string;
  /** Stripe's `error.type` as it was on the wire. */
  readonly type?: string;
  readonly declineCode?: string;
  /** The parameter that Stripe names. */
  readonly param?: string;
  /** Safe to store and log: keys are masked. */
  readonly message: string;
  readonly retryAfterMs?: number;
}

/** Errors that only come before there is a connection. Others, like EHOSTUNREACH, can also end one. */
const unsentCodes: readonly unknown[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"];

/** Reads an error that the `stripe` client, or something below it, has thrown. */
export function readFailure(error: unknown): StripeFailure {
  const status = field(error, "statusCode");
  const code = textField(error, "code");
  const type = textField(error, "rawType");
  const declineCode = textField(error, "decline_code");
  const param = textField(error, "param");
  const retryAfterMs = retryAfter(field(error, "headers"));
  return {
    ...(typeof status === "number" ? { status } : {}),
    unsent: typeof status !== "number" && isUnsent(error),
    ...(code === undefined ? {} : { code }),
    ...(type === undefined ? {} : { type }),
    ...(declineCode === undefined ? {} : { declineCode }),
    ...(param === undefined ? {} : { param }),
    message: mask(error instanceof Error ? error.message : String(error)),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Takes keys out of a text that somebody else wrote. */
function mask(text: string): string {
  return text.replace(/\b((?:sk|rk|pk)_(?:live|test)|whsec)_[^\s"',]+/g, "$1_…");
}

/**
 * The client repeats once after a broken connection whatever it is told. What failed then was the repetition: the first request
 * may have arrived, so only an error of the first one proves that nothing was sent.
 */
function isUnsent(error: unknown): boolean {
  if (error instanceof Error && error.message.includes("retried")) return false;
  const below = field(error, "detail");
  const syscall = field(below, "syscall");
  return unsentCodes.includes(field(below, "code")) || syscall === "connect" || syscall === "getaddrinfo";
}

function retryAfter(headers: unknown): number | undefined {
  const seconds = Number(textField(headers, "retry-after") ?? "");
  return seconds > 0 && seconds <= 86_400 ? Math.ceil(seconds * 1000) : undefined;
}

function textField(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function field(value: unknown, name: string): unknown {
  // The object was seen to have the property.
  return typeof value === "object" && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
