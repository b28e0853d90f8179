import type { GatewayEvent } from "@tillkit/core";
import { STRIPE_EVENTS, stripeGateway } from "@tillkit/stripe";
import { Stripe } from "stripe";
import { describe, expect, it } from "vitest";

const secret = "whsec_first0000000000000";
const at = Date.UTC(2026, 10, 1);
const { webhooks } = new Stripe("sk_test_abc");
const metadata = {
  tillkit_payment: "pay_1",
  tillkit_tenant: "default",
  tillkit_reference: "bill-1",
  tillkit_environment: "default",
};
const intent = {
  id: "pi_1",
  object: "payment_intent",
  status: "succeeded",
  amount: 1450,
  amount_received: 1450,
  amount_capturable: 0,
  amount_details: { tip: { amount: 200 } },
  currency: "usd",
  livemode: false,
  latest_charge: "ch_1",
  metadata,
};
const session = {
  id: "cs_test_1",
  object: "checkout.session",
  status: "complete",
  payment_status: "paid",
  payment_intent: "pi_1",
  amount_total: 1250,
  currency: "usd",
  livemode: false,
  metadata,
};

const refund = {
  id: "re_1",
  object: "refund",
  amount: 500,
  currency: "usd",
  status: "succeeded",
  payment_intent: "pi_1",
  reason: "duplicate",
  metadata: { ...metadata, tillkit_refund: "ref_1" },
};
const dispute = {
  id: "du_1",
  object: "dispute",
  amount: 1450,
  currency: "usd",
  status: "needs_response",
  reason: "fraudulent",
  payment_intent: "pi_1",
  evidence_details: { due_by: at / 1000 },
  metadata: {},
};

function hear(type: string, object: object, fields: object = {}, options: object = {}): GatewayEvent {
  const gateway = stripeGateway({ secretKey: "sk_test_abc", webhookSecrets: secret, ...options });
  const payload = JSON.stringify({ id: "evt_1", object: "event", type, livemode: false, data: { object }, ...fields });
  const signature = webhooks.generateTestHeaderString({ payload, secret, timestamp: at / 1000 });
  return gateway.receive({ bytes: Buffer.from(payload), signature, at });
}

describe("a PaymentIntent's events", () => {
  it("succeeded is paid, with the tip apart", () => {
    expect(hear("payment_intent.succeeded", intent)).toEqual({
      id: "evt_1",
      skewSeconds: 0,
      type: "payment_intent.succeeded",
      subject: { tenant: "default", paymentId: "pay_1" },
      names: ["pi_1"],
      news: [
        {
          type: "paid",
          evidence: {
            paymentIntentId: "pi_1",
            chargeId: "ch_1",
            amount: 1450,
            labels: { tenant: "default", paymentId: "pay_1", environment: "default" },
            tip: 200,
            currency: "usd",
            livemode: false,
          },
        },
      ],
    });
  });

  it("an endpoint of an older version still tells the card", () => {
    const { latest_charge: _newer, ...older } = intent;
    const charge = { id: "ch_0", payment_method_details: { card_present: { brand: "visa", last4: "4242" } } };
    expect(hear("payment_intent.succeeded", { ...older, charges: { data: [charge] } }).news).toEqual([
      expect.objectContaining({
        evidence: expect.objectContaining({
          chargeId: "ch_0",
          card: { method: "card_present", brand: "visa", last4: "4242" },
        }),
      }),
    ]);
  });

  it("without any charge, or a word about tips, it is paid all the same", () => {
    const { latest_charge: _charge, amount_details: _tip, ...bare } = intent;
    expect(hear("payment_intent.succeeded", bare).news).toEqual([
      {
        type: "paid",
        evidence: {
          paymentIntentId: "pi_1",
          amount: 1450,
          labels: { tenant: "default", paymentId: "pay_1", environment: "default" },
          tip: 0,
          tipUnnamed: true,
          currency: "usd",
          livemode: false,
        },
      },
    ]);
  });

  it.each([null, {}, { amount: null }])("a tip of %o is none", (tip) => {
    expect(hear("payment_intent.succeeded", { ...intent, amount_details: { tip } }).news).toMatchObject([
      { type: "paid", evidence: { tip: 0 } },
    ]);
  });

  it("without the figure it is no evidence, and Stripe is asked", () => {
    const { amount_received: _figure, ...odd } = intent;
    expect(hear("payment_intent.succeeded", odd).news).toEqual([{ type: "hint", afterMs: 0 }]);
  });

  it.each([
    [
      "amount_capturable_updated",
      "requires_capture",
      { type: "intent_authorized", paymentIntentId: "pi_1", amount: 0, tip: 200 },
    ],
    ["processing", "processing", { type: "intent_processing" }],
    ["canceled", "canceled", { type: "intent_canceled" }],
    ["payment_failed", "requires_payment_method", { type: "hint", afterMs: 2_000 }],
  ])("%s", (name, status, news) => {
    expect(hear(`payment_intent.${name}`, { ...intent, status }).news).toEqual([news]);
  });

  it("created says nothing", () => {
    expect(hear("payment_intent.created", { ...intent, status: "requires_payment_method" }).news).toEqual([]);
  });
});

