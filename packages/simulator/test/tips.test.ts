import type { Stripe } from "stripe";
import { expect, test } from "vitest";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

type Tipping = Stripe.Terminal.ConfigurationCreateParams.Tipping;
type ProcessConfig = Stripe.Terminal.ReaderProcessPaymentIntentParams.ProcessConfig;

const reader = "tmr_front";

/** The account's own configuration, which Stripe provides. */
async function accountDefault({ terminal: { configurations } }: Stripe): Promise<string> {
  const { data } = await configurations.list({ is_account_default: true });
  return data[0]?.id ?? "";
}

/** A configuration for where the reader stands. */
async function forLocation({ terminal: { configurations, locations } }: Stripe, tipping: Tipping): Promise<string> {
  const { id } = await configurations.create({ tipping });
  await locations.update("tml_front", { configuration_overrides: id });
  return id;
}

/** Hands 12.50 to the reader, and answers the PaymentIntent. */
async function ask(stripe: Stripe, process_config: ProcessConfig = {}): Promise<string> {
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id, process_config });
  return id;
}

test("an account suggests percentages from the start, reckoned from the bill or from what may be tipped on", async () => {
  const { simulator, stripe } = await simulated();
  await ask(stripe);
  const { screen } = simulator.reader(reader);
  expect(screen.tips).toEqual([
    { amount: 188, percentage: 15 },
    { amount: 250, percentage: 20 },
    { amount: 313, percentage: 25 },
  ]);
  await ask(stripe, { tipping: { amount_eligible: 1000 } });
  expect(simulator.reader(reader).screen.tips?.map(({ amount }) => amount)).toEqual([150, 200, 250]);
});

test("where nothing is suggested, no tip is asked for or given, and none is named", async () => {
  const { simulator, stripe } = await simulated({ settings: { readerTips: false } });
  const id = await ask(stripe);
  expect(simulator.reader(reader).screen).not.toHaveProperty("tips");
  await expect(simulator.reader(reader).tap("visa", { tip: 100 })).rejects.toThrow("asks for no tip");
  await simulator.reader(reader).tap();
  expect((await stripe.paymentIntents.retrieve(id)).amount_details?.tip).toEqual({});
});

test("a location's own suggestions come before the account's, only in their currencies, and go with its configuration", async () => {
  const { simulator, stripe } = await simulated();
  await forLocation(stripe, { eur: { fixed_amounts: [100, 200] } });
  await ask(stripe);
  expect(simulator.reader(reader).screen).not.toHaveProperty("tips");
  const { id } = await inPerson(stripe, { currency: "eur" });
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
  expect(simulator.reader(reader).screen.tips).toEqual([{ amount: 100 }, { amount: 200 }]);

  await stripe.terminal.locations.update("tml_front", { configuration_overrides: "" });
  expect(await stripe.terminal.locations.retrieve("tml_front")).not.toHaveProperty("configuration_overrides");
  await ask(stripe);
  expect(simulator.reader(reader).screen.tips).toHaveLength(3);
});

test("a location's configuration that says nothing about tips leaves them to the account's", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await stripe.terminal.configurations.create({ offline: { enabled: false } });
  await stripe.terminal.locations.update("tml_front", { configuration_overrides: id });
  await ask(stripe);
  expect(simulator.reader(reader).screen.tips).toHaveLength(3);
});

test.each([
  [1249, [{ amount: 125, percentage: 10 }]],
  [1250, [{ amount: 125, percentage: 10 }]],
  [1251, [{ amount: 100 }]],
])("with a threshold of %i a bill of 1250 gets %j", async (smart_tip_threshold, tips) => {
  const { simulator, stripe } = await simulated();
  await forLocation(stripe, { usd: { fixed_amounts: [100], percentages: [10], smart_tip_threshold } });
  await ask(stripe);
  expect(simulator.reader(reader).screen.tips).toEqual(tips);
});

test("a suggestion, another amount and no tip are told apart from not having been asked", async () => {
  const { simulator, stripe } = await simulated();
  const given = async (tip: number | undefined, config?: ProcessConfig) => {
    const id = await ask(stripe, config);
    await simulator.reader(reader).tap("visa", tip === undefined ? {} : { tip });
    const { amount, amount_details } = await stripe.paymentIntents.retrieve(id);
    return [amount, amount_details?.tip];
  };
  expect(await given(250)).toEqual([1500, { amount: 250 }]);
  expect(await given(7)).toEqual([1257, { amount: 7 }]);
  expect(await given(undefined)).toEqual([1250, { amount: 0 }]);
  expect(await given(undefined, { skip_tipping: true })).toEqual([1250, {}]);
  expect(await given(undefined, { tipping: { amount_eligible: 0 } })).toEqual([1250, {}]);
});

