/** A repeatable source of chance: the same seed and the same stream give the same numbers, whatever else is drawn. */
export interface Randomness {
  /** A number in [0, 1) from the named stream. */
  draw(stream: string): number;
  /** The next id with this prefix: `id("pi_")` gives `pi_` and 24 letters and digits. */
  id(prefix: string, length?: number): string;
  /** A new array with the items in another order. */
  shuffle<T>(stream: string, items: readonly T[]): T[];
  /** How far it is, for another source to go on from. */
  position(): RandomPosition;
}

/** How far a source of chance has got. */
export interface RandomPosition {
  readonly streams: readonly (readonly [string, number])[];
  readonly counts: readonly (readonly [string, number])[];
}

/** Each stream and each prefix counts for itself, so one more request does not change the next payment's id. */
export function randomness(seed: number, from: RandomPosition = { streams: [], counts: [] }): Randomness {
  const streams = new Map<string, number>(from.streams);
  const counts = new Map<string, number>(from.counts);

  function draw(stream: string): number {
    const [state, drawn] = mulberry32(streams.get(stream) ?? hash(`${seed}/${stream}`));
    streams.set(stream, state);
    return drawn;
  }

  return {
    draw,
    id(prefix, length = 24) {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      let id = prefix;
      let state = hash(`${seed}/${prefix}/${count}`);
      for (let i = 0; i < length; i++) {
        const [next, drawn] = mulberry32(state);
        id += letters[Math.floor(drawn * letters.length)];
        state = next;
      }
      return id;
    },
    position: () => ({ streams: [...streams], counts: [...counts] }),
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

/** Mulberry32, one step: small, fast and good enough for ids and faults; never for secrets. */
function mulberry32(before: number): readonly [state: number, drawn: number] {
  const state = (before + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return [state, ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32];
}
