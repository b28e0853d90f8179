import type { Payment } from "@tillkit/core";

/** One page of a list at Stripe. */
export interface Page {
  readonly limit: number;
  readonly created: { readonly gte: number };
}

/** Clocks differ: what we made may carry a time from before we asked for it. Milliseconds. */
const CLOCK_MARGIN_MS = 60_000;

/**
 * How many objects are looked through. One that is missed stays unpaid for ever, because nobody has its id or its URL, so it is
 * safe to stop.
 */
const LOOK_THROUGH = 5_000;

/**
 * Looks through what was created since the payment was, newest first.
 *
 * By listing: Stripe's search lags behind, and would miss exactly what was made a moment ago.
 */
export async function findCreated<Made>(
  { createdAt }: Payment,
  { list, isOurs }: { readonly list: (page: Page) => AsyncIterable<Made>; readonly isOurs: (made: Made) => boolean },
): Promise<Made | undefined> {
  const gte = Math.floor((createdAt - CLOCK_MARGIN_MS) / 1000);
  let seen = 0;
  for await (const made of list({ limit: 100, created: { gte } })) {
    if (isOurs(made)) return made;
    if (++seen >= LOOK_THROUGH) return undefined;
  }
  return undefined;
}
