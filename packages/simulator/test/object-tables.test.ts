import type { Stripe } from "stripe";
import { describe, expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";
import type { Simulator, VirtualClock } from "@tillkit/simulator";

import { refusal, simulated } from "./simulated-stripe.ts";

interface Shop {
  readonly simulator: Simulator;
  readonly stripe: Stripe;
  readonly clock: VirtualClock;
}

/** How an object gets into a state, and gives its id. */
type Reach = (shop: Shop) => Promise<string>;
/** A call on an object, or what a person does to it. */
type Call = (shop: Shop, id: string) => Promise<unknown>;

/** One kind of object: its states, the calls on it, and per state what each call answers: "" or an error. */
interface Table {
  readonly states: Readonly<Record<string, Reach>>;
  readonly calls: Readonly<Record<string, Call>>;
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly read: (stripe: Stripe, id: string) => Promise<object>;
  readonly shown: Readonly<Record<string, object>>;
}

const line_items = [{ price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }];

const session = async ({ stripe }: Shop, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  (await stripe.checkout.sessions.create({ mode: "payment", success_url: "https://shop.example", line_items, ...more }))
    .id;

const debit = { allowed_payment_method_types: ["us_bank_account" as const] };

const sessions: Table = {
  read: (stripe, id) => stripe.checkout.sessions.retrieve(id),
  states: {
    open: session,
    "open after a decline": async (shop) => {
      const id = await session(shop);
      await shop.simulator.guest(id).decline();
      return id;
    },
    paid: async (shop) => {
      const id = await session(shop);
      await shop.simulator.guest(id).pay();
      return id;
    },
    held: async (shop) => {
      const id = await session(shop, { payment_intent_data: { capture_method: "manual" } });
      await shop.simulator.guest(id).pay();
      return id;
    },
    "waiting for a bank": async (shop) => {
      const id = await session(shop, debit);
      await shop.simulator.guest(id).pay("bank_debit");
      return id;
    },
    "refused by a bank": async (shop) => {
      const id = await session(shop, debit);
      await shop.simulator.guest(id).pay("bank_debit_fails");
      await shop.clock.advance(5_000);
      return id;
    },
    expired: async (shop) => {
      const id = await session(shop);
      await shop.clock.advance(86_400_000);
      return id;
    },
  },
  shown: {
    open: { status: "open", payment_status: "unpaid", payment_intent: null },
    "open after a decline": { status: "open", payment_status: "unpaid", payment_intent: expect.any(String) as string },
    paid: { status: "complete", payment_status: "paid", url: null },
    held: { status: "complete", payment_status: "unpaid", url: null },
    "waiting for a bank": { status: "complete", payment_status: "unpaid", url: null },
    "refused by a bank": { status: "complete", payment_status: "unpaid", url: null },
    expired: { status: "expired", payment_status: "unpaid", url: null },
  },
  calls: {
    expire: ({ stripe }, id) => stripe.checkout.sessions.expire(id),
    pay: async ({ simulator }, id) =>
      simulator.guest(id).pay(simulator.sessions[0]?.payment_method_types.includes("card") ? "visa" : "bank_debit"),
    update: ({ stripe }, id) => stripe.checkout.sessions.update(id, { metadata: { a: "b" } }),
    cancelIntent: async ({ stripe }, id) => {
      const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(id);
      await stripe.paymentIntents.cancel(typeof intent === "string" ? intent : "pi_none");
    },
  },
  answers: {
    "": ["expire", "pay", "update", "cancelIntent"],
    open: ["", "", "", "No such payment_intent"],
    "open after a decline": ["", "", "", "belongs to an open Checkout Session"],
    paid: ["can be expired", "is complete", "", "could not be canceled"],
    held: ["can be expired", "is complete", "", ""],
    "waiting for a bank": ["can be expired", "is complete", "", "could not be canceled"],
    "refused by a bank": ["can be expired", "is complete", "", ""],
    expired: ["can be expired", "is expired", "", "No such payment_intent"],
  },
};

const refunded =
  (payment_method: string, more: Partial<Stripe.RefundCreateParams> = {}): Reach =>
  async ({ stripe }) => {
    const { id } = await stripe.paymentIntents.create({ amount: 1000, currency: "usd", payment_method, confirm: true });
    return (await stripe.refunds.create({ payment_intent: id, ...more })).id;
  };

const later =
  (reach: Reach): Reach =>
  async (shop) => {
    const id = await reach(shop);
    await shop.clock.advance(5_000);
    return id;
  };

const again =
  (amount?: number): Call =>
  async ({ stripe }, id) => {
    const { charge } = await stripe.refunds.retrieve(id);
    await stripe.refunds.create({
      charge: typeof charge === "string" ? charge : "",
      ...(amount !== undefined && { amount }),
    });
  };

const refunds: Table = {
  read: (stripe, id) => stripe.refunds.retrieve(id),
  states: {
    "succeeded in full": refunded("pm_card_visa"),
    "succeeded in part": refunded("pm_card_visa", { amount: 400 }),
    pending: refunded("pm_card_pendingRefund"),
    "succeeded after being pending": later(refunded("pm_card_pendingRefund")),
    failed: later(refunded("pm_card_refundFail")),
  },
  shown: {
    "succeeded in full": { status: "succeeded" },
    "succeeded in part": { status: "succeeded", amount: 400 },
    pending: { status: "pending", pending_reason: "processing" },
    "succeeded after being pending": { status: "succeeded" },
    failed: { status: "failed", failure_reason: "expired_or_canceled_card" },
  },
  calls: {
    cancel: ({ stripe }, id) => stripe.refunds.cancel(id),
    update: ({ stripe }, id) => stripe.refunds.update(id, { metadata: { a: "b" } }),
    again: again(),
    more: again(700),
  },
  answers: {
    "": ["cancel", "update", "again", "more"],
    "succeeded in full": ["requires_action", "", "charge_already_refunded", "charge_already_refunded"],
    "succeeded in part": ["requires_action", "", "", "greater than unrefunded amount"],
    pending: ["requires_action", "", "charge_already_refunded", "charge_already_refunded"],
    "succeeded after being pending": ["requires_action", "", "charge_already_refunded", "charge_already_refunded"],
    // What could not be given back can be given back again.
    failed: ["requires_action", "", "", ""],
  },
};

const setup =
  (more: Partial<Stripe.SetupIntentCreateParams> = {}): Reach =>
  async ({ stripe }) =>
    (await stripe.setupIntents.create({ allowed_payment_method_types: ["card", "card_present"], ...more })).id;

const setupError = "setup_intent_unexpected_state";

const setups: Table = {
  read: (stripe, id) => stripe.setupIntents.retrieve(id),
  states: {
    requires_payment_method: setup(),
    requires_confirmation: setup({ payment_method: "pm_card_visa" }),
    requires_action: setup({ payment_method: "pm_card_authenticationRequired", confirm: true }),
    succeeded: setup({ payment_method: "pm_card_visa", confirm: true }),
    canceled: async (shop) => {
      const id = await setup()(shop);
      await shop.stripe.setupIntents.cancel(id);
      return id;
    },
  },
  shown: Object.fromEntries(
    ["requires_payment_method", "requires_confirmation", "requires_action", "succeeded", "canceled"].map((status) => [
      status,
      { status },
    ]),
  ),
  calls: {
    cancel: ({ stripe }, id) => stripe.setupIntents.cancel(id),
    confirm: ({ stripe }, id) => stripe.setupIntents.confirm(id, { payment_method: "pm_card_visa" }),
    process: ({ stripe }, id) =>
      stripe.terminal.readers.processSetupIntent("tmr_front", { setup_intent: id, allow_redisplay: "always" }),
  },
  answers: {
    "": ["cancel", "confirm", "process"],
    requires_payment_method: ["", "", ""],
    requires_confirmation: ["", "", "intent_invalid_state"],
    requires_action: ["", "", "intent_invalid_state"],
    succeeded: [setupError, setupError, "intent_invalid_state"],
    canceled: [setupError, setupError, "intent_invalid_state"],
  },
};

describe.each(Object.entries({ "Checkout Session": sessions, Refund: refunds, SetupIntent: setups }))(
  "a %s",
  (_, table) => {
    const cells = Object.keys(table.states).flatMap((state) =>
      (table.answers[""] ?? []).map((call, i) => [state, call, table.answers[state]?.[i] ?? "?"] as const),
    );

    test.each(cells)("that is %s: %s, %s", async (state, call, answer) => {
      const clock = virtualClock();
      const { simulator, stripe } = await simulated({ clock });
      const shop = { simulator, stripe, clock };
      const id = (await table.states[state]?.(shop)) ?? "";
      expect(await table.read(stripe, id)).toMatchObject(table.shown[state] ?? {});
      const run = table.calls[call]?.(shop, id) ?? Promise.reject(new Error(`There is no call ${call}`));
      if (answer === "") {
        await run;
        return;
      }
      const error = await refusalOf(run);
      expect([error.code, error.message].join(" ")).toContain(answer);
    });
  },
);

/** A refusal of the API, or of the page that a guest is on. */
async function refusalOf(
  run: Promise<unknown>,
): Promise<{ readonly code?: string | undefined; readonly message: string }> {
  try {
    return await refusal(run);
  } catch (error) {
    if (error instanceof Error && error.message !== "Stripe accepted what it should have refused") return error;
    throw error;
  }
}
