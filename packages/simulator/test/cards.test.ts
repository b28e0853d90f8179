import type { Stripe } from "stripe";
import { describe, expect, test } from "vitest";

import { inPerson, simulated } from "./simulated-stripe.ts";

const reader = "tmr_front";

/** Every test card of Stripe's page on testing Terminal, by what it does on a reader. */
const approved: readonly (readonly [number: string, brand: string, funding: string])[] = [
  ["4242424242424242", "visa", "credit"],
  ["4000056655665556", "visa", "debit"],
  ["5555555555554444", "mastercard", "credit"],
  ["5200828282828210", "mastercard", "debit"],
  ["5105105105105100", "mastercard", "prepaid"],
  ["378282246310005", "amex", "credit"],
  ["6011111111111117", "discover", "credit"],
  ["3056930009020004", "diners", "credit"],
  ["3566002020360505", "jcb", "credit"],
  ["6200000000000005", "unionpay", "credit"],
  ["6280000360000978", "eftpos_au", "debit"],
  ["4000050360000001", "visa", "debit"],
  ["5555050360000080", "mastercard", "debit"],
  ["4000002500001001", "visa", "credit"],
  ["5555552500001001", "mastercard", "credit"],
  ["4711009900000316877", "girocard", "debit"],
];

const declined: readonly (readonly [number: string, code: string, declineCode: string])[] = [
  ["4000000000000002", "card_declined", "generic_decline"],
  ["4000000000009995", "card_declined", "insufficient_funds"],
  ["4000000000009987", "card_declined", "lost_card"],
  ["4000000000009979", "card_declined", "stolen_card"],
  ["4000000000000069", "expired_card", "expired_card"],
  ["4000000000000119", "processing_error", "processing_error"],
];

/** Puts a new payment on the reader and gives what a card makes of it. */
async function present(
  { simulator, stripe }: Awaited<ReturnType<typeof simulated>>,
  card: string,
  how: "tap" | "insert" | "swipe" = "tap",
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
) {
  const { id } = await inPerson(stripe, more);
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
  await simulator.reader(reader)[how](card);
  const intent = await stripe.paymentIntents.retrieve(id);
  const charges = (await stripe.charges.list({ payment_intent: id })).data;
  return { intent, charges, action: (await stripe.terminal.readers.retrieve(reader)) as Stripe.Terminal.Reader };
}

test.each(approved)("%s pays: %s, %s", async (number, brand, funding) => {
  const { intent, charges, action } = await present(await simulated(), number);
  expect(intent.status).toBe("succeeded");
  expect(charges).toMatchObject([
    {
      paid: true,
      payment_method_details: {
        type: "card_present",
        card_present: { brand, funding, last4: number.slice(-4), read_method: "contactless_emv" },
      },
    },
  ]);
  expect(action.action).toMatchObject({ status: "succeeded", failure_code: null });
});

test.each(declined)("%s is declined: %s, %s", async (number, code, declineCode) => {
  const { intent, charges, action } = await present(await simulated(), number);
  expect(intent).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: { type: "card_error", code, decline_code: declineCode },
  });
  expect(charges).toMatchObject([
    { paid: false, status: "failed", failure_code: code, outcome: { reason: declineCode } },
  ]);
  expect(action.action).toMatchObject({
    status: "failed",
    failure_code: "card_declined",
    api_error: { code, decline_code: declineCode },
  });
});

test.each([
  ["4001007020000002", "offline_pin", 1],
  ["4001000360000005", "online_pin", 1],
  ["4000008260000075", "offline_pin", 2],
  ["4000002760000008", "online_pin", 2],
])("%s is paid with a PIN: %s, in %i charges by tap and one by chip", async (number, verification, tapped) => {
  const shop = await simulated();
  for (const [how, count] of [
    ["tap", tapped],
    ["insert", 1],
  ] as const) {
    const { intent, charges } = await present(shop, number, how);
    expect(intent.status).toBe("succeeded");
    expect(charges).toHaveLength(count);
    expect(charges[0]?.id).toBe(intent.latest_charge);
    const details = charges[0]?.payment_method_details?.card_present;
    expect(details?.receipt?.cardholder_verification_method).toBe(verification);
    if (count === 2) {
      expect(charges[1]).toMatchObject({ status: "failed" });
      expect(charges[1]?.payment_method_details?.card_present?.read_method).toBe("contactless_emv");
      expect(details?.read_method).toBe("contact_emv");
    }
  }
});

