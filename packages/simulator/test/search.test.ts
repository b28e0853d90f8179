import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

/** A shop with three payments: 10.00 canceled, 20.00 and 30.00 paid by one customer. */
async function shop() {
  const clock = virtualClock();
  const { stripe } = await simulated({ clock });
  const { id: customer } = await stripe.customers.create({ name: "Ada Lovelace", email: "ada@example.com" });
  const [canceled] = [await inPerson(stripe, { amount: 1000, metadata: { order: "7", "it's": 'a "b"' } })];
  await stripe.paymentIntents.cancel(canceled.id);
  const pay = (amount: number) =>
    stripe.paymentIntents.create({ amount, currency: "usd", payment_method: "pm_card_visa", customer, confirm: true });
  const paid = [await pay(2000), await pay(3000)];
  const found = async (query: string) =>
    (await stripe.paymentIntents.search({ query })).data.map(({ amount }) => amount);
  return { clock, stripe, customer, paid, found };
}

test("what was just made is not found yet", async () => {
  const { clock, found } = await shop();
  expect(await found("amount>0")).toEqual([]);
  await clock.advance(2_000);
  expect(await found("amount>0")).toEqual([3000, 2000, 1000]);
});

test.each([
  ['status:"succeeded"', [3000, 2000]],
  ['-status:"succeeded"', [1000]],
  ["amount>=2000 AND amount<3000", [2000]],
  ['status:"canceled" OR amount:3000', [3000, 1000]],
  ['metadata["order"]:"7"', [1000]],
  ["metadata['it\\'s']:\"x\"", undefined],
  ['metadata["it\'s"]:"a \\"b\\""', [1000]],
  ["-metadata['order']:null", [1000]],
  ["customer:null", [1000]],
  ['currency:"USD" created>1', [3000, 2000, 1000]],
  ['status:"succeeded" AND amount>1 OR amount<1', undefined],
  ['description:"x"', undefined],
  ['status~"succ"', undefined],
  ["status>1", undefined],
  ["status:succeeded", undefined],
  ["amount>", undefined],
  ["", undefined],
])("%s", async (query, amounts) => {
  const { clock, stripe, found } = await shop();
  await clock.advance(2_000);
  if (amounts) expect(await found(query)).toEqual(amounts);
  else expect(await refusal(stripe.paymentIntents.search({ query }))).toMatchObject({ statusCode: 400 });
});

test("results come in pages, and customers and charges are found by what they have", async () => {
  const { clock, stripe, customer, paid } = await shop();
  await clock.advance(2_000);
  const all: number[] = [];
  for await (const { amount } of stripe.paymentIntents.search({ query: "amount>0", limit: 1 })) all.push(amount);
  expect(all).toEqual([3000, 2000, 1000]);
  expect(await refusal(stripe.paymentIntents.search({ query: "amount>0", page: "x" }))).toMatchObject({
    param: "page",
  });
  const people = await stripe.customers.search({ query: 'name~"love" AND email:"ADA@example.com"' });
  expect(people.data.map(({ id }) => id)).toEqual([customer]);
  const charges = await stripe.charges.search({ query: 'payment_method_details.card.last4:"4242"', limit: 1 });
  expect(charges).toMatchObject({ object: "search_result", has_more: true, data: [{ payment_intent: paid[1]?.id }] });
});