test("a card that is only read is asked for a tip, too, and a reader that was away still asks", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.collectPaymentMethod(reader, { payment_intent: id });
  const hands = simulator.reader(reader);
  expect(hands.screen.tips).toHaveLength(3);
  hands.goOffline();
  hands.goOnline();
  expect(hands.screen.tips).toHaveLength(3);
  await hands.tap("visa", { tip: 250 });
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount: 1500, status: "requires_confirmation" });
});

test("a tip is chosen once, also where the card is then asked for again", async () => {
  const { simulator, stripe } = await simulated();
  const id = await ask(stripe);
  await simulator.reader(reader).tap("offline_pin_sca_retry", { tip: 250, pin: null });
  await expect(simulator.reader(reader).insert("offline_pin_sca_retry", { tip: 250 })).rejects.toThrow("chosen before");
  await simulator.reader(reader).insert("offline_pin_sca_retry");
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount: 1500, amount_received: 1500 });
});

test("a tip that went with a declined card is gone when the bill is set again", async () => {
  const { simulator, stripe } = await simulated();
  const id = await ask(stripe);
  await simulator.reader(reader).tap("declined", { tip: 250 });
  await stripe.paymentIntents.update(id, { amount: 1250 });
  expect((await stripe.paymentIntents.retrieve(id)).amount_details?.tip).toEqual({});
});

test("where Stripe names no tips, only the amount has grown", async () => {
  const { simulator, stripe } = await simulated({ settings: { tipNamed: false } });
  const id = await ask(stripe);
  await simulator.reader(reader).tap("visa", { tip: 250 });
  const { amount, amount_details } = await stripe.paymentIntents.retrieve(id);
  expect([amount, amount_details]).toEqual([1500, {}]);
});

test("the account's default can be changed, and neither deleted nor assigned", async () => {
  const { simulator, stripe } = await simulated();
  const { configurations, locations } = stripe.terminal;
  const id = await accountDefault(stripe);
  await configurations.update(id, { tipping: { usd: { percentages: [5] } } });
  await ask(stripe);
  expect(simulator.reader(reader).screen.tips).toEqual([{ amount: 63, percentage: 5 }]);
  expect((await refusal(configurations.del(id))).message).toContain("cannot be deleted");
  const assigned = locations.update("tml_front", { configuration_overrides: id });
  expect((await refusal(assigned)).param).toBe("configuration_overrides");
});

test.each(["replaced", "merged"] as const)("an update is %s, as the setting says", async (tippingUpdate) => {
  const { stripe } = await simulated({ settings: { tippingUpdate } });
  const { configurations } = stripe.terminal;
  const { id } = await configurations.create({ tipping: { usd: { percentages: [10] } } });
  await configurations.update(id, { tipping: { eur: { percentages: [5] } } });
  const tipping = { eur: { percentages: [5] }, ...(tippingUpdate === "merged" && { usd: { percentages: [10] } }) };
  expect(await configurations.retrieve(id)).toHaveProperty("tipping", tipping);
});

test.each([
  [{ usd: { percentages: [5, 10, 15, 20] } }, "tipping[usd][percentages]"],
  [{ usd: { percentages: [5] }, eur: { fixed_amounts: [100] } }, "tipping"],
])("what no reader can show is refused: %j", async (tipping, param) => {
  const { stripe } = await simulated();
  expect((await refusal(stripe.terminal.configurations.create({ tipping }))).param).toBe(param);
});

test("the reader's page shows the same choices, and takes each", async () => {
  const { simulator, stripe } = await simulated();
  await forLocation(stripe, { usd: { fixed_amounts: [100, 250], percentages: [10], smart_tip_threshold: 2000 } });
  const press = (form: Record<string, string>) =>
    fetch(`${simulator.url}/dashboard/readers/${reader}`, {
      method: "POST",
      body: new URLSearchParams({ command: "tap", ...form }),
      redirect: "manual",
    });
  const page = async () => (await fetch(simulator.url)).text();
  expect(await page()).not.toContain("Add a tip?");

  for (const [form, amount] of [
    [{ tip: "250" }, 1500],
    [{ tip: "none" }, 1250],
    [{ tip: "other", other_tip: "7" }, 1257],
  ] as const) {
    const id = await ask(stripe);
    const choices = [...(await page()).matchAll(/name="tip"\s+value="(\w+)"/g)].map(([, value]) => value);
    expect(choices).toEqual(["100", "250", "none", "other"]);
    expect((await press(form)).status).toBe(303);
    expect((await stripe.paymentIntents.retrieve(id)).amount).toBe(amount);
  }
  await ask(stripe);
  expect((await press({ tip: "other", other_tip: "" })).status).toBe(400);
});
