import { createTill, memoryStore, namesOf, openReviews, type Payment, type Stored, type Till } from "@tillkit/core";
import { STRIPE_EVENTS, stripeGateway } from "@tillkit/stripe";
import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

/** A delivery as Stripe sends it. */
type Delivery = Parameters<Till["webhook"]>[0];

const SECRET = "whsec_event_orders_0123456789";
const { webhooks } = new Stripe("sk_test_signs");

let shop: Shop;
beforeEach(async () => {
  // Nobody is told of anything: each order of the events is tried on a server of its own.
  shop = await openShop({ webhooks: false });
});
afterEach(async () => {
  await shop.close();
});

interface Story {
  readonly name: string;
  /** What happens after the page was opened. */
  readonly play: (page: { readonly url: string }) => Promise<void>;
  readonly status: Payment["status"];
  readonly orders: number;
  /** What must be the same, where the order decides about something. Default: the whole record, but for its times. */
  readonly truth?: (end: End) => unknown;
}

/** What a server knows once it has heard everything, and how many orders it has made. */
interface End {
  readonly payment: Payment;
  readonly orders: number;
}

const stories: readonly Story[] = [
  {
    name: "a card is charged",
    play: async ({ url }) => void (await shop.simulator.guest(url).pay("visa")),
    status: "succeeded",
    orders: 1,
  },
  {
    name: "a card is declined, and the next one charged",
    play: async ({ url }) => {
      await shop.simulator.guest(url).decline("insufficient_funds");
      await shop.simulator.guest(url).pay("visa");
    },
    status: "succeeded",
    orders: 1,
  },
  {
    name: "a bank pays days later",
    play: async ({ url }) => {
      await shop.simulator.guest(url).pay("bank_debit");
      await bankAnswers();
    },
    status: "succeeded",
    orders: 1,
  },
  {
    name: "a bank refuses days later",
    play: async ({ url }) => {
      await shop.simulator.guest(url).pay("bank_debit_fails");
      await bankAnswers();
    },
    status: "failed",
    orders: 0,
  },
  {
    name: "the page is closed at Stripe",
    play: async () => {
      await elsewhere().checkout.sessions.expire(shop.simulator.sessions[1]?.id ?? "");
    },
    status: "expired",
    orders: 0,
  },
  {
    name: "a part goes back",
    play: async ({ url }) => {
      await shop.simulator.guest(url).pay("visa");
      await elsewhere().refunds.create({ payment_intent: shop.simulator.paymentIntents[0]?.id ?? "", amount: 500 });
    },
    status: "succeeded",
    orders: 1,
  },
  {
    name: "a bank objects, and the shop accepts it",
    play: async ({ url }) => {
      await shop.simulator.guest(url).pay("disputed");
      await bankAnswers();
      await elsewhere().disputes.close(shop.simulator.disputes[0]?.id ?? "");
    },
    status: "succeeded",
    orders: 1,
  },
  {
    name: "a bank objects, and nobody has answered yet",
    play: async ({ url }) => {
      await shop.simulator.guest(url).pay("disputed");
      await bankAnswers();
    },
    status: "succeeded",
    orders: 1,
  },
  {
    name: "money comes twice",
    play: async ({ url }) => {
      await shop.simulator.guest(url).pay("visa");
      const { id } = await elsewhere().paymentIntents.create({
        amount: 1_600,
        currency: "usd",
        metadata: shop.simulator.paymentIntents[0]?.metadata ?? {},
      });
      await elsewhere().paymentIntents.confirm(id, {
        payment_method: "pm_card_visa",
        return_url: "https://shop.example",
      });
    },
    status: "succeeded",
    orders: 1,
    // Whichever is heard of first pays for the order; the other is too much, and can be given back.
    truth: ({ payment, orders }) => {
      if (payment.status !== "succeeded") return payment.status;
      const { paid, review, fulfilment } = payment;
      return {
        orders,
        fulfilment: fulfilment.status,
        review: openReviews(payment).map(({ reason, money }) => [reason, money?.amount, money?.currency]),
        money: new Set([paid.paymentIntentId, ...review.map(({ money }) => money?.paymentIntentId)]),
      };
    },
  },
];

