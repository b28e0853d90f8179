import { TillkitError } from "@tillkit/core";
import { confirmOutcome, type GuestOutcome } from "@tillkit/guest";
import { json } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { toPublicOutcome } from "../outcome-resource.ts";
import { safeRedirect } from "../safe-redirect.ts";

/**
 * `GET /checkout/return?session_id=…`: asks Stripe, settles, and sends the guest to the host's page.
 *
 * Whoever knows a session id learns nothing here but that page's address.
 */
export async function returnFromCheckout(call: Call): Promise<Answer> {
  const { returnTo, returnOrigins } = call.settings;
  if (returnTo === undefined)
    throw new TillkitError("route_not_found", "There is no return route: give tillkit the option returnTo.");
  const outcome = await outcomeFor(call);
  const target = await returnTo(outcome.payment, outcome);
  return { status: 303, headers: { location: safeRedirect(target, returnOrigins) } };
}

/**
 * `GET /checkout/outcome?session_id=…`: the same for a page that stays where it is, and asks as often as it is loaded.
 *
 * A session id is no proof of who asks, so the answer says how it stands and nothing of what was bought.
 */
export async function getCheckoutOutcome(call: Call): Promise<Answer> {
  return json(200, toPublicOutcome(await outcomeFor(call)));
}

function outcomeFor({ settings, exchange }: Call): Promise<GuestOutcome> {
  return confirmOutcome(settings.till, exchange.query.get("session_id") ?? "");
}
