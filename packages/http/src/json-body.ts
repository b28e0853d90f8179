import { TillkitError } from "@tillkit/core";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a body as a JSON object. No body at all is an empty object.
 *
 * @throws TillkitError `malformed_body`, `unsupported_media_type`
 */
export function parseJson(bytes: Uint8Array, contentType: string | undefined): object {
  // A type that is there must be right even on an empty body: a plain HTML form cannot send this one from another site.
  if (contentType === undefined ? bytes.length > 0 : !/^application\/json\s*(;|$)/i.test(contentType))
    throw new TillkitError("unsupported_media_type", `Send the body as application/json, not ${quote(contentType)}.`);
  if (bytes.length === 0) return {};
  const value = read(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TillkitError("malformed_body", "The body is JSON, but not an object. Send {…}.");
  return value;
}

function read(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new TillkitError("malformed_body", "The body is not JSON in UTF-8.", { cause });
  }
}

const quote = (type: string | undefined): string => (type === undefined ? "without a type" : `"${type.slice(0, 80)}"`);
