import assert from "node:assert/strict";
import { type Gateway, TillkitError, type TipMenu } from "@tillkit/core";
import { gatewayCase, type GatewayCase } from "./case.ts";

const percent: TipMenu = { usd: { percentages: [15, 20, 25] }, eur: { percentages: [5, 10] } };
const amounts: TipMenu = { usd: { fixedAmounts: [100, 200] } };
const smart: TipMenu = { usd: { fixedAmounts: [100], percentages: [10], smartTipThreshold: 1000 } };

const isUnknownLocation = (error: unknown): boolean => TillkitError.is(error) && error.code === "location_not_found";

/** A location that has no suggestions of its own, of an account that has none. */
async function anywhere(gateway: Gateway): Promise<{ readonly location: string }> {
  const [place] = await gateway.listLocations();
  assert(place !== undefined, "Readers stand somewhere.");
  const location = { location: place.id };
  for (const where of [{}, location]) await gateway.writeTips(where, {});
  return location;
}

/** What readers suggest to guests. */
export const tipCases: readonly GatewayCase[] = [
  gatewayCase("where nothing is suggested, that is said", async ({ gateway }) => {
    const place = await anywhere(gateway);
    const nothing = { tips: {}, from: "nowhere", sharedWith: [] };
    assert.deepEqual(await gateway.readTips({}), nothing);
    assert.deepEqual(await gateway.readTips(place), { ...place, ...nothing });
  }),

  gatewayCase(
    "what the account suggests is what a location suggests that has nothing of its own",
    async ({ gateway }) => {
      const place = await anywhere(gateway);
      for (const tips of [percent, amounts, smart]) {
        const account = { tips, from: "account", sharedWith: [] };
        assert.deepEqual(await gateway.writeTips({}, tips), account);
        assert.deepEqual(await gateway.readTips(place), { ...place, ...account });
      }
    },
  ),

  gatewayCase("a location's own suggestions come first, and go without touching the account's", async ({ gateway }) => {
    const place = await anywhere(gateway);
    await gateway.writeTips({}, percent);
    const own = { ...place, tips: amounts, from: "location", sharedWith: [] };
    assert.deepEqual(await gateway.writeTips(place, amounts), own);
    assert.deepEqual(await gateway.readTips(place), own);
    assert.deepEqual((await gateway.readTips({})).tips, percent);
    const again = await gateway.writeTips(place, {});
    assert.deepEqual([again.tips, again.from], [percent, "account"]);
  }),

  gatewayCase("new suggestions take the place of all old ones, whatever kind and currency", async ({ gateway }) => {
    const place = await anywhere(gateway);
    for (const where of [{}, place])
      for (const tips of [percent, amounts, smart, percent])
        assert.deepEqual((await gateway.writeTips(where, tips)).tips, tips);
  }),

  gatewayCase("the same suggestions twice, also at the same time, are the same as once", async ({ gateway }) => {
    const place = await anywhere(gateway);
    const answers = await Promise.all([gateway.writeTips(place, smart), gateway.writeTips(place, smart)]);
    for (const answer of [...answers, await gateway.writeTips(place, smart), await gateway.readTips(place)])
      assert.deepEqual(answer, { ...place, tips: smart, from: "location", sharedWith: [] });
  }),

  gatewayCase("there are no tips where there is no location", async ({ gateway }) => {
    const nowhere = { location: "tml_none" };
    await assert.rejects(gateway.readTips(nowhere), isUnknownLocation);
    for (const tips of [amounts, {}]) await assert.rejects(gateway.writeTips(nowhere, tips), isUnknownLocation);
  }),
];
