import { Stripe } from "stripe";
import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";
import type { Simulator } from "@tillkit/simulator";

import { hook } from "./hook.ts";
import type { Received } from "./hook.ts";
import { client, inPerson, refusal, simulated } from "./simulated-stripe.ts";

const secret = "whsec_test";
const hourMs = 3_600_000;
const { webhooks: official } = new Stripe("sk_test_unused");

/** Whether the official client takes the delivery for one signed with the secret, whatever its age. */
function signedWith(key: string, { body, signature }: Received): boolean {
  try {
    official.constructEvent(body, signature, key, 0);
    return true;
  } catch {
    return false;
  }
}

const signedAt = ({ signature }: Received) => Number(/t=(\d+)/.exec(signature)?.[1]);

test("in live mode an event is tried for three days, ever more rarely, in no time at all", async () => {
  const clock = virtualClock();
  const { url, received } = await hook(() => 500);
  const { simulator } = await simulated({
    clock,
    webhooks: [{ url, secret, livemode: true }],
    settings: { acceptLiveKeys: true },
  });
  await client(simulator, "sk_live_x").paymentIntents.create({ amount: 900, currency: "usd" });
  await simulator.webhooks.settled();
  await clock.advance(7 * 24 * hourMs);
  const first = signedAt(received[0] ?? { body: "", signature: "", type: "" });
  const after = received.map((one) => (signedAt(one) - first) / 60);
  expect(after).toEqual([0, 1, 6, 36, 156, 456, 1056, 1776, 2496, 3216, 3936]);
  expect(after.at(-1)).toBeLessThan(3 * 24 * 60);
  // Every attempt is signed anew.
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(received.length);
  expect(received.every((one) => signedWith(secret, one))).toBe(true);
});

test("in test mode there are three attempts, and what was never taken stays pending", async () => {
  const clock = virtualClock();
  const { url, received } = await hook(() => 302);
  const { simulator, stripe } = await simulated({ clock, webhooks: [{ url, secret }] });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  await clock.advance(7 * 24 * hourMs);
  expect(received).toHaveLength(3);
  expect(simulator.webhooks.deliveries.map(({ status, attempt }) => [status, attempt])).toEqual([
    ["failed", 1],
    ["failed", 2],
    ["failed", 3],
  ]);
  expect((await stripe.events.list({ delivery_success: false })).data).toMatchObject([{ pending_webhooks: 1 }]);
});

test("each endpoint that has not taken an event is counted, also two at one address", async () => {
  const clock = virtualClock();
  const [good, bad] = [await hook(), await hook((_, count) => (count === 1 ? 500 : 200))];
  const endpoints = [good.url, good.url, bad.url].map((url) => ({ url, secret }));
  const { simulator, stripe } = await simulated({ clock, webhooks: endpoints });
  const { id } = await inPerson(stripe);
  const [made] = simulator.events;
  expect(made?.pending_webhooks).toBe(3);
  await simulator.webhooks.settled();
  expect(good.received).toHaveLength(2);
  expect((await stripe.events.retrieve(made?.id ?? "")).pending_webhooks).toBe(1);
  expect((await stripe.events.list({ delivery_success: true })).data).toEqual([]);
  await clock.advance(60_000);
  expect((await stripe.events.retrieve(made?.id ?? "")).pending_webhooks).toBe(0);
  expect((await stripe.events.list({ delivery_success: true })).data).toMatchObject([{ data: { object: { id } } }]);
});

/** An endpoint made over the API that has refused one event, which is to be tried again in a minute. */
async function refusing() {
  const clock = virtualClock();
  const { url, received } = await hook((_, count) => (count === 1 ? 500 : 200));
  const { simulator, stripe } = await simulated({ clock });
  const made = await stripe.webhookEndpoints.create({ url, enabled_events: ["*"] });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  return { clock, simulator, stripe, id: made.id, secret: made.secret ?? "", received };
}

