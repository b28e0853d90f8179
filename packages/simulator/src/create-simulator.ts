import { resettable } from "./resettable.ts";
import type { InProcessOptions, InProcessSimulator } from "./simulator-interface.ts";

/** Makes a pretend Stripe inside this process: no port, the same hands. */
export function createSimulator(options: InProcessOptions = {}): InProcessSimulator {
  return resettable(options, () => "https://checkout.stripe.com").simulator;
}
