import type { Problem } from "../../common/api.ts";

/** An answer that says no, or no answer at all (`code: "unreachable"`). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;

  constructor({ code, status, detail }: Pick<Problem, "code" | "status" | "detail">) {
    super(detail);
    this.code = code;
    this.status = status;
  }
}

const PATIENCE_MS = 20_000;

/** Reads JSON from the POS server. @throws ApiError */
export function getJson<T>(path: string, { patienceMs = PATIENCE_MS } = {}): Promise<T> {
  return exchange<T>(path, { signal: AbortSignal.timeout(patienceMs) });
}

/** Posts JSON to the POS server. @throws ApiError */
export function postJson<T>(path: string, body: unknown = {}): Promise<T> {
  return exchange<T>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

async function exchange<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(path, init).catch((): never => {
    throw new ApiError({ code: "unreachable", status: 0, detail: "The till's server does not answer." });
  });
  const body: unknown = await answer.json().catch(() => undefined);
  // Our own server answers this page, and types what it sends with the same declarations.
  if (answer.ok) return body as T;
  throw new ApiError({
    code: "unexpected",
    detail: "Something broke. Please try again.",
    ...problemIn(body),
    status: answer.status,
  });
}

function problemIn(body: unknown): Partial<Problem> {
  if (typeof body !== "object" || body === null) return {};
  return {
    ...("code" in body && typeof body.code === "string" ? { code: body.code } : {}),
    ...("detail" in body && typeof body.detail === "string" ? { detail: body.detail } : {}),
  };
}