test("4506445006931933 is Interac, which only interac_present takes", async () => {
  const shop = await simulated({ settings: { account: { country: "CA" } } });
  const types = { currency: "cad", allowed_payment_method_types: ["card_present", "interac_present"] as const };
  const { charges } = await present(shop, "4506445006931933", "insert", {
    ...types,
    allowed_payment_method_types: [...types.allowed_payment_method_types],
  });
  expect(charges).toMatchObject([{ paid: true, payment_method_details: { interac_present: { last4: "1933" } } }]);
  const { intent } = await present(shop, "4506445006931933", "insert");
  expect(intent.last_payment_error?.decline_code).toBe("card_not_supported");
});

test("4000000000005126 pays, and its refund fails later", async () => {
  const shop = await simulated({ timing: { asyncPaymentMs: 5 } });
  const { intent } = await present(shop, "4000000000005126");
  const refund = await shop.stripe.refunds.create({ payment_intent: intent.id });
  expect(refund.status).toBe("succeeded");
  await expect
    .poll(() => shop.stripe.refunds.retrieve(refund.id))
    .toMatchObject({ status: "failed", failure_reason: "expired_or_canceled_card" });
});

describe.each([
  ["usd", 1000],
  ["jpy", 1000],
])("the last two digits of an amount in %s", (currency, base) => {
  test.each([
    [0, undefined, 1],
    [1, "call_issuer", 1],
    [2, undefined, 2],
    [3, undefined, 2],
    [5, "generic_decline", 1],
    [55, "incorrect_pin", 1],
    [65, "withdrawal_count_limit_exceeded", 1],
    [75, "pin_try_exceeded", 1],
  ])("%i: %s, in %i charges", async (ending, declineCode, count) => {
    const shop = await simulated({ settings: { amountEndings: true } });
    const { intent, charges } = await present(shop, "visa", "tap", { amount: base + ending, currency });
    expect(intent.last_payment_error?.decline_code).toBe(declineCode);
    expect(intent.status).toBe(declineCode ? "requires_payment_method" : "succeeded");
    expect(charges).toHaveLength(count);
    if (count === 2) expect(charges[1]?.outcome?.reason).toMatch(/offline_pin_required$/);
  });
});

test.each([
  [1, "call_issuer"],
  [5, "generic_decline"],
  [55, "incorrect_pin"],
  [65, "withdrawal_count_limit_exceeded"],
  [75, "pin_try_exceeded"],
])("an Interac refund whose amount ends in %i is declined: %s", async (ending, declineCode) => {
  const shop = await simulated({ settings: { amountEndings: true, account: { country: "CA" } } });
  const { intent } = await present(shop, "interac", "insert", {
    amount: 1000,
    currency: "cad",
    allowed_payment_method_types: ["card_present", "interac_present"],
  });
  await shop.stripe.terminal.readers.refundPayment(reader, { payment_intent: intent.id, amount: 100 + ending });
  await shop.simulator.reader(reader).insert("interac");
  expect(await shop.stripe.terminal.readers.retrieve(reader)).toMatchObject({
    action: { status: "failed", failure_code: "card_declined", api_error: { decline_code: declineCode } },
  });
  expect(shop.simulator.refunds).toEqual([]);
});

test("a swiped card has no receipt of a chip", async () => {
  const { charges } = await present(await simulated(), "visa", "swipe");
  const details = charges[0]?.payment_method_details?.card_present;
  expect(details?.read_method).toMatch(/^magnetic_stripe/);
  expect(details?.receipt?.application_cryptogram ?? null).toBeNull();
});
