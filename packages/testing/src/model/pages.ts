import type { GatewayAnswer, Payment } from "@tillkit/core";
import { openedNews, sessionNews } from "./news.ts";
import type { ModelSession } from "./types.ts";
import { get, type World } from "./world.ts";

/** Makes the page of a payment. */
export function openSession({ sessions, nextId }: World, payment: Payment): GatewayAnswer {
  if (payment.flow !== "checkout") throw new RangeError("Only a checkout payment opens a session.");
  const session: ModelSession = {
    id: nextId("cs"),
    paymentId: payment.id,
    tenant: payment.tenant,
    reference: payment.reference,
    amount: payment.ordered.amount,
    currency: payment.ordered.currency,
    expiresAt: payment.expiresAt,
    status: "open",
    paymentIntentId: undefined,
  };
  sessions.set(session.id, session);
  return { type: "done", news: [openedNews(session)] };
}

/** How a page stands. */
export function checkSession(world: World, checkoutSessionId: string): GatewayAnswer {
  return { type: "done", news: sessionNews(world, get(world.sessions, checkoutSessionId)) };
}

/** Closes a page that is still open. */
export function expireSession(world: World, checkoutSessionId: string): GatewayAnswer {
  const session = get(world.sessions, checkoutSessionId);
  if (session.status === "open") expire(world, session);
  return checkSession(world, checkoutSessionId);
}

/** The page closes. */
export function expire({ tell }: World, session: ModelSession): void {
  session.status = "expired";
  tell("checkout.session.expired", session, [session.id], [{ type: "session_expired", checkoutSessionId: session.id }]);
}
