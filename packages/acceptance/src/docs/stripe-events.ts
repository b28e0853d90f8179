import { STRIPE_EVENTS } from "@tillkit/stripe";

/** The event types to enable at a webhook endpoint, one a line. */
export function eventList(): string {
  return ["```text", ...STRIPE_EVENTS, "```"].join("\n");
}
