import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { bytesGone, collector, patienceOf, tooLarge } from "../body-limit.ts";

/** What parsers and serverless hosts leave on a request. */
export interface BodyLeftovers {
  readonly rawBody?: unknown;
  readonly body?: unknown;
  /** Set by hosts that carry bytes in a JSON event. */
  readonly isBase64Encoded?: unknown;
}

/**
 * The exact bytes of a Node request's body: those that a host kept (`rawBody`, a Buffer or string as `body`), else the unread stream.
 *
 * @throws TillkitError `body_too_large`, `raw_body_unavailable`
 */
export async function exactBody(request: IncomingMessage & BodyLeftovers, limit: number): Promise<Uint8Array> {
  const { rawBody, body } = request;
  for (const kept of [rawBody, body])
    if (kept instanceof Uint8Array || typeof kept === "string") {
      const bytes = typeof kept === "string" ? Buffer.from(kept, encodingOf(request)) : kept;
      if (bytes.length > limit) throw tooLarge(limit);
      return bytes;
    }
  if (Number(request.headers["content-length"] ?? 0) > limit) throw discarding(request, limit);
  if (request.readableDidRead || request.readableEnded) {
    if (hasBody(request)) throw bytesGone();
    return new Uint8Array();
  }
  return read(request, limit);
}

const encodingOf = ({ isBase64Encoded }: BodyLeftovers): "base64" | "utf8" =>
  isBase64Encoded === true ? "base64" : "utf8";

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Listeners instead of `for await`: a third of the cost on the webhook path. */
function read(stream: Readable, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const { add, bytes } = collector();
    const stop = (): void => {
      stream.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
    };
    const onData = (chunk: Buffer): void => {
      if (add(chunk) <= limit) return;
      stop();
      reject(discarding(stream, limit));
    };
    const onEnd = (): void => {
      stop();
      resolve(bytes());
    };
    const onError = (error: Error): void => {
      stop();
      reject(error);
    };
    const onClose = (): void => onError(new Error("The client left before its body was complete."));
    stream.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
  });
}

/**
 * Lets go of the rest of a body that is too large. It is read to nowhere for a while, because a client that is cut off in the middle of
 * sending never sees the answer; and then cut off, because it may never end.
 */
function discarding(stream: Readable, limit: number): Error {
  let patience = patienceOf(limit);
  stream.on("error", () => undefined);
  stream.on("data", (chunk: Buffer) => {
    patience -= chunk.length;
    if (patience < 0) stream.destroy();
  });
  return tooLarge(limit);
}