describe("the events of a page, in every order and the first one twice, end in the same record:", () => {
  it.each(stories)("$name", { timeout: 120_000 }, async ({ play, status, orders, truth = timeless }) => {
    const before = await opened();
    await play(before.payment);
    const heard = new Set<string>(STRIPE_EVENTS);
    const events = shop.simulator.events.filter(({ type }) => heard.has(type)).map(signed);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThan(7);

    const [asSent, ...others] = permutations(events);
    const expected = await told(before, asSent ?? []);
    expect(expected).toMatchObject({ payment: { status }, orders });
    for (const order of others)
      expect(truth(await told(before, [...order, ...order.slice(0, 1)]))).toEqual(truth(expected));
  });
});

/** An open page that takes banks' debits, too, as an account with dynamic payment methods has it. */
async function opened(): Promise<Stored & { readonly payment: { readonly url: string } }> {
  const { id } = await shop.tills[0].checkout(table);
  const stored = await shop.store.load("default", id);
  if (stored?.payment.status !== "open") throw new Error(`The page is ${stored?.payment.status}.`);
  const metadata = shop.simulator.sessions[0]?.metadata ?? {};
  const session = await elsewhere().checkout.sessions.create({
    mode: "payment",
    allowed_payment_method_types: ["card", "us_bank_account"],
    line_items: [
      { price_data: { currency: "usd", unit_amount: 1_600, product_data: { name: "Dinner" } }, quantity: 1 },
    ],
    success_url: table.successUrl,
    metadata,
    payment_intent_data: { metadata },
  });
  return { ...stored, payment: { ...stored.payment, checkoutSessionId: session.id, url: session.url ?? "" } };
}

/** How the payment stands on a server that hears these events in this order, and asks Stripe where it was told to. */
async function told({ payment, pending, parked }: Stored, events: readonly Delivery[]): Promise<End> {
  const store = memoryStore();
  const { createdAt: at } = payment;
  await store.commit({
    payment,
    expectedVersion: 0,
    pending,
    parked,
    dueAt: null,
    take: namesOf(payment),
    drop: [],
    entries: [],
    at,
  });
  let orders = 0;
  let skipped = 0;
  const till = createTill({
    gateway: stripeGateway({ secretKey: "sk_test_orders", webhookSecrets: SECRET, apiBase: shop.simulator.url }),
    store,
    fulfil: () => void (orders += 1),
    clock: { ...shop.clock, now: () => shop.clock.now() + skipped },
    backfillEveryMs: Infinity,
  });
  for (const event of events) {
    await till.webhook(event);
    await till.idle();
  }
  // Hints wait a moment for the event that makes reading needless.
  skipped = 5_000;
  await till.sweep();
  await till.idle();
  return { payment: (await till.get(payment.id)).payment, orders };
}

function signed(event: object): Delivery {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(shop.clock.now() / 1_000);
  return {
    bytes: Buffer.from(payload),
    signature: webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp }),
  };
}

/** Every order of a few things. */
function permutations<T>(things: readonly T[]): readonly (readonly T[])[] {
  if (things.length < 2) return [things];
  return things.flatMap((thing, index) => permutations(things.toSpliced(index, 1)).map((rest) => [thing, ...rest]));
}

/** Times differ with the order of arrival; what is true does not. */
function timeless(end: End): unknown {
  return JSON.parse(
    JSON.stringify(end, (key, value: unknown) => (key === "at" || key.endsWith("At") ? undefined : value)),
  );
}

/** Lets a delayed method's bank answer. */
async function bankAnswers(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    shop.clock.skip(60_000);
    await shop.simulator.webhooks.settled();
  }
}

/** Somebody with the account's key, as in Stripe's Dashboard. */
function elsewhere(): Stripe {
  const { hostname, port } = new URL(shop.simulator.url);
  return new Stripe("sk_test_dashboard", { host: hostname, port, protocol: "http" });
}
