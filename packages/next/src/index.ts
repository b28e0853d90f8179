import { createHandler, type HandlerOptions, toFetch } from "@tillkit/http";
import type { NextRequest } from "next/server.js";

/** {@link HandlerOptions} of `@tillkit/http`, with Next's own request in `authorize`. */
export interface TillkitOptions extends HandlerOptions<NextRequest> {
  /** Where the catch-all route lies, like `/payments-api` for `app/payments-api/[[...path]]/route.ts`. */
  readonly basePath: string;
}

/** What a route file exports. `GET` and `POST` are enough; the others make wrong methods answer like everywhere else. */
export type TillkitRoute = Readonly<
  Record<"GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", (request: NextRequest) => Promise<Response>>
>;

/**
 * The tillkit routes as a Next route handler, in one catch-all route: Next bundles each route on its own.
 *
 * @example
 * // app/payments-api/[[...path]]/route.ts
 * export const { GET, POST } = tillkit({ till, basePath: "/payments-api", authorize: (request) => isCashier(request) });
 *
 * @throws TillkitError `invalid_option`
 */
export function tillkit({ basePath, ...options }: TillkitOptions): TillkitRoute {
  const handle = toFetch(createHandler(options), { basePath });
  return { GET: handle, HEAD: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle, OPTIONS: handle };
}
