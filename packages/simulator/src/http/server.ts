import type { IncomingMessage, Server, ServerResponse } from "node:http";

import { answerHeaders } from "./answer-headers.ts";
import { bodyBytes, encodingOf } from "./api-request.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";
import { isMultipart } from "../protocol/multipart.ts";

// Importing node:http by name reads all of its exports, and so loads undici as well: half of the whole start.
const { createServer } = process.getBuiltinModule("node:http");

/** Answers the requests a part of the server is responsible for. */
export type Handler = (request: ApiRequest, response: ServerResponse) => Promise<void>;

/** What the HTTP server serves. */
export interface Served {
  /** `/_simulator/…`: the demo's own controls. */
  readonly control: Handler;
  /** `/`: the Dashboard, and `/c/pay/…`: the Checkout pages. */
  readonly pages: Handler;
  /** Everything else is Stripe's API. */
  readonly api: (request: ApiRequest) => Promise<ApiAnswer>;
}

/** Starts listening; `port` 0 takes any free port. */
export function listen(
  served: Served,
  host: string,
  port: number,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((incoming, response) => {
    serve(served, incoming, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "content-type": "text/plain" }).end(String(error));
    });
  });
  // Clients keep connections for long; a server that closes them first makes honest requests fail.
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address ? address.port : port });
    });
  });
}

/** Stops listening and drops open connections. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const largestForm = 1_000_000;
/** Files, and states to go on from, are all that is large. */
const largestUpload = 16_000_000;

async function serve(served: Served, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path, query] = split(incoming.url ?? "/");
  const body = incoming.method === "GET" ? "" : await readBody(incoming, isControl(path));
  const request: ApiRequest = { method: incoming.method ?? "GET", path, query, body, headers: incoming.headers };
  if (isControl(path)) return served.control(request, response);
  if (path === "/" || path.startsWith("/dashboard/") || path.startsWith("/c/")) return served.pages(request, response);

  const answer = await served.api(request);
  write(answer, response);
}

function write(answer: ApiAnswer, response: ServerResponse): void {
  if (answer.connection === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (answer.connection === "hung") return;
  const encoding = encodingOf(answer);
  const length = Buffer.byteLength(answer.body, encoding);
  response.writeHead(answer.status, { ...answerHeaders(answer), "content-length": length });
  // As text it goes out in one piece with the headers.
  if (answer.connection === "kept" && !answer.rest) return void response.end(answer.body, encoding);

  const body = bodyBytes(answer);
  const half = Math.floor(length / 2);
  if (answer.rest) {
    response.write(body.subarray(0, half));
    void answer.rest.then(() => response.end(body.subarray(half)));
  } else response.write(body.subarray(0, half), () => response.socket?.destroy());
}

function isControl(path: string): boolean {
  return /^\/_simulator($|\/)/.test(path);
}

function split(url: string): [string, string] {
  const mark = url.indexOf("?");
  return mark < 0 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
}

async function readBody(incoming: IncomingMessage, large: boolean): Promise<string> {
  const multipart = isMultipart(incoming.headers["content-type"]);
  const most = multipart || large ? largestUpload : largestForm;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    // A request without an encoding yields buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > most) throw new Error(`The request body is larger than ${most / 1_000_000} MB`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString(multipart ? "latin1" : "utf8");
}
