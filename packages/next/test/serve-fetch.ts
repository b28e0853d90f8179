import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

/** Serves a fetch handler as Next's own server does: streams both ways, 500 for what it throws, a cancel when the client leaves. */
export async function serveFetch(
  handle: (request: Request) => Promise<Response>,
  onError: (error: unknown) => void,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((message, response) => {
    answer(message, response, handle).catch((error: unknown) => {
      onError(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end("Internal Server Error");
    });
  });
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

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const { status, headers, body } = await handle(toRequest(message, response));
  response.writeHead(status, [...headers].flat());
  if (body === null) {
    response.end();
    return;
  }
  response.flushHeaders();
  const reader = body.getReader();
  response.once("close", () => void reader.cancel());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    response.write(value);
  }
  response.end();
}

function toRequest(message: IncomingMessage, response: ServerResponse): Request {
  const { method = "GET", url = "/", headers } = message;
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  const bodyless = method === "GET" || method === "HEAD";
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, [value].flat().join(", ")]],
    ),
    signal: leaving.signal,
    ...(bodyless ? {} : { body: Readable.toWeb(message) as ReadableStream<Uint8Array>, duplex: "half" }), // bytes, as sockets give
  });
}
