import { createServer, type RequestListener } from "node:http";

/** A port that is listened on, before there is anything behind it. */
export interface Door {
  readonly port: number;
  /** From now on requests are answered by this; until then with 503. */
  lead(listener: RequestListener): void;
  /** Takes no new connections. */
  shut(): void;
  /** Ends every connection. */
  close(): void;
}

/**
 * Listens on a port; 0 takes any free one.
 *
 * @throws a Node error (`EADDRINUSE`) where it is taken
 */
export async function openDoor({ port, host }: { readonly port: number; readonly host: string }): Promise<Door> {
  let behind: RequestListener = notYet;
  const server = createServer((request, response) => behind(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    lead: (listener) => {
      behind = listener;
    },
    shut: () => {
      server.close();
    },
    close: () => {
      server.closeAllConnections();
    },
  };
}

function notYet(...[, response]: Parameters<RequestListener>): void {
  response.writeHead(503, { "retry-after": "1" }).end();
}
