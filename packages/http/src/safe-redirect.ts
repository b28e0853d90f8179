import { TillkitError } from "@tillkit/core";

const here = "http://host.invalid";

/**
 * Makes sure that a redirect stays on the host's site or goes to an origin that the host has named.
 *
 * Read with the URL parser that browsers use, and written as that parser writes it: what `\`, tabs or dots would turn into `//` is
 * seen as a browser sees it.
 *
 * @throws TillkitError `invalid_option`
 */
export function safeRedirect(target: unknown, origins: readonly string[]): string {
  if (typeof target !== "string") throw unsafe(String(target));
  if (target.startsWith("/")) {
    const url = URL.parse(target, here);
    // "/..//evil.example" keeps our origin while it is parsed, and loses it when its path is read again.
    if (url?.origin === here && !url.pathname.startsWith("//")) return url.pathname + url.search + url.hash;
  } else {
    const url = URL.parse(target);
    // Not by `url.origin`: "blob:https://shop.example/1" claims that origin too.
    if (url !== null && origins.some((origin) => url.href.startsWith(`${origin}/`))) return url.href;
  }
  throw unsafe(target);
}

function unsafe(target: string): TillkitError {
  return new TillkitError(
    "invalid_option",
    "returnTo answered with an address that guests are not sent to. " +
      "Answer with a path that begins with one slash, or name the address's origin in returnOrigins.",
    { details: { target: target.slice(0, 200) } },
  );
}
