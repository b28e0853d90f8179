import type { EventPage, EventQuery, Gateway, ListedEvent } from "@tillkit/core";
import { createModelStripe } from "@tillkit/testing";

/** How many events one page has. */
export const PAGE = 3;

/**
 * A Stripe that lists so many pages of events which nobody has taken in, all of them of payments that are not here: each is kept once.
 * `asked` hears of each question before it is answered.
 */
export function undelivered(pages: number, asked: (query: EventQuery) => Promise<void> | void): Gateway {
  const { gateway } = createModelStripe({ now: Date.now });
  return {
    ...gateway,
    listEvents: async (query) => {
      await asked(query);
      return pageOf(Number(query.after ?? 0), pages);
    },
  };
}

function pageOf(page: number, pages: number): EventPage {
  const events = Array.from({ length: PAGE }, (_, n) => eventOf(page * PAGE + n, pages));
  return page + 1 < pages ? { events, next: String(page + 1) } : { events };
}

/** The youngest is number 0. */
function eventOf(number: number, pages: number): ListedEvent {
  return {
    id: `evt_${number}`,
    type: "payment_intent.succeeded",
    subject: { tenant: "default", paymentId: `pay_${number}` },
    names: [`pi_${number}`],
    news: [
      {
        type: "paid",
        evidence: { paymentIntentId: `pi_${number}`, amount: 1_250, currency: "usd", tip: 0, livemode: false },
      },
    ],
    createdAt: 1_000 * (pages * PAGE - number),
  };
}
