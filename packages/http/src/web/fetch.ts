import type { Answer, Exchange, Handler } from "../exchange.ts";
import { underPrefix } from "../prefix.ts";
import { exactWebBody } from "./body.ts";

/** How a fetch handler is made. */
export interface FetchOptions {
  /** The prefix to take off, like `/payments-api`. Default: none. */
  readonly basePath?: string;
}

/**
 * The handler for everything that speaks Web `Request` and `Response`: Next, Hono, Deno, Bun, workers.
 *
 * Errors that are not tillkit's are thrown, for the framework to deal with.
 *
 * @throws TillkitError `invalid_option`
 */
export function toFetch<Native extends Request = Request>(
  handler: Handler<Native>,
  { basePath = "" }: FetchOptions = {},
): (request: Native) => Promise<Response> {
  const below = underPrefix(basePath);
  return async (request) => toResponse(await handler.handle(webExchange(request, below)), request.signal);
}

function webExchange<Native extends Request>(request: Native, below: ReturnType<typeof underPrefix>): Exchange<Native> {
  const { pathname, searchParams } = new URL(request.url);
  const path = below(pathname);
  return {
    method: request.method,
    // Outside the prefix there is no path, and nothing of ours matches.
    path: path === "" ? "/" : (path ?? ""),
    query: searchParams,
    header: (name) => request.headers.get(name) ?? undefined,
    bytes: (limit) => exactWebBody(request, limit),
    native: request,
  };
}

function toResponse({ status, headers, body }: Answer, leaving: AbortSignal): Response {
  if (body === undefined || typeof body === "string") return new Response(body ?? null, { status, headers });
  if (body instanceof Uint8Array) return new Response(new Uint8Array(body), { status, headers });
  return new Response(toStream(body, leaving), { status, headers });
}

function toStream(body: AsyncIterable<string>, leaving: AbortSignal): ReadableStream<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const leave = async (): Promise<void> => {
    await pieces.return?.();
  };
  // Some servers cancel the stream when the client leaves, others abort the request.
  leaving.addEventListener("abort", () => void leave(), { once: true });
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: leave,
  });
}
