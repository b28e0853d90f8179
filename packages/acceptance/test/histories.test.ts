import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { realCore } from "../src/histories/plant.ts";
import { play } from "../src/histories/play.ts";

const HISTORIES = 100_000;

it(
  `keeps every promise in ${HISTORIES} histories of crashes, races, lost answers and repeated events`,
  { timeout: 900_000 },
  async () => {
    const runs = Math.min(2, availableParallelism());
    const count = HISTORIES / runs;
    const results = await Promise.all(
      Array.from({ length: runs }, (_, run) => play(realCore, { first: run * count, count })),
    );
    expect(results.flatMap(({ violations }) => violations)).toEqual([]);
    expect(results.reduce((sum, { played }) => sum + played, 0)).toBe(HISTORIES);
  },
);
