/** Something that is done many times at once. */
export interface Runner {
  readonly name: string;
  /** Makes ready what the runs from `first` on will need, outside the time that counts. */
  readonly prepare?: (first: number, count: number) => Promise<void>;
  /** Does it once; `n` counts from 0 and never repeats in a run. */
  readonly run: (n: number) => Promise<unknown>;
  /** Waits for what `run` leaves to be done later, inside the time that counts. */
  readonly finish?: () => Promise<void>;
}

/** Something that is done by a program of its own, which says itself how long each took, in milliseconds. */
export interface Program {
  readonly name: string;
  readonly race: (load: Load) => Promise<Race>;
}

/** One round. */
export interface Race {
  readonly perSecond: number;
  /** How long each took, in milliseconds. */
  readonly times: readonly number[];
}

/** How fast it went: times a second in the middle round, with the slowest and the fastest, and the slow end of one. */
export interface Rate {
  readonly name: string;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How many are under way at once, and how many runs make a round. */
export interface Load {
  readonly inFlight: number;
  readonly runs: number;
}

/** One at a time, as a single register works; and as many servers do. */
export const LOADS: readonly Load[] = [
  { inFlight: 1, runs: 800 },
  { inFlight: 8, runs: 2_400 },
  { inFlight: 32, runs: 6_400 },
];

const ROUNDS = 3;

/** Measures runners in turns, so that a slow moment of the machine hits all alike. The first round warms up, and does not count. */
export async function rates(
  runners: readonly (Runner | Program)[],
  { inFlight, runs }: Load,
): Promise<readonly Rate[]> {
  const taken = new Map(runners.map(({ name }) => [name, { perSecond: [] as number[], times: [] as number[] }]));
  for (let round = -1; round < ROUNDS; round += 1)
    for (const runner of runners) {
      const load = { inFlight, runs: round < 0 ? Math.ceil(runs / 4) : runs };
      const { perSecond, times } = await ("race" in runner ? runner.race(load) : measured(runner, load));
      if (round < 0) continue;
      taken.get(runner.name)?.perSecond.push(perSecond);
      for (const time of times) taken.get(runner.name)?.times.push(time);
    }
  return runners.map(({ name }) => {
    const { perSecond = [], times = [] } = taken.get(name) ?? {};
    const [low = 0, middle = 0, high = 0] = perSecond.toSorted((a, b) => a - b);
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { name, low, middle, high, p50Ms: at(0.5), p99Ms: at(0.99) };
  });
}

let count = 0;

async function measured({ prepare, run, finish }: Runner, { inFlight, runs }: Load): Promise<Race> {
  const first = count;
  count += runs;
  await prepare?.(first, runs);
  const times: number[] = [];
  let next = first;
  const lane = async (): Promise<void> => {
    while (next < first + runs) {
      const began = performance.now();
      await run(next++);
      times.push(performance.now() - began);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  await finish?.();
  return { perSecond: (runs / (performance.now() - started)) * 1_000, times };
}

/** Prints what was measured, each beside each floor. */
export function printRates(title: string, scores: readonly Rate[], floors: readonly string[]): void {
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(
      scores.map(({ name, low, middle, high, p50Ms, p99Ms }) => [
        name,
        {
          "per second": Math.round(middle),
          low: Math.round(low),
          high: Math.round(high),
          "p50 ms": round(p50Ms),
          "p99 ms": round(p99Ms),
          ...Object.fromEntries(
            floors.map((floor) => [
              `to ${floor}`,
              round(middle / (scores.find((each) => each.name === floor)?.middle ?? middle)),
            ]),
          ),
        },
      ]),
    ),
  );
}

const round = (value: number): number => Number(value.toPrecision(3));
