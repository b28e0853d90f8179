import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler } from "../exchange.ts";
import { underPrefix } from "../prefix.ts";
import { unexpected } from "../problem.ts";
import { nodeExchange } from "./exchange.ts";
import { writeAnswer } from "./write.ts";

/** How a Node listener is made. */
export interface NodeListenerOptions {
  /** The prefix to take off, like `/payments-api`, where nothing before has done so. Default: none. */
  readonly basePath?: string;
  /** Told of errors that are not tillkit's, where there is no `next` to take them. They are answered 500 without a word. */
  readonly onError?: (error: unknown) => void;
}

/**
 * The handler for `node:http`, and for frameworks that speak it: `createServer(toNodeListener(handler))`, `app.use(path, …)`.
 *
 * With a `next`, errors that are not tillkit's go there, and so do addresses outside `basePath`.
 *
 * @throws TillkitError `invalid_option`
 */
export function toNodeListener<Native extends IncomingMessage>(
  handler: Handler<Native>,
  { basePath = "", onError }: NodeListenerOptions = {},
): (request: Native, response: ServerResponse, next?: (error?: unknown) => void) => void {
  const below = underPrefix(basePath);
  return (request, response, next) => {
    const url = below(request.url ?? "/");
    if (url === undefined && next !== undefined) {
      next();
      return;
    }
    // Outside the prefix nothing of ours matches; the handler says so.
    handler
      .handle(nodeExchange(request, url ?? "", request))
      .then((answer) => writeAnswer(answer, response))
      .catch((error: unknown) => {
        if (next !== undefined) {
          next(error);
          return;
        }
        onError?.(error);
        // In the middle of a stream there is no answer left to give but a broken one.
        if (response.headersSent) response.destroy();
        else void writeAnswer(unexpected, response);
      });
  };
}
