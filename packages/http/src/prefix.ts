import { TillkitError } from "@tillkit/core";

/**
 * Makes a function that takes a prefix off an address: what is left of it, or `undefined` when the address lies elsewhere.
 *
 * @throws TillkitError `invalid_option`
 */
export function underPrefix(basePath: string): (url: string) => string | undefined {
  const prefix = basePath.replace(/\/+$/, "");
  if (prefix !== "" && !prefix.startsWith("/"))
    throw new TillkitError("invalid_option", `basePath must begin with a slash, like "/${prefix}".`, {
      details: { option: "basePath" },
    });
  return (url) => {
    if (!url.startsWith(prefix)) return undefined;
    const rest = url.slice(prefix.length);
    // "/payments-api-2" begins like "/payments-api", and is another place.
    return rest === "" || rest.startsWith("/") || rest.startsWith("?") ? rest : undefined;
  };
}
