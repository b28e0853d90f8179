import { createHandler, type HandlerOptions, toNodeListener } from "@tillkit/http";
import type { Request, RequestHandler } from "express";

/** {@link HandlerOptions} of `@tillkit/http`, with Express's own request in `authorize`. */
export type TillkitOptions = HandlerOptions<Request>;

/**
 * The tillkit routes as Express middleware. Mount it before `express.json()`.
 *
 * @example
 * app.use("/payments-api", tillkit({ till, authorize: (request) => isCashier(request) }));
 * app.use(express.json());
 *
 * @throws TillkitError `invalid_option`
 */
export function tillkit(options: TillkitOptions): RequestHandler {
  // Express takes the mount path off the URL itself, and hands on what is not ours by `next`.
  return toNodeListener(createHandler(options));
}