describe("a Checkout Session's events", () => {
  it("completed and paid is paid", () => {
    expect(hear("checkout.session.completed", session)).toMatchObject({
      names: ["cs_test_1", "pi_1"],
      news: [
        { type: "paid", evidence: { paymentIntentId: "pi_1", checkoutSessionId: "cs_test_1", amount: 1250, tip: 0 } },
      ],
    });
  });

  it("completed and unpaid is a delayed method under way", () => {
    expect(hear("checkout.session.completed", { ...session, payment_status: "unpaid" }).news).toEqual([
      { type: "session_processing" },
    ]);
  });

  it("the delayed method's end", () => {
    expect(hear("checkout.session.async_payment_succeeded", session).news).toMatchObject([{ type: "paid" }]);
    expect(hear("checkout.session.async_payment_failed", { ...session, payment_status: "unpaid" }).news).toEqual([
      { type: "session_failed", failure: { code: "async_payment_failed" } },
    ]);
  });

  it("expired", () => {
    const expired = { ...session, status: "expired", payment_status: "unpaid", payment_intent: null };
    expect(hear("checkout.session.expired", expired)).toMatchObject({
      names: ["cs_test_1"],
      news: [{ type: "session_expired", checkoutSessionId: "cs_test_1" }],
    });
  });

  it("a presentment currency does not change the figures", () => {
    const presented = { ...session, presentment_details: { presentment_amount: 1111, presentment_currency: "eur" } };
    expect(hear("checkout.session.completed", presented).news).toMatchObject([
      { evidence: { amount: 1250, currency: "usd", presented: { amount: 1111, currency: "eur" } } },
    ]);
  });

  it("a presentment in the bill's own currency is none", () => {
    const same = { ...intent, presentment_details: { presentment_amount: 1450, presentment_currency: "usd" } };
    const [paid] = hear("payment_intent.succeeded", same).news;
    expect(paid).not.toHaveProperty("evidence.presented");
  });
});

describe("a charge's event", () => {
  const charge = {
    id: "ch_1",
    object: "charge",
    payment_intent: "pi_1",
    metadata,
    payment_method_details: { card_present: { brand: "visa", last4: "4242", wallet: { type: "apple_pay" } } },
  };

  it("tells the card, and nothing about money", () => {
    expect(hear("charge.succeeded", charge)).toEqual({
      id: "evt_1",
      skewSeconds: 0,
      type: "charge.succeeded",
      subject: { tenant: "default", paymentId: "pay_1" },
      names: ["pi_1"],
      news: [
        { type: "card_seen", card: { method: "card_present", brand: "visa", last4: "4242", wallet: "apple_pay" } },
      ],
    });
  });

  it("of a failure is of no interest: the card may yet pay", () => {
    expect(hear("charge.failed", charge)).toMatchObject({ news: [], ignored: "unknown_type" });
  });
});

describe("a reader's events are hints, found by the PaymentIntent in them", () => {
  const reader = {
    id: "tmr_1",
    object: "terminal.reader",
    action: { type: "process_payment_intent", status: "failed", process_payment_intent: { payment_intent: "pi_1" } },
  };

  it.each([
    ["action_failed", 0],
    ["action_succeeded", 2_000],
    ["action_updated", 0],
  ])("%s", (name, afterMs) => {
    expect(hear(`terminal.reader.${name}`, reader)).toEqual({
      id: "evt_1",
      skewSeconds: 0,
      type: `terminal.reader.${name}`,
      names: ["pi_1"],
      news: [{ type: "hint", afterMs }],
    });
  });

  it("a refund on the reader is nobody's", () => {
    const other = { ...reader, action: { type: "refund_payment", status: "failed", refund_payment: {} } };
    expect(hear("terminal.reader.action_failed", other)).toMatchObject({ news: [], ignored: "foreign" });
  });
});

