import { createTill, memoryStore, type Till, type TipSuggestions } from "@tillkit/core";
import { createModelStripe } from "@tillkit/testing";
import { beforeEach, describe, expect, it } from "vitest";

let readers: Till["readers"];
beforeEach(() => {
  const { gateway } = createModelStripe({ now: Date.now });
  ({ readers } = createTill({ gateway, store: memoryStore() }));
});

const here = { location: "tml_model" };

describe("what readers suggest", () => {
  it("is nothing until it is said, and the account's where a location says nothing", async () => {
    expect(await readers.tips()).toEqual({ tips: {}, from: "nowhere", sharedWith: [] });
    const tips = { usd: { percentages: [15, 20, 25] }, eur: { percentages: [5] } };
    await readers.setTips({ tips });
    expect(await readers.tips(here)).toEqual({ ...here, tips, from: "account", sharedWith: [] });
    await readers.setTips({ ...here, tips: { usd: { percentages: [10] } } });
    expect(await readers.tips(here)).toMatchObject({ tips: { usd: { percentages: [10] } }, from: "location" });
    expect((await readers.tips()).tips).toEqual(tips);
    await readers.clearTips(here);
    expect((await readers.tips(here)).from).toBe("account");
    await readers.clearTips();
    expect((await readers.tips(here)).from).toBe("nowhere");
  });

  it.each<[string, TipSuggestions]>([
    ["one percentage", { percentages: [100] }],
    ["three amounts", { fixedAmounts: [1, 100, 200] }],
    [
      "amounts below a threshold and percentages from it on",
      { fixedAmounts: [1], percentages: [1], smartTipThreshold: 1 },
    ],
  ])("can be %s", async (_name, usd) => {
    expect((await readers.setTips({ tips: { usd } })).tips).toEqual({ usd });
  });

  it.each<[string, unknown, string, string]>([
    ["nothing", {}, "invalid_request", "clearTips"],
    ["nothing in a currency", { usd: {} }, "invalid_request", "percentages, fixedAmounts or both"],
    ["an empty list", { usd: { percentages: [] } }, "invalid_request", "leave it out"],
    ["four percentages", { usd: { percentages: [5, 10, 15, 20] } }, "invalid_request", "three at most"],
    ["a fraction of a percent", { usd: { percentages: [12.5] } }, "invalid_request", "tips.usd.percentages.0"],
    ["more than the whole bill", { usd: { percentages: [101] } }, "invalid_request", "tips.usd.percentages.0"],
    ["no percent at all", { usd: { percentages: [0] } }, "invalid_request", "tips.usd.percentages.0"],
    ["a part of a cent", { usd: { fixedAmounts: [99.5] } }, "invalid_request", "tips.usd.fixedAmounts.0"],
    ["less than nothing", { usd: { fixedAmounts: [-100] } }, "invalid_request", "always offered"],
    [
      "a threshold without percentages",
      { usd: { fixedAmounts: [100], smartTipThreshold: 1000 } },
      "invalid_request",
      "needs both",
    ],
    [
      "both kinds without a threshold",
      { usd: { fixedAmounts: [100], percentages: [10] } },
      "invalid_request",
      "from which bill on",
    ],
    [
      "other kinds in another currency",
      { usd: { percentages: [10] }, eur: { fixedAmounts: [100] } },
      "invalid_request",
      "usd and eur differ",
    ],
    [
      "a currency that readers know no tips in",
      { brl: { percentages: [10] } },
      "invalid_request",
      "readers ask for tips only in aed",
    ],
    ["a currency that is none", { USD: { percentages: [10] } }, "invalid_request", "tips.USD"],
    ["a word", "generous", "invalid_request", "readers.setTips: tips"],
    ["what nobody knows", { usd: { percentages: [10], custom: true } }, "invalid_request", "custom"],
  ])("cannot be %s", async (_name, tips, code, said) => {
    // Whatever a host without types may send.
    const request = { tips } as unknown as Parameters<typeof readers.setTips>[0];
    await expect(readers.setTips(request)).rejects.toMatchObject({ code, message: expect.stringContaining(said) });
    expect((await readers.tips()).from).toBe("nowhere");
  });

  it.each(["tips", "clearTips"] as const)("%s names a place that is no location", async (call) => {
    await expect(readers[call]({ location: "front" })).rejects.toMatchObject({ code: "invalid_request" });
    await expect(readers[call]({ location: "tml_none" })).rejects.toMatchObject({ code: "location_not_found" });
  });
});
