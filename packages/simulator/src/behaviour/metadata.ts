import { invalidParameter } from "../protocol/errors.ts";

/**
 * Merges metadata as Stripe does: given keys are set, a key given as empty text is removed, `""` removes all.
 *
 * Throws a 400 beyond 50 keys, 40 characters per key or 500 per value (page Metadata).
 */
export function mergeMetadata(
  current: Readonly<Record<string, string>>,
  change: Readonly<Record<string, unknown>> | "" | null | undefined,
): Record<string, string> {
  if (change === undefined) return { ...current };
  if (change === "" || change === null) return {};
  const merged = { ...current };
  for (const [key, value] of Object.entries(change)) {
    const text = String(value);
    const at = `metadata[${key}]`;
    if (key.length > 40) throw invalidParameter("Metadata keys can have up to 40 characters.", at);
    if (text.length > 500) throw invalidParameter("Metadata values can have up to 500 characters.", at);
    if (text === "") delete merged[key];
    else merged[key] = text;
  }
  if (Object.keys(merged).length > 50) throw invalidParameter("Metadata can have up to 50 keys.", "metadata");
  return merged;
}
