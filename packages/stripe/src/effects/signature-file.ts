import { createHash } from "node:crypto";
import type { SignedSvg } from "@tillkit/core";
import type { Connection } from "../connection.ts";

/** A signature is kept in the payment's own record. Bytes. */
const MOST_BYTES = 32 * 1024;

/**
 * Fetches the drawing of a signature, which Stripe keeps for seven days only. `undefined` for what is no SVG, or too large to keep.
 *
 * Throws what the `stripe` client throws.
 */
export async function fetchSignature(connection: Connection, fileId: string): Promise<SignedSvg | undefined> {
  const stripe = await connection.client();
  const { url } = await stripe.files.retrieve(fileId, {}, connection.read());
  if (url === null) return undefined;
  // Through the client, which has the key and knows where files are; the address says which file.
  const stream: unknown = await stripe.rawRequest("GET", new URL(url).pathname, undefined, {
    ...connection.read(),
    apiBase: "files",
    streaming: true,
  });
  const bytes = isIterable(stream) ? await readUpTo(stream, MOST_BYTES) : undefined;
  if (bytes === undefined) return undefined;
  const svg = bytes.toString("utf8");
  if (!/<svg[\s>]/i.test(svg.slice(0, 2_000))) return undefined;
  return { svg, sha256: createHash("sha256").update(svg, "utf8").digest("hex") };
}

async function readUpTo(stream: AsyncIterable<unknown>, most: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) return undefined;
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
