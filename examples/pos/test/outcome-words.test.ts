import type { GuestOutcome } from "@tillkit/guest";
import { describe, expect, it } from "vitest";
import { outcomeWords } from "../client/guest/outcome-words.ts";

describe("the return page's words", () => {
  /** Every pair that tillkit answers: a new one does not compile here until it has words. */
  type Pair = GuestOutcome extends infer O
    ? O extends { readonly outcome: infer Outcome extends string; readonly next: infer Next extends string }
      ? `${Outcome} ${Next}`
      : never
    : never;
  const looks = {
    "paid done": "good",
    "paid wait": "good",
    "paid ask_staff": "good",
    "confirming wait": "busy",
    "unfinished pay": "quiet",
    "unfinished wait": "busy",
    "unfinished start": "quiet",
    "expired start": "quiet",
    "expired ask_staff": "unsure",
    "unknown wait": "unsure",
    "unknown ask_staff": "unsure",
  } as const satisfies Record<Pair, string>;

  it.each(Object.entries(looks))("are there for %s, and thank nobody who has not paid", (pair, look) => {
    // The keys are pairs of an outcome and what comes next.
    const [outcome, next] = pair.split(" ") as [GuestOutcome["outcome"], GuestOutcome["next"]];
    const words = outcomeWords({ outcome, next });
    expect(words.look).toBe(look);
    expect(/thank/i.test(words.title)).toBe(outcome === "paid");
    expect(words.text).not.toBe("");
  });
});
