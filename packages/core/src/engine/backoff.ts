const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next try: doubling from half a second to a minute, half of it by chance, so that many tills that lost
 * Stripe together do not come back together.
 */
export function backoffMs(tries: number, random: () => number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(tries, 16), LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * random());
}