test("a disabled endpoint hears nothing, and what waited for it is not tried again", async () => {
  const { clock, simulator, stripe, id, received } = await refusing();
  expect((await stripe.webhookEndpoints.update(id, { disabled: true })).status).toBe("disabled");
  await inPerson(stripe);
  await clock.advance(24 * hourMs);
  expect(received).toHaveLength(1);
  expect(simulator.webhooks.deliveries.map(({ status }) => status)).toEqual(["failed", "dropped"]);
  expect(simulator.events.at(-1)?.pending_webhooks).toBe(0);
});

test("an endpoint that is enabled again in time gets what waited for it", async () => {
  const { clock, stripe, id, received } = await refusing();
  await stripe.webhookEndpoints.update(id, { disabled: true });
  await clock.advance(30_000);
  await stripe.webhookEndpoints.update(id, { disabled: false });
  await clock.advance(30_000);
  expect(received).toHaveLength(2);
});

test("a deleted endpoint gets nothing any more", async () => {
  const { clock, stripe, id, received } = await refusing();
  await stripe.webhookEndpoints.del(id);
  await clock.advance(24 * hourMs);
  expect(received).toHaveLength(1);
});

test("a retry goes where the endpoint has moved meanwhile", async () => {
  const { clock, stripe, id, received } = await refusing();
  const moved = await hook();
  await stripe.webhookEndpoints.update(id, { url: moved.url });
  await clock.advance(60_000);
  expect(received).toHaveLength(1);
  expect(moved.received).toHaveLength(1);
});

test("a rolled secret signs at once, beside the old one until that has run out", async () => {
  const { clock, simulator, stripe, id, secret: old, received } = await refusing();
  const rolled = simulator.webhooks.rollSecret(id, { keepMs: 2 * hourMs });
  expect(rolled).toMatch(/^whsec_\w{32}$/);
  await clock.advance(hourMs);
  const [, during] = received;
  expect(during && [signedWith(old, during), signedWith(rolled, during)]).toEqual([true, true]);
  expect(during?.signature.match(/v1=/g)).toHaveLength(2);

  // Changing the endpoint does not bring the old secret back.
  await stripe.webhookEndpoints.update(id, { description: "till" });
  await clock.advance(2 * hourMs);
  await inPerson(stripe);
  await simulator.webhooks.settled();
  const after = received.at(-1);
  expect(after && [signedWith(old, after), signedWith(rolled, after)]).toEqual([false, true]);
  expect(() => simulator.webhooks.rollSecret(id, { keepMs: 25 * hourMs })).toThrow("86400000");
  expect(() => simulator.webhooks.rollSecret("we_other")).toThrow("There is no endpoint 'we_other'");
});

test("a secret is rolled over HTTP, too, and at once when the old one has leaked", async () => {
  const { url, received } = await hook();
  const { simulator, stripe } = await simulated({ webhooks: [{ url, secret }] });
  const answer = await fetch(`${simulator.url}/_simulator/webhooks/roll_secret`, {
    method: "POST",
    body: JSON.stringify({ endpoint: url, keep_ms: 0 }),
  });
  const { secret: rolled = "" } = (await answer.json()) as { readonly secret?: string };
  await inPerson(stripe);
  await simulator.webhooks.settled();
  const [sent] = received;
  expect(sent && [signedWith(secret, sent), signedWith(rolled, sent)]).toEqual([false, true]);
});

test("an endpoint's version is one of the same name, and events say so", async () => {
  const { url, received } = await hook();
  const { simulator, stripe } = await simulated();
  const create = (version: "2026-09-30.endive" | "2020-08-27" | "2026-08-26.dahlia") =>
    stripe.webhookEndpoints.create({ url, enabled_events: ["*"], api_version: version });
  expect((await create("2026-09-30.endive")).api_version).toBe("2026-09-30.endive");
  await inPerson(stripe);
  await simulator.webhooks.settled();
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ api_version: "2026-09-30.endive" });
  for (const version of ["2020-08-27", "2026-08-26.dahlia"] as const) {
    expect(await refusal(create(version))).toMatchObject({ code: "not_simulated", param: "api_version" });
  }
});

