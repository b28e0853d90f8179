import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";

/** When a connection is cut: before the server hears the message, once it has heard it, or once it has answered. */
export type Cut = "before" | "inside" | "after";

/** A way to the server that can be cut. */
export interface Proxy {
  readonly url: string;
  /** Cuts the next connection on which a client says this, and only that one. */
  cut(at: Cut, said: string): void;
  /** Ends the next connection that is told that it is ready, in the same packet, as a server does that is shutting down. */
  farewell(): void;
  /** How many connections were cut as asked. */
  readonly cuts: number;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let plan: { readonly at: Cut; readonly said: string } | undefined;
  let cuts = 0;
  let isLeaving = false;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let silenced = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // The other side is told by the close.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        if (!silenced) (socket === client ? upstream : client).destroy();
      });
    }
    client.on("data", (bytes) => {
      const { at, said } = plan ?? {};
      if (said === undefined || !bytes.includes(said)) return void upstream.write(bytes);
      plan = undefined;
      cuts++;
      if (at === "before") return void client.destroy();
      silenced = true;
      upstream.write(bytes);
      // Inside: the server works on, and its answer finds nobody. After: it has answered, and the answer is lost.
      if (at === "inside") client.destroy();
      else upstream.once("data", () => client.destroy());
    });
    upstream.on("data", (bytes) => {
      if (isLeaving && bytes.subarray(-6, -1).equals(READY)) {
        isLeaving = false;
        client.end(Buffer.concat([bytes, FAREWELL]));
      } else if (!silenced) client.write(bytes);
      else upstream.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("A TCP server has a port.");
  const url = new URL(target);
  url.port = String(address.port);

  return {
    url: url.href,
    cut: (at, said) => {
      plan = { at, said };
    },
    farewell: () => {
      isLeaving = true;
    },
    get cuts() {
      return cuts;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

// PostgreSQL, "Message Formats": ReadyForQuery without the last byte, and an ErrorResponse.
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);
const FIELDS = Buffer.from("SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
const FAREWELL = Buffer.concat([Buffer.from([0x45, 0, 0, 0, FIELDS.length + 4]), FIELDS]);
