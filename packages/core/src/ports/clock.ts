/** Time, as the engine sees it. A test holds it still or moves it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs something once, `ms` from now. Answers how to call it off. */
  after(ms: number, run: () => void): () => void;
}
