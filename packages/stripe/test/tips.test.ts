import { createTill, memoryStore, type PlacedTips, type Till, tipCurrencies } from "@tillkit/core";
import { type Simulator, type SimulatorOptions, startSimulator } from "@tillkit/simulator";
import { stripeGateway } from "@tillkit/stripe";
import { Stripe } from "stripe";
import { expect, expectTypeOf, it, onTestFinished } from "vitest";

const tips = { usd: { percentages: [10, 15] } };
const others = { usd: { fixedAmounts: [100] } };

interface Fleet {
  readonly simulator: Simulator;
  /** Somebody with the Dashboard. */
  readonly stripe: Stripe;
  readonly till: Till;
  /** A till with another key, or of another account. */
  readonly tillOf: (key: string, account?: string) => Till;
}

/** A fleet whose account suggests nothing yet. */
async function fleet(options: Pick<SimulatorOptions, "settings" | "keys"> = {}): Promise<Fleet> {
  const simulator = await startSimulator({ ...options, settings: { readerTips: false, ...options.settings } });
  onTestFinished(async () => {
    await simulator.close();
    expect(simulator.violations).toEqual([]);
  });
  const tillOf: Fleet["tillOf"] = (secretKey, account) =>
    createTill({
      store: memoryStore(),
      gateway: stripeGateway({
        secretKey,
        webhookSecrets: "whsec_tips0000000000000",
        apiBase: simulator.url,
        ...(account === undefined ? {} : { stripeAccount: account }),
      }),
    });
  const { port } = simulator;
  const stripe = new Stripe("sk_test_dashboard", { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0 });
  return { simulator, stripe, tillOf, till: tillOf("sk_test_tips") };
}

/** Opens another location. */
async function open({ stripe }: Fleet, configuration_overrides?: string): Promise<string> {
  const { id } = await stripe.terminal.locations.create({
    display_name: "Annex",
    address: { country: "US", line1: "2 Main Street", city: "Springfield", postal_code: "12345" },
    ...(configuration_overrides === undefined ? {} : { configuration_overrides }),
  });
  return id;
}

/** The id of the configuration that a location has of its own. */
async function ownOf({ stripe }: Fleet, location: string): Promise<string> {
  const found = await stripe.terminal.locations.retrieve(location);
  return (!found.deleted && found.configuration_overrides) || "";
}

/** All that were ever made for locations, whether or not one goes by them. */
async function made({ stripe }: Fleet): Promise<readonly Stripe.Terminal.Configuration[]> {
  return (await stripe.terminal.configurations.list({ is_account_default: false })).data;
}

const front = { location: "tml_front" };

it("knows the currencies that Stripe knows tips in", () => {
  // Does not compile when the client declares other ones.
  const names = [
    "aed",
    "aud",
    "cad",
    "chf",
    "czk",
    "dkk",
    "eur",
    "gbp",
    "gip",
    "hkd",
    "huf",
    "jpy",
    "mxn",
    "myr",
    "nok",
    "nzd",
    "pln",
    "ron",
    "sek",
    "sgd",
    "usd",
  ] as const;
  expectTypeOf<keyof Stripe.Terminal.Configuration.Tipping>().toEqualTypeOf<(typeof names)[number]>();
  expect(tipCurrencies).toEqual(names);
});

it("sets the account's tips in its default configuration, and nothing else of it", async () => {
  const shop = await fleet();
  const { data } = await shop.stripe.terminal.configurations.list({ is_account_default: true });
  const id = data[0]?.id ?? "";
  await shop.stripe.terminal.configurations.update(id, { reboot_window: { start_hour: 2, end_hour: 4 } });
  await shop.till.readers.setTips({ tips });
  expect(await shop.stripe.terminal.configurations.retrieve(id)).toMatchObject({
    tipping: { usd: { percentages: [10, 15] } },
    reboot_window: { start_hour: 2, end_hour: 4 },
  });
  expect(await shop.till.readers.clearTips()).toEqual({ tips: {}, from: "nowhere", sharedWith: [] });
  expect(await made(shop)).toEqual([]);
});

it("makes one configuration for a location, and keeps using it", async () => {
  const shop = await fleet();
  for (const menu of [tips, others, tips]) await shop.till.readers.setTips({ ...front, tips: menu });
  await shop.till.readers.clearTips(front);
  await shop.till.readers.setTips({ ...front, tips: others });
  const configurations = await made(shop);
  const tipping = { usd: { fixed_amounts: [100] } };
  expect(configurations).toMatchObject([{ name: "Tips of tml_front (tillkit)", tipping }]);
  expect(configurations[0]?.id).toBe(await ownOf(shop, "tml_front"));
});

it("makes one configuration, however many ask at the same time, and one of their menus is kept whole", async () => {
  const shop = await fleet();
  const tills = [shop.till, shop.tillOf("sk_test_another_process")];
  const menus = [tips, others];
  await Promise.all(tills.flatMap((till) => menus.map((menu) => till.readers.setTips({ ...front, tips: menu }))));
  expect(await made(shop)).toHaveLength(1);
  expect(menus).toContainEqual((await shop.till.readers.tips(front)).tips);
});

