import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Servers } from "./servers.ts";

/** The one address behind which the servers are, as a load balancer has it. */
export interface Door {
  readonly url: string;
  close(): void;
}

/** Opens the door. A delivery goes to some server; a dead one breaks the connection, and Stripe tries again. */
export async function openDoor(servers: Servers): Promise<Door> {
  const server = createServer((request, response) => forward(servers, request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Listening on TCP, so the address is one of TCP.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function forward(servers: Servers, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const port = servers.port();
    if (port === undefined) return void response.writeHead(503).end();
    fetch(`http://127.0.0.1:${port}${request.url ?? "/"}`, {
      method: "POST",
      body: Buffer.concat(chunks),
      headers: { "stripe-signature": String(request.headers["stripe-signature"]), "content-type": "application/json" },
    }).then(
      ({ status }) => response.writeHead(status).end(),
      () => response.destroy(),
    );
  });
}