test("an event is sent again to one endpoint only, and the automatic attempts go on", async () => {
  const clock = virtualClock();
  const [one, other] = [await hook((_, count) => (count === 1 ? 500 : 200)), await hook()];
  const webhooks = [
    { url: one.url, secret },
    { url: other.url, secret },
  ];
  const { simulator, stripe } = await simulated({ clock, webhooks });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  const { id } = simulator.events[0] ?? { id: "" };
  simulator.webhooks.resend(id, one.url);
  await simulator.webhooks.settled();
  expect([one.received.length, other.received.length]).toEqual([2, 1]);
  expect((await stripe.events.retrieve(id)).pending_webhooks).toBe(0);
  await clock.advance(60_000);
  expect(one.received).toHaveLength(3);

  await clock.advance(31 * 24 * hourMs);
  expect(() => simulator.webhooks.resend(id)).toThrow("30 days");
});

test("a thin event carries ids only, and the official client fetches what it is about", async () => {
  const { url, received } = await hook();
  const { simulator, stripe } = await simulated({
    webhooks: [{ url, secret, payload: "thin", events: ["v1.payment_intent.*"] }],
  });
  const { id } = await inPerson(stripe);
  await simulator.webhooks.settled();
  const sent = received[0] ?? { body: "", signature: "" };
  const notification = stripe.parseEventNotification(sent.body, sent.signature, secret);
  if (notification.type !== "v1.payment_intent.created") throw new Error(notification.type);
  expect(notification.related_object).toEqual({ id, type: "payment_intent", url: `/v1/payment_intents/${id}` });
  expect(await notification.fetchRelatedObject()).toMatchObject({ id, amount: 1250 });
  expect(notification.snapshot_event).toBe(simulator.events[0]?.id);
  expect(notification.reason?.request?.id).toBe(simulator.requests[0]?.id);
  expect(sent.body).not.toContain("1250");
  expect(() => stripe.webhooks.constructEvent(sent.body, sent.signature, secret)).toThrow("thin event notification");
});

test("a thin event of a connected account says in whose context to fetch", async () => {
  const { url, received } = await hook();
  const webhooks = [{ url, secret, payload: "thin", connect: true }] as const;
  const { simulator, stripe } = await simulated({ webhooks });
  const theirs = { stripeAccount: "acct_1Kiosk" };
  const { id } = await stripe.paymentIntents.create({ amount: 900, currency: "usd" }, theirs);
  await simulator.webhooks.settled();
  const notification = stripe.parseEventNotification(received[0]?.body ?? "", received[0]?.signature ?? "", secret);
  if (notification.type !== "v1.payment_intent.created") throw new Error(notification.type);
  expect(await notification.fetchRelatedObject()).toMatchObject({ id });
});

test("accounts and modes hear of their own events only", async () => {
  const hooks = { test: await hook(), live: await hook(), theirs: await hook(), connect: await hook() };
  const { simulator, stripe } = await simulated({
    settings: { acceptLiveKeys: true },
    webhooks: [
      { url: hooks.test.url, secret },
      { url: hooks.live.url, secret, livemode: true },
      { url: hooks.theirs.url, secret, account: "acct_1Kiosk" },
      { url: hooks.connect.url, secret, connect: true },
    ],
  });
  await pay(simulator, "sk_test_x");
  await pay(simulator, "sk_live_x");
  await pay(simulator, "sk_test_x", "acct_1Kiosk");
  await pay(simulator, "sk_test_x", "acct_2Bar");
  await simulator.webhooks.settled();
  const heard = Object.values(hooks).map(({ received }) =>
    // Whoever sends to these endpoints sends events.
    received.map(({ body }) => JSON.parse(body) as Stripe.Event).map(({ account, livemode }) => account ?? livemode),
  );
  expect(heard).toEqual([[false], [true], ["acct_1Kiosk"], ["acct_1Kiosk", "acct_2Bar"]]);
  expect((await stripe.events.list()).data).toHaveLength(1);
});

function pay(simulator: Simulator, key: string, account?: string) {
  const options = account === undefined ? {} : { stripeAccount: account };
  return client(simulator, key).paymentIntents.create({ amount: 900, currency: "usd" }, options);
}
