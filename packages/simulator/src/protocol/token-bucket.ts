/** Lets so many through in a period at once, and then one whenever its share of the period has passed. */
export interface TokenBucket {
  /** Whether one more may pass now. Whoever may not, costs nothing. */
  has(now: number): boolean;
  take(now: number): void;
  /** Whether nothing has been taken for so long that it might as well be new. */
  isFull(now: number): boolean;
}

/** A full bucket of `capacity` tokens that refills evenly within `periodMs`. */
export function tokenBucket(capacity: number, periodMs: number, now: number): TokenBucket {
  let tokens = capacity;
  let filledAt = now;

  const fill = (at: number): void => {
    tokens = Math.min(capacity, tokens + ((at - filledAt) * capacity) / periodMs);
    filledAt = at;
  };

  return {
    has(at) {
      fill(at);
      // A sum of fractions may miss the whole by a hair.
      return tokens >= 1 - 1e-9;
    },
    take(at) {
      fill(at);
      tokens -= 1;
    },
    isFull(at) {
      fill(at);
      return tokens >= capacity;
    },
  };
}
