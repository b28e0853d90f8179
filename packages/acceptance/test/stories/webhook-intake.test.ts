import type { StripeEvent } from "@tillkit/simulator";
import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop, webhookSecret } from "../../src/shop/shop.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const { webhooks: signer } = new Stripe("sk_test_abc");

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ servers: 2 });
});
afterEach(() => shop.close());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Delivers something, signed as Stripe would sign it. */
async function deliver(
  event: object | string,
  { secret = webhookSecret, lateBySeconds = 0 }: { readonly secret?: string; readonly lateBySeconds?: number } = {},
): Promise<Answer> {
  const payload = typeof event === "string" ? event : JSON.stringify(event);
  const timestamp = Math.floor(shop.clock.now() / 1000) - lateBySeconds;
  return send(payload, signer.generateTestHeaderString({ payload, secret, timestamp }));
}

async function send(payload: string, signature?: string): Promise<Answer> {
  const response = await fetch(`${shop.url}/webhooks/stripe`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signature === undefined ? {} : { "stripe-signature": signature }),
    },
    body: payload,
  });
  return { status: response.status, body: await response.json() };
}

/** A coffee that is paid, and what Stripe says of it; nothing was delivered. */
async function paidCoffee(): Promise<{ readonly id: string; readonly event: StripeEvent }> {
  shop.simulator.webhooks.faults.add({ kind: "drop" });
  const { id } = await shop.tills[0].collect(coffee);
  const reader = shop.simulator.reader("tmr_front");
  await reader.waiting();
  await shop.tills[0].idle();
  await reader.tap();
  const event = shop.simulator.events.find(({ type }) => type === "payment_intent.succeeded");
  if (event === undefined) throw new Error("A tap makes an event.");
  return { id, event };
}

/** The same event of a PaymentIntent with other labels. */
function labelled(event: StripeEvent, labels: Readonly<Record<string, string>>): object {
  const copy = structuredClone(event);
  const { object } = copy.data;
  const metadata = "metadata" in object && typeof object.metadata === "object" ? object.metadata : {};
  return { ...copy, id: "evt_other", data: { object: { ...object, metadata: { ...metadata, ...labels } } } };
}

async function health(): Promise<unknown> {
  return (await fetch(`${shop.url}/health`)).json();
}

