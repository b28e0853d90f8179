/** Something that is done many times at once. */
export interface Runner {
  readonly name: string;
  /** Does it once; `n` counts from 0 and never repeats in a run. */
  readonly run: (n: number) => Promise<unknown>;
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

/** Measures runners in turns, each with so many under way at once. */
export async function rates(
  runners: readonly Runner[],
  { inFlight, roundMs, rounds = 3 }: { readonly inFlight: number; readonly roundMs: number; readonly rounds?: number },
): Promise<readonly Rate[]> {
  const taken = new Map(runners.map(({ name }) => [name, { perSecond: [] as number[], times: [] as number[] }]));
  for (let round = -1; round < rounds; round += 1)
    for (const runner of runners) {
      const { perSecond, times } = await measured(runner, inFlight, round < 0 ? roundMs / 4 : roundMs);
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

async function measured(
  { run }: Runner,
  inFlight: number,
  forMs: number,
): Promise<{ readonly perSecond: number; readonly times: readonly number[] }> {
  const started = performance.now();
  const times: number[] = [];
  const one = async (): Promise<void> => {
    for (let now = performance.now(); now - started < forMs;) {
      await run(count++);
      const ended = performance.now();
      times.push(ended - now);
      now = ended;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return { perSecond: (times.length / (performance.now() - started)) * 1_000, times };
}
