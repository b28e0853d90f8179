import { type Payment, TillkitError } from "@tillkit/core";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { safeRedirect } from "../safe-redirect.ts";

/**
 * `GET /checkout/return?session_id=…`: asks Stripe, settles, and sends the guest to the host's page.
 *
 * Whoever knows a session id learns nothing here but that page's address.
 */
export async function returnFromCheckout({ settings, exchange }: Call): Promise<Answer> {
  const { till, returnTo, returnOrigins } = settings;
  if (returnTo === undefined)
    throw new TillkitError("route_not_found", "There is no return route: give tillkit the option returnTo.");
  const sessionId = exchange.query.get("session_id") ?? "";
  const payment = /^cs_\w{1,250}$/.test(sessionId) ? await confirmed(till, sessionId) : undefined;
  return { status: 303, headers: { location: safeRedirect(await returnTo(payment), returnOrigins) } };
}

async function confirmed(till: Call["settings"]["till"], sessionId: string): Promise<Payment | undefined> {
  try {
    return await till.confirmReturn(sessionId);
  } catch (error) {
    if (TillkitError.is(error) && error.code === "payment_not_found") return undefined;
    throw error;
  }
}
