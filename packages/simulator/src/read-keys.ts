import type { Keys } from "./http/keys.ts";

/** Restricted keys by their permissions, from JSON. Throws for anything else. */
export function readKeys(json: unknown): Keys {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new Error('The keys must be an object, such as {"rk_test_till": ["payment_intent_write"]}');
  for (const [key, permissions] of Object.entries(json))
    if (!Array.isArray(permissions) || !permissions.every((name) => typeof name === "string"))
      throw new Error(`The permissions of ${key} must be a list of names, such as ["payment_intent_write"]`);
  // Looked at one by one.
  return json as Keys;
}
