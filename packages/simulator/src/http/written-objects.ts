import type { Params } from "../schema/read-params.ts";

/** Objects that a request names besides the one in its path, and changes. */
const namedIn = ["payment_intent", "setup_intent", "charge"] as const;

/** The ids of the objects that a request writes to. Reading needs nobody's leave, nor do the hands of a test helper. */
export function writtenObjects(operation: string, id: string, params: Params): readonly string[] {
  if (operation.startsWith("GET ") || operation.includes(" /v1/test_helpers/")) return [];
  const named = namedIn.map((name) => params[name]).filter((value) => typeof value === "string");
  return id === "" ? named : [id, ...named];
}