it("makes nothing to take away what was never there", async () => {
  const shop = await fleet();
  await shop.till.readers.clearTips(front);
  expect(await made(shop)).toEqual([]);
  expect(shop.simulator.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it.each([
  "POST /v1/terminal/configurations",
  "POST /v1/terminal/configurations/{id}",
  "POST /v1/terminal/locations/{id}",
])("leaves nothing behind where the answer to %s is lost, and the same again completes it", async (on) => {
  const shop = await fleet();
  shop.simulator.faults.add({ on, times: 1, kind: "truncate_body" });
  const lost = shop.till.readers.setTips({ ...front, tips });
  await expect(lost).rejects.toMatchObject({ code: "stripe_unavailable", retryable: true });
  expect(await shop.till.readers.setTips({ ...front, tips })).toMatchObject({ tips, from: "location" });
  expect(await made(shop)).toHaveLength(1);
});

it("goes on with what a call has made that never got to assign it, also when Stripe has forgotten the key", async () => {
  const shop = await fleet();
  const { id } = await shop.stripe.terminal.configurations.create({ name: "Tips of tml_front (tillkit)" });
  await shop.till.readers.setTips({ ...front, tips });
  expect(await ownOf(shop, "tml_front")).toBe(id);
  expect(await made(shop)).toHaveLength(1);
});

it("is not led astray by a key that still answers with what somebody has deleted, or given away", async () => {
  const shop = await fleet();
  const { configurations, locations } = shop.stripe.terminal;
  const begin = async (): Promise<string> => {
    await shop.till.readers.setTips({ ...front, tips });
    const id = await ownOf(shop, "tml_front");
    await locations.update("tml_front", { configuration_overrides: "" });
    return id;
  };
  await configurations.del(await begin());
  const annex = await open(shop, await begin());
  await shop.till.readers.setTips({ ...front, tips: others });
  expect((await shop.till.readers.tips({ location: annex })).tips).toEqual(tips);
  expect(await shop.till.readers.tips(front)).toMatchObject({ tips: others, sharedWith: [] });
});

it("does not change other locations with the same configuration unless they are named", async () => {
  const shop = await fleet();
  const { id } = await shop.stripe.terminal.configurations.create({ name: "City", offline: { enabled: true } });
  await shop.stripe.terminal.locations.update("tml_front", { configuration_overrides: id });
  const [annex, kiosk] = [await open(shop, id), await open(shop, id)];
  const { readers } = shop.till;
  expect((await readers.tips(front)).sharedWith.toSorted()).toEqual([annex, kiosk].toSorted());
  for (const alsoIn of [undefined, [annex]]) {
    const where = alsoIn === undefined ? front : { ...front, alsoIn };
    const details = { location: "tml_front", sharedWith: expect.stringContaining(kiosk) };
    await expect(readers.setTips({ ...where, tips })).rejects.toMatchObject({ code: "configuration_shared", details });
    await expect(readers.clearTips(where)).rejects.toMatchObject({ code: "configuration_shared" });
  }
  expect(await shop.stripe.terminal.configurations.retrieve(id)).not.toHaveProperty("tipping");
  await readers.setTips({ ...front, alsoIn: [annex, kiosk], tips });
  expect((await readers.tips({ location: kiosk })).tips).toEqual(tips);
  expect(await shop.stripe.terminal.configurations.retrieve(id)).toMatchObject({
    name: "City",
    offline: { enabled: true },
  });
});

it("replaces all that was suggested, also where an update of Stripe's only adds", async () => {
  const shop = await fleet({ settings: { tippingUpdate: "merged" } });
  await shop.till.readers.setTips({ ...front, tips: { usd: { percentages: [10] }, eur: { percentages: [5] } } });
  expect((await shop.till.readers.setTips({ ...front, tips: others })).tips).toEqual(others);
});

it("keeps to its own account", async () => {
  const shop = await fleet();
  const connected = shop.tillOf("sk_test_tips", "acct_branch");
  shop.simulator.account("acct_branch").addReader({ label: "Branch" });
  await connected.readers.setTips({ tips });
  await connected.readers.setTips({ ...front, tips: others });
  const nothing: Partial<PlacedTips> = { tips: {}, from: "nowhere" };
  for (const where of [{}, front]) expect(await shop.till.readers.tips(where)).toMatchObject(nothing);
});

it.each([
  ["terminal_configuration_read", ["terminal_location_read"]],
  ["terminal_configuration_write", ["terminal_location_read", "terminal_configuration_read"]],
  ["terminal_location_write", ["terminal_location_read", "terminal_configuration_write"]],
])("names the permission %s where the key does not have it", async (missing, permissions) => {
  const shop = await fleet({ keys: { rk_test_tips: permissions } });
  const { readers } = shop.tillOf("rk_test_tips");
  const refused = { code: "missing_permission", message: expect.stringContaining(missing) };
  await expect(readers.setTips({ ...front, tips })).rejects.toMatchObject(refused);
});

it("says what Stripe has against tips, and that the same again will not do", async () => {
  const shop = await fleet();
  const error = { type: "invalid_request_error", code: "parameter_invalid_integer", message: "Too generous." } as const;
  shop.simulator.faults.add({
    on: "POST /v1/terminal/configurations/{id}",
    kind: { error: { status: 400, ...error } },
  });
  await expect(shop.till.readers.setTips({ tips })).rejects.toMatchObject({
    code: "invalid_request",
    message: expect.stringContaining("Too generous."),
    retryable: false,
  });
});
