import { bytesGone, collector, patienceOf, tooLarge } from "../body-limit.ts";

/**
 * The exact bytes of a Web request's body, read piece by piece so that the limit holds before memory is taken.
 *
 * @throws TillkitError `body_too_large`, `raw_body_unavailable`
 */
export async function exactWebBody({ bodyUsed, body, headers }: Request, limit: number): Promise<Uint8Array> {
  if (bodyUsed) throw bytesGone();
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  if (Number(headers.get("content-length") ?? 0) > limit) throw discarding(reader, limit);
  const { add, bytes } = collector();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    if (add(piece.value) > limit) throw discarding(reader, limit);
  return bytes();
}

/** Lets go of the rest of a body that is too large, after a while of reading it to nowhere: see `node/body.ts`. */
function discarding(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Error {
  // A client that leaves meanwhile has nothing more to hear.
  discard(reader, patienceOf(limit)).catch(() => undefined);
  return tooLarge(limit);
}

async function discard(reader: ReadableStreamDefaultReader<Uint8Array>, patience: number): Promise<void> {
  let left = patience;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    left -= piece.value.length;
    if (left < 0) return reader.cancel();
  }
}
