/** The simulator as msw handlers, for tests that intercept requests instead of listening for them. */
import { HttpResponse, http } from "msw";
import type { HttpHandler } from "msw";

import type { InProcessSimulator } from "./simulator-interface.ts";

/** Where the handlers listen. */
export interface HandlerOptions {
  /** Further addresses besides `https://api.stripe.com` and `https://files.stripe.com`, such as `http://localhost:12111`. */
  readonly hosts?: readonly string[];
}

/**
 * msw handlers that answer Stripe's addresses from a simulator's world.
 *
 * A lost connection is msw's network error. Give the handlers to `setupServer(...simulatorHandlers(simulator))`.
 */
export function simulatorHandlers(
  simulator: Pick<InProcessSimulator, "fetch">,
  { hosts = [] }: HandlerOptions = {},
): HttpHandler[] {
  const addresses = ["https://api.stripe.com", "https://files.stripe.com", ...hosts];
  return addresses.map((address) =>
    http.all(`${address.replace(/\/$/, "")}/*`, async ({ request }) => {
      try {
        return await simulator.fetch(request);
      } catch {
        return HttpResponse.error();
      }
    }),
  );
}