describe("a refund's events", () => {
  const seen = {
    refundId: "re_1",
    id: "ref_1",
    paymentIntentId: "pi_1",
    amount: 500,
    currency: "usd",
    status: "succeeded",
    reason: "duplicate",
  };

  it.each(["refund.created", "refund.updated", "refund.failed"])("%s tells it as the object says", (type) => {
    expect(hear(type, refund)).toEqual({
      id: "evt_1",
      type,
      subject: { tenant: "default", paymentId: "pay_1" },
      names: ["pi_1"],
      news: [{ type: "refund_seen", refund: seen }],
      skewSeconds: 0,
    });
  });

  it("one that was made in the Dashboard is found by its PaymentIntent", () => {
    const { id: _ours, ...elsewhere } = seen;
    const event = hear("refund.created", { ...refund, metadata: {} });
    expect(event).toMatchObject({ names: ["pi_1"], news: [{ type: "refund_seen", refund: elsewhere }] });
    expect(event.subject).toBeUndefined();
  });

  it("failed says why", () => {
    const failed = { ...refund, status: "failed", failure_reason: "expired_or_canceled_card" };
    expect(hear("refund.failed", failed).news).toMatchObject([
      { refund: { status: "failed", failureReason: "expired_or_canceled_card" } },
    ]);
  });

  it.each([null, "a_status_of_tomorrow"])("a status of %s is not final", (status) => {
    expect(hear("refund.updated", { ...refund, status }).news).toMatchObject([{ refund: { status: "pending" } }]);
  });

  it("another installation's is left to it", () => {
    const other = { ...refund, metadata: { ...metadata, tillkit_environment: "staging" } };
    expect(hear("refund.created", other)).toMatchObject({ news: [], ignored: "other_environment" });
  });

  it("one without a PaymentIntent is foreign", () => {
    expect(hear("refund.created", { ...refund, payment_intent: null })).toMatchObject({ news: [], ignored: "foreign" });
  });

  it("charge.refunded tells how much is gone in all", () => {
    const charge = { id: "ch_1", object: "charge", payment_intent: "pi_1", amount_refunded: 500, metadata };
    expect(hear("charge.refunded", charge).news).toEqual([
      { type: "refunded_total_seen", paymentIntentId: "pi_1", amount: 500 },
    ]);
  });
});

describe("a dispute's events", () => {
  it.each(["charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"])(
    "%s tells it as the object says",
    (type) => {
      expect(hear(type, dispute)).toMatchObject({
        names: ["pi_1"],
        news: [
          {
            type: "dispute_seen",
            dispute: {
              id: "du_1",
              paymentIntentId: "pi_1",
              amount: 1450,
              currency: "usd",
              status: "needs_response",
              reason: "fraudulent",
              dueBy: at,
            },
          },
        ],
      });
    },
  );
});

describe("what is not ours changes nothing", () => {
  it.each(["charge.pending", "refund.unheard_of", "account.updated"])("%s is of no interest", (type) => {
    expect(hear(type, { id: "x_1", object: "charge" })).toMatchObject({ news: [], ignored: "unknown_type" });
  });

  it.each(["constructor", "__proto__", "toString"])("a type called %s is only a word", (type) => {
    for (const object of [intent, session])
      expect(hear(type, object)).toMatchObject({ news: [], ignored: "unknown_type" });
  });

  it("a thin event carries no object", () => {
    expect(hear("v1.payment_intent.succeeded", {}, { object: "v2.core.event", data: undefined })).toMatchObject({
      news: [],
      ignored: "unknown_type",
    });
  });

  it("a PaymentIntent that tillkit did not make is foreign", () => {
    expect(hear("payment_intent.succeeded", { ...intent, metadata: {} })).toMatchObject({
      news: [],
      ignored: "foreign",
    });
  });

  it("another installation's is left to it", () => {
    const other = { ...intent, metadata: { ...metadata, tillkit_environment: "staging" } };
    expect(hear("payment_intent.succeeded", other)).toMatchObject({ news: [], ignored: "other_environment" });
  });

  it("a connected account cannot speak for the platform's payments", () => {
    expect(hear("payment_intent.succeeded", intent, { account: "acct_evil" })).toMatchObject({
      news: [],
      ignored: "foreign",
    });
  });

  it("our own connected account's events carry it in their id", () => {
    const event = hear("payment_intent.succeeded", intent, { account: "acct_1" }, { stripeAccount: "acct_1" });
    expect(event).toMatchObject({
      id: "acct_1/evt_1",
      news: [{ type: "paid", evidence: { account: "acct_1", labels: { tenant: "default", paymentId: "pay_1" } } }],
    });
  });

  it.each(["__proto__", "constructor"])("metadata with a key %s is only text", (key) => {
    const odd = JSON.parse(JSON.stringify(metadata).replace("{", `{"${key}":"pay_2",`)) as object;
    expect(hear("payment_intent.succeeded", { ...intent, metadata: odd }).subject?.paymentId).toBe("pay_1");
  });
});

it("every event type that an endpoint is told to send is understood", () => {
  const objects = [
    intent,
    session,
    { id: "ch_1", object: "charge", metadata },
    refund,
    { id: "tmr_1", object: "terminal.reader", action: null },
  ];
  for (const type of STRIPE_EVENTS) {
    const object = type.startsWith("charge.dispute.")
      ? dispute
      : objects.find((candidate) => type.startsWith(`${candidate.object}.`));
    expect(hear(type, object ?? {}).ignored, type).not.toBe("unknown_type");
  }
});
