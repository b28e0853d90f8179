import { TillkitError } from "@tillkit/core";

/** The error for a body over the limit. */
export function tooLarge(limit: number): TillkitError {
  return new TillkitError("body_too_large", `The body is larger than ${limit} bytes.`, { details: { limit } });
}

/** The error for a body whose bytes are gone. */
export function bytesGone(): TillkitError {
  return new TillkitError(
    "raw_body_unavailable",
    "The body was parsed before it reached tillkit, and a signature can only be checked over the bytes as they were sent. " +
      "Mount tillkit before express.json() and other body parsers.",
  );
}

/** How much of a body that is too large is still read to nowhere, in bytes, before the client is cut off. */
export function patienceOf(limit: number): number {
  return Math.max(16 * limit, 16 * 1_048_576);
}

/** Collects the pieces of a body. */
export function collector(): {
  /** Answers how many bytes there are by now. */
  readonly add: (chunk: Uint8Array) => number;
  readonly bytes: () => Uint8Array;
} {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      return (size += chunk.length);
    },
    bytes: () => {
      const [first] = chunks;
      return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size);
    },
  };
}