describe("a delivery", () => {
  it("is stored before it is answered: the payment is paid although the process dies right after", async () => {
    const { id, event } = await paidCoffee();
    expect(await deliver(event)).toEqual({ status: 200, body: { outcome: "applied" } });
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
  });

  it("that comes again changes nothing, whichever server has it", async () => {
    const { id, event } = await paidCoffee();
    await deliver(event);
    await shop.quiet();
    const { version } = await shop.tills[0].get(id);
    for (let again = 0; again < 3; again += 1)
      expect(await deliver(event)).toMatchObject({
        status: 200,
        body: { outcome: expect.stringMatching(/^(unchanged|duplicate)$/) },
      });
    expect((await shop.tills[0].get(id)).version).toBe(version);
    expect(shop.orders()).toHaveLength(1);
  });

  it.each([
    [
      "foreign",
      {
        id: "evt_f",
        type: "payment_intent.succeeded",
        livemode: false,
        data: {
          object: {
            id: "pi_f",
            object: "payment_intent",
            status: "succeeded",
            amount_received: 5_000,
            currency: "usd",
            metadata: { order: "7" },
          },
        },
      },
    ],
    [
      "unknown_type",
      { id: "evt_u", type: "customer.created", livemode: false, data: { object: { id: "cus_1", object: "customer" } } },
    ],
    [
      "unknown_type",
      { id: "evt_p", type: "constructor", livemode: false, data: { object: { id: "cus_1", object: "customer" } } },
    ],
    [
      "unknown_type",
      {
        id: "evt_thin",
        object: "v2.core.event",
        type: "v1.billing.meter.error_report_triggered",
        livemode: false,
        related_object: { id: "mtr_1", type: "billing.meter" },
      },
    ],
    [
      "unknown_type",
      {
        id: "evt_thin_own",
        object: "v2.core.event",
        type: "payment_intent.succeeded",
        data: { object: { id: "pi_1", object: "payment_intent" } },
      },
    ],
    [
      "foreign",
      {
        id: "evt_c",
        type: "payment_intent.succeeded",
        account: "acct_somebody",
        livemode: false,
        data: { object: { id: "pi_c", object: "payment_intent" } },
      },
    ],
  ] as const)("that is %s is answered 200, counted, and does nothing", async (reason, event) => {
    expect(await deliver({ object: "event", ...event })).toEqual({ status: 200, body: { outcome: "ignored", reason } });
    expect(await shop.tills[0].list()).toEqual([]);
    expect(await health()).toMatchObject({ webhooks: { counts: { [`ignored:${reason}`]: 1 } } });
  });

  it("of another environment or another tenant does nothing here, though it names a payment that is here", async () => {
    const { id, event } = await paidCoffee();
    const elsewhere = await deliver(labelled(event, { tillkit_environment: "staging" }));
    expect(elsewhere).toEqual({ status: 200, body: { outcome: "ignored", reason: "other_environment" } });
    const neighbour = await deliver(labelled(event, { tillkit_tenant: "neighbour" }));
    expect(neighbour).toEqual({ status: 200, body: { outcome: "ignored", reason: "other_tenant" } });
    expect(await shop.get(id)).toMatchObject({ status: "collecting" });
    expect(await health()).toMatchObject({
      webhooks: { counts: { "ignored:other_environment": 1, "ignored:other_tenant": 1 } },
    });
  });

  it("of the other mode is refused, and says so in the record", async () => {
    const { id, event } = await paidCoffee();
    expect(await deliver({ ...event, livemode: true })).toMatchObject({
      status: 400,
      body: { code: "webhook_wrong_mode" },
    });
    expect(await shop.get(id)).toMatchObject({ status: "collecting" });
    expect(await health()).toMatchObject({
      webhooks: { lastFailure: { code: "webhook_wrong_mode" }, counts: { "refused:webhook_wrong_mode": 1 } },
    });
  });

  it.each([
    ["mismatch", (payload: string) => send(payload, `t=${Math.floor(shop.clock.now() / 1000)},v1=${"0".repeat(64)}`)],
    ["no_header", (payload: string) => send(payload)],
    ["malformed_header", (payload: string) => send(payload, "nonsense")],
    ["no_v1_signature", (payload: string) => send(payload, `t=${Math.floor(shop.clock.now() / 1000)},v0=00`)],
    ["too_old", (payload: string) => deliver(payload, { lateBySeconds: 400 })],
    ["in_future", (payload: string) => deliver(payload, { lateBySeconds: -400 })],
  ])("that fails the check %s is refused, and the record says which it was", async (reason, forge) => {
    const { id, event } = await paidCoffee();
    expect(await forge(JSON.stringify(event))).toMatchObject({
      status: 400,
      body: { code: "webhook_signature_invalid" },
    });
    expect(await shop.get(id)).toMatchObject({ status: "collecting" });
    expect(await health()).toMatchObject({
      webhooks: { lastFailure: { code: "webhook_signature_invalid", reason }, counts: { [`refused:${reason}`]: 1 } },
    });
  });

  it("that is signed rightly but is no event is refused", async () => {
    for (const payload of ["", "null", "[]", '{"id":7}', "not json"]) expect((await deliver(payload)).status).toBe(400);
    expect(await health()).toMatchObject({ webhooks: { counts: { "refused:malformed_body": 5 } } });
  });
});

