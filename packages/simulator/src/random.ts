/** A repeatable source of chance: the same seed and the same stream give the same numbers, whatever else is drawn. */
export interface Randomness {
  /** A number in [0, 1) from the named stream. */
  draw(stream: string): number;
  /** The next id with this prefix: `id("pi_")` gives `pi_` and 24 letters and digits. */
  id(prefix: string, length?: number): string;
  /** A new array with the items in another order. */
  shuffle<T>(stream: string, items: readonly T[]): T[];
}

/** Each stream and each prefix counts for itself, so one more request does not change the next payment's id. */
export function randomness(seed: number): Randomness {
  const streams = new Map<string, () => number>();
  const counts = new Map<string, number>();

  function draw(stream: string): number {
    let next = streams.get(stream);
    if (!next) streams.set(stream, (next = mulberry32(hash(`${seed}/${stream}`))));
    return next();
  }

  return {
    draw,
    id(prefix, length = 24) {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      const next = mulberry32(hash(`${seed}/${prefix}/${count}`));
      let id = prefix;
      for (let i = 0; i < length; i++) id += letters[Math.floor(next() * letters.length)];
      return id;
    },
    shuffle(stream, items) {
      const order = items.map((item) => ({ item, at: draw(stream) }));
      return order.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
    },
  };
}

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** Mulberry32: small, fast and good enough for ids and faults; never for secrets. */
function mulberry32(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
