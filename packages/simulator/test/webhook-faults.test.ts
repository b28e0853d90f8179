import { expect, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { WebhookFaultRule } from "@tillkit/simulator";

import { hook } from "./hook.ts";
import { inPerson, simulated } from "./simulated-stripe.ts";

const secret = "whsec_test";

/** A simulator with one endpoint, and what arrived there. */
async function delivered(...rules: readonly WebhookFaultRule[]) {
  const clock = virtualClock();
  const { url, received } = await hook();
  const { simulator, stripe } = await simulated({ clock, seed: 3, webhooks: [{ url, secret }] });
  for (const rule of rules) simulator.webhooks.faults.add(rule);
  /** Makes so many payments and gives what has arrived of all. */
  const make = async (count: number) => {
    for (let i = 0; i < count; i++) await inPerson(stripe);
    await simulator.webhooks.settled();
    return received.map(({ body }) => (JSON.parse(body) as { readonly id: string }).id);
  };
  return { clock, simulator, stripe, received, make };
}

test("an event that is dropped is in the list, and arrives nowhere", async () => {
  const { make, stripe, simulator } = await delivered({ events: ["payment_intent.created"], nth: 2, kind: "drop" });
  const arrived = await make(3);
  const made = simulator.events.map(({ id }) => id);
  expect(arrived).toEqual([made[0], made[2]]);
  const missed = await stripe.events.list({ delivery_success: false });
  expect(missed.data.map(({ id }) => id)).toEqual([made[1]]);
});

test("one change may make two events, whose ids say nothing of each other", async () => {
  const { make, simulator, received } = await delivered();
  simulator.webhooks.twinNext();
  const arrived = await make(2);
  expect(new Set(arrived).size).toBe(3);
  expect(simulator.events.map(({ id }) => id)).toEqual(arrived);
  const [one, twin] = received.map(({ body }) => JSON.parse(body) as { readonly id: string; readonly data: object });
  expect(twin).toEqual({ ...one, id: twin?.id });
  expect(simulator.events.every(({ pending_webhooks: left }) => left === 0)).toBe(true);
});

test("a script says what becomes of each event in turn", async () => {
  const script = [{ repeat: 3 }, "none", { delayMs: 60_000 }] as const satisfies WebhookFaultRule["kind"];
  const { make, clock, simulator } = await delivered({ kind: script });
  const arrived = await make(4);
  const [first, second, third, fourth] = simulator.events.map(({ id }) => id);
  expect(arrived).toEqual([first, first, first, second, fourth]);
  await clock.advance(60_000);
  expect(await make(0)).toEqual([...arrived, third]);
});

test("an event that was wrong on the wire is right when it is tried again", async () => {
  const { received, make, clock, stripe, simulator } = await delivered({ times: 1, kind: { corrupt: "wrong_secret" } });
  await make(1);
  simulator.webhooks.resend(simulator.events[0]?.id ?? "");
  await clock.advance(0);
  const good = received.map(({ body, signature }) => {
    try {
      return Boolean(stripe.webhooks.constructEvent(body, signature, secret, 0));
    } catch {
      return false;
    }
  });
  expect(good).toEqual([false, true]);
});

test("by chance, each in its own measure, and the same for the same seed", async () => {
  const rules = [
    { probability: 0.2, kind: "drop" },
    { probability: 0.2, kind: "twin" },
    { probability: 0.2, kind: { repeat: 2 } },
    { probability: 0.3, kind: { delayMs: 5_000 } },
  ] as const;
  const day = async () => {
    const { make, clock, simulator } = await delivered(...rules);
    await make(40);
    await clock.advance(5_000);
    return { arrived: await make(0), struck: simulator.webhooks.faults.rules.map(({ struck }) => struck) };
  };
  const [one, other] = [await day(), await day()];
  expect(other).toEqual(one);
  expect(Math.min(...one.struck)).toBeGreaterThan(2);
});

test("rules go on after a restart", async () => {
  const { simulator, make } = await delivered({ nth: 3, kind: "drop" });
  await make(2);
  const clock = virtualClock();
  const { url, received } = await hook();
  const later = createSimulator({ clock, state: simulator.snapshot(), webhooks: [{ url, secret }] });
  expect(later.webhooks.faults.rules).toMatchObject([{ nth: 3, matched: 2 }]);
  const params = { method: "POST", headers: { authorization: "Bearer sk_test_x" } };
  const body = new URLSearchParams({ amount: "900", currency: "usd" });
  for (let i = 0; i < 2; i++) await later.fetch("https://api.stripe.com/v1/payment_intents", { ...params, body });
  await later.webhooks.settled();
  expect(received).toHaveLength(1);
  await later.close();
});

test.each([
  [{ kind: { repeat: 0 } }, "repeat must be 1 or more"],
  [{ kind: { delayMs: -5 } }, "delayMs must be 0 or more"],
  [{ kind: [] }, "A script needs at least one kind"],
  [{ probability: 7, kind: "drop" }, "probability is between 0 and 1"],
] as const satisfies readonly (readonly [WebhookFaultRule, string])[])(
  "a rule that makes no sense is refused: %j",
  (rule, why) => {
    const { webhooks } = createSimulator();
    expect(() => webhooks.faults.add(rule)).toThrow(why);
  },
);

test("rules are set over HTTP", async () => {
  const { simulator, make } = await delivered();
  const ask = async (method: string, body?: object) => {
    const sent = { method, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${simulator.url}/_simulator/webhook_faults`, sent);
    return [response.status, await response.json()];
  };
  const rule = { events: ["payment_intent.*"], times: 1, kind: [{ repeat: 2, delayMs: 0 }] };
  expect(await ask("POST", rule)).toMatchObject([200, [rule]]);
  expect(await make(1)).toHaveLength(2);
  expect(await ask("GET")).toMatchObject([200, [{ struck: 1 }]]);
  expect(await ask("DELETE")).toEqual([200, []]);
  for (const kind of ["explode", {}, { corrupt: "tea" }, undefined]) expect((await ask("POST", { kind }))[0]).toBe(400);
});
