import { describe, expect, it } from "vitest";
import { mistakes } from "../src/histories/mistakes.ts";
import { plant } from "../src/histories/plant.ts";
import { play } from "../src/histories/play.ts";

/** Most mistakes show within a hundred histories; the shyest needs some thousands. */
const HISTORIES = 20_000;

describe("a history catches the mistake", () => {
  it.each(mistakes)("$name", { timeout: 120_000 }, async (mistake) => {
    const { path, remove } = await plant(mistake);
    try {
      const { violations } = await play(path, { first: 0, count: HISTORIES });
      expect(violations).toHaveLength(1);
    } finally {
      await remove();
    }
  });
});
