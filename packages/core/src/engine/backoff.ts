const SHORTEST_MS = 250;
const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next try: by chance anything up to a limit that doubles from half a second to a minute, so that many
 * tills that lost Stripe together do not come back together; but never at once.
 */
export function backoffMs(tries: number, random: () => number): number {
  const limit = Math.min(FIRST_MS * 2 ** Math.min(tries, 16), LONGEST_MS);
  return Math.round(SHORTEST_MS + (limit - SHORTEST_MS) * random());
}
