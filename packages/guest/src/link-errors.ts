import { TillkitError } from "@tillkit/core";

/** One answer for forged, foreign, replaced and made-up links: whoever tries them out learns nothing. */
export function linkInvalid(): TillkitError {
  return new TillkitError(
    "guest_link_invalid",
    "This link is not valid, or not any more. Scan the code on the table again.",
  );
}

/** Said only of links that were ours: the signature is judged first. */
export function linkExpired(): TillkitError {
  return new TillkitError("guest_link_expired", "This link has run out. Scan the code on the table again.");
}
