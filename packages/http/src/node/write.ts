import type { ServerResponse } from "node:http";
import type { Answer } from "../exchange.ts";

/** Writes an answer to a Node response. Resolves when it is written, or when the client has left. */
export async function writeAnswer({ status, headers, body }: Answer, response: ServerResponse): Promise<void> {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    // A HEAD answer leaves its body's length open; 204 has no body that could have one.
    const open = body === undefined && (status === 204 || response.req.method === "HEAD");
    const length = open ? {} : { "content-length": String(Buffer.byteLength(body ?? "")) };
    response.writeHead(status, { ...headers, ...length }).end(body);
    return;
  }
  response.writeHead(status, headers);
  await writeStream(body, response);
}

async function writeStream(body: AsyncIterable<string>, response: ServerResponse): Promise<void> {
  const pieces = body[Symbol.asyncIterator]();
  const gone = new Promise<"gone">((resolve) => {
    response.once("close", () => resolve("gone"));
  });
  try {
    while (!response.destroyed) {
      const piece = await Promise.race([pieces.next(), gone]);
      if (piece === "gone") return;
      if (piece.done === true) {
        response.end();
        return;
      }
      // A slow client is not read ahead of: what changes meanwhile is told in one event later.
      if (!response.write(piece.value)) await Promise.race([drained(response), gone]);
    }
  } finally {
    await pieces.return?.();
  }
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once("drain", () => resolve());
  });
