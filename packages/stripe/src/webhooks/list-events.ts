import { type EventPage, type EventQuery, type ListedEvent, TillkitError } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { STRIPE_EVENTS } from "../events.ts";
import { readFailure } from "../failure.ts";
import type { Settings } from "../options.ts";
import { refusalToRead } from "../refusal.ts";
import { stamped } from "../stamped.ts";
import { meaningOf } from "./receive.ts";
import type { SeenEvent } from "./seen-event.ts";

/** How many types a list can name. */
const MOST_TYPES = 20;

/**
 * One page of the events that an endpoint of the account has not taken. Where no webhook is ever received nothing is delivered, so there
 * it is all events.
 *
 * Stripe made these events and answers them over its own connection, so that they need no signature. They are what was to be
 * delivered, and are translated by the same rules.
 *
 * @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission`, `webhook_wrong_mode`, `invalid_request`
 */
export async function listEvents(
  connection: Connection,
  { since, after, limit }: EventQuery,
  settings: Settings,
): Promise<EventPage> {
  let page: Stripe.ApiList<Stripe.Event>;
  try {
    const stripe = await connection.client();
    page = await stripe.events.list(
      {
        limit,
        created: { gte: Math.floor(since / 1000) },
        ...(STRIPE_EVENTS.length > MOST_TYPES ? {} : { types: [...STRIPE_EVENTS] }),
        ...(settings.webhookKeys.length === 0 ? {} : { delivery_success: false }),
        ...(after === undefined ? {} : { starting_after: after }),
      },
      connection.read(),
    );
  } catch (error) {
    const { status, message } = readFailure(error);
    if (after !== undefined && (status === 400 || status === 404))
      throw new TillkitError("invalid_request", `The list of events cannot be gone on with: ${message}`);
    throw refusalToRead("Events", error);
  }
  const last = page.has_more ? page.data.at(-1)?.id : undefined;
  return {
    events: page.data.map((event) => listed(event, settings)),
    ...(last === undefined ? {} : { next: last }),
  };
}

/** The list of a connected account does not say whose events they are; a delivery does, and both must be the same event. */
function listed(event: Stripe.Event, settings: Settings): ListedEvent {
  const { stripeAccount } = settings;
  // Answered by Stripe, and read with the same care as a delivery.
  const seen = event as unknown as SeenEvent;
  const whose = event.account === undefined && stripeAccount !== undefined ? { ...seen, account: stripeAccount } : seen;
  return { ...stamped(meaningOf(whose, settings), settings), createdAt: event.created * 1000 };
}
