/** One thing that is measured, beside others that do the same work. */
export interface Contender {
  readonly name: string;
  /** Does the work once. */
  readonly run: () => void;
}

/** How fast each contender was, over the rounds of one run. */
export interface Score {
  readonly name: string;
  /** Times a second: the slowest, the middle and the fastest round. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

const ROUNDS = 3;
const ROUND_MS = 700;

/** Measures contenders in turns, so that a slow moment of the machine hits all alike. */
export function measure(contenders: readonly Contender[]): readonly Score[] {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const { run } of contenders) rate(run, ROUND_MS / 4);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, run } of contenders) rates.get(name)?.push(rate(run, ROUND_MS));
  return contenders.map(({ name }) => {
    const [low = 0, middle = 0, high = 0] = (rates.get(name) ?? []).toSorted((a, b) => a - b);
    return { name, low, middle, high };
  });
}

function rate(run: () => void, forMs: number): number {
  const started = performance.now();
  let done = 0;
  let passed = 0;
  while (passed < forMs) {
    for (let batch = 0; batch < 64; batch += 1) run();
    done += 64;
    passed = performance.now() - started;
  }
  return (done / passed) * 1_000;
}

/** Prints scores as a table, each beside the first one as a ratio. */
export function print(title: string, scores: readonly Score[], goal: string): void {
  const [base] = scores;
  console.log(`\n${title}  (goal: ${goal})`);
  console.table(
    Object.fromEntries(
      scores.map(({ name, low, middle, high }) => [
        name,
        {
          "per second": round(middle),
          low: round(low),
          high: round(high),
          ratio: base === undefined ? 1 : (middle / base.middle).toFixed(2),
        },
      ]),
    ),
  );
}

const round = (value: number): number => Number(value.toPrecision(3));
