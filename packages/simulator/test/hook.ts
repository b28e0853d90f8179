import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** What an endpoint was sent. */
export interface Received {
  readonly body: string;
  readonly signature: string;
  readonly type: string;
}

/** An endpoint that keeps what it is sent and answers what it is told to; it is closed with the test. */
export async function hook(answer: (received: Received, count: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      // Whoever sends to this endpoint sends events.
      const { type } = JSON.parse(body) as { readonly type: string };
      const one = { body, type, signature: String(request.headers["stripe-signature"]) };
      received.push(one);
      response.writeHead(answer(one, received.length)).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received };
}