describe("several secrets", () => {
  it("are each good: of two endpoints, or while one is being rolled", async () => {
    await shop.close();
    const other = "whsec_another_endpoint_0123";
    shop = await openShop({ webhookSecrets: [other, webhookSecret] });
    const { id, event } = await paidCoffee();
    expect(await deliver({ ...event, id: "evt_elsewhere" }, { secret: other })).toMatchObject({ status: 200 });
    expect(await deliver(event)).toMatchObject({ status: 200 });
    expect(await deliver(event, { secret: "whsec_nobodys_0123456789" })).toMatchObject({ status: 400 });
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.orders()).toHaveLength(1);
  });

  it("are rolled at Stripe without losing a delivery for a day, and then the record says what is wrong", async () => {
    const [endpoint] = shop.simulator.webhooks.endpoints;
    shop.simulator.webhooks.rollSecret(endpoint?.url ?? "");
    const first = await shop.tills[0].collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap();
    await shop.quiet();
    expect(await shop.get(first.id)).toMatchObject({ status: "succeeded" });

    shop.clock.skip(25 * 60 * MINUTE);
    const next = await shop.tills[0].collect({ ...coffee, reference: "bill-2" });
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap();
    await shop.quiet();
    expect(await health()).toMatchObject({ webhooks: { lastFailure: { reason: "mismatch" } } });
    // And the coffee is not lost for it.
    await shop.tills[0].backfill();
    await shop.later(11 * SECOND);
    expect(await shop.get(next.id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
  });
});

/** Gives every payment to another tenant, and so away, or back. */
function move(from: string, to: string): void {
  for (const name of ["tillkit_payments", "tillkit_names"])
    shop.store.database.exec(`UPDATE ${name} SET tenant = '${to}' WHERE tenant = '${from}'`);
}

describe("an event that comes before its payment is here, as after a backup was restored", () => {
  it("is received at once, and done when the payment is there", async () => {
    const { id, event } = await paidCoffee();
    move("default", "away");
    expect(await deliver(event)).toEqual({ status: 200, body: { outcome: "kept", reason: "unknown_payment" } });
    move("away", "default");
    await shop.later(2 * SECOND);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect((await shop.tills[0].timeline(id)).some(({ cause }) => cause === event.id)).toBe(true);
    expect(shop.orders()).toHaveLength(1);
  });

  it("is seen by a person after an hour, who gives it up for good", async () => {
    const { id, event } = await paidCoffee();
    move("default", "away");
    await deliver(event);
    for (let passed = 0; passed < 80; passed += 2) await shop.later(2 * MINUTE);
    const parked = async () => (await fetch(`${shop.url}/parked`)).json();
    expect(await parked()).toMatchObject({
      parked: [{ id: event.id, kind: "event", type: "payment_intent.succeeded", paymentId: id }],
    });
    const discarded = await fetch(`${shop.url}/parked/${event.id}/discard`, { method: "POST" });
    expect(discarded.status).toBe(200);
    // Stripe still lists it as not delivered; the back-fill does not bring it back.
    for (let passed = 0; passed < 80; passed += 2) await shop.later(2 * MINUTE);
    expect(await parked()).toEqual({ parked: [] });
  });
});

describe("an event whose taking in fails", () => {
  it("is received, kept with the reason, and done once it can be", async () => {
    const { id, event } = await paidCoffee();
    shop.store.database.exec(
      "CREATE TRIGGER stuck BEFORE UPDATE ON tillkit_payments BEGIN SELECT RAISE(ABORT, 'The disk has a bad day.'); END",
    );
    expect(await deliver(event)).toEqual({ status: 200, body: { outcome: "kept", reason: "failed" } });
    shop.store.database.exec("DROP TRIGGER stuck");
    await shop.later(2 * SECOND);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect(shop.orders()).toHaveLength(1);
  });

  it("is answered 500 where nothing at all can be written, and is no loss: Stripe sends it again", async () => {
    const { id, event } = await paidCoffee();
    for (const table of ["tillkit_payments", "tillkit_marks"])
      for (const verb of ["INSERT", "UPDATE"])
        shop.store.database.exec(
          `CREATE TRIGGER stuck_${verb}_${table} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END`,
        );
    expect((await deliver(event)).status).toBeGreaterThanOrEqual(500);
    for (const table of ["tillkit_payments", "tillkit_marks"])
      for (const verb of ["INSERT", "UPDATE"]) shop.store.database.exec(`DROP TRIGGER stuck_${verb}_${table}`);
    expect(await deliver(event)).toMatchObject({ status: 200, body: { outcome: "applied" } });
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
  });
});

describe("the record of how webhooks go", () => {
  it("is one for two server processes, outlives both, and tells how far the clock is off", async () => {
    const { event } = await paidCoffee();
    const body = JSON.stringify(event);
    expect(await deliver(event, { lateBySeconds: 120 })).toMatchObject({ status: 200 });
    const [one, other = one] = shop.tills;
    await expect(other.webhook({ bytes: Buffer.from(body), signature: "t=1,v1=00" })).rejects.toMatchObject({
      code: "webhook_signature_invalid",
    });
    await shop.quiet();
    await one.stop();
    await other.stop();
    const next = shop.till();
    for (const till of [one, other, next]) {
      const { webhooks } = await till.health();
      expect(webhooks).toMatchObject({
        lastGood: { eventType: "payment_intent.succeeded" },
        lastFailure: { code: "webhook_signature_invalid", reason: "mismatch" },
        counts: { applied: 1, "refused:mismatch": 1 },
      });
      expect(webhooks.skewSeconds).toBeGreaterThanOrEqual(119);
      expect(webhooks.skewSeconds).toBeLessThanOrEqual(122);
    }
  });
});
