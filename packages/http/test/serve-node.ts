import { createServer, IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createHandler, type Handler, toNodeListener } from "@tillkit/http";
import type { Serve, ServeOptions } from "@tillkit/testing";

/** Listens on a free port. */
export async function listen(
  listener: RequestListener,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Serves the routes with nothing but `node:http`, after `change` has had its way with the options and the handler. */
export function serveNode({
  options: changeOptions = (options) => options,
  handler: changeHandler = (handler) => handler,
}: {
  readonly options?: (options: ServeOptions) => ServeOptions;
  readonly handler?: (handler: Handler<IncomingMessage>, options: ServeOptions) => Handler<IncomingMessage>;
} = {}): Serve {
  return async (given) => {
    const { onUnhandled, parseFirst, ...options } = changeOptions(given);
    const handler = changeHandler(createHandler<IncomingMessage>(options), given);
    const ours = toNodeListener(handler, { basePath: "/payments-api", onError: onUnhandled });
    const { origin, close } = await listen((request, response) => {
      void (async () => {
        if (request.url !== "/host") {
          if (parseFirst) Object.assign(request, { body: JSON.parse(await text(request)) as unknown });
          ours(request, response);
          return;
        }
        try {
          const received: unknown = JSON.parse(await text(request));
          response.setHeader("content-type", "application/json").end(JSON.stringify({ received }));
        } catch {
          response.writeHead(400).end();
        }
      })();
    });
    return {
      url: `${origin}/payments-api`,
      hostUrl: `${origin}/host`,
      isNative: (request) => request instanceof IncomingMessage,
      close,
    };
  };
}
