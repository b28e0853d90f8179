import { expect, test } from "vitest";

import { simulated } from "./simulated-stripe.ts";
import type { SimulatorOptions } from "@tillkit/simulator";

/** A browser without JavaScript on the page of a new session. */
async function browser(options: SimulatorOptions = {}) {
  const { simulator, stripe } = await simulated(options);
  const { id } = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: `${simulator.url}/thanks?session={CHECKOUT_SESSION_ID}`,
    cancel_url: "https://shop.example/table/7",
    line_items: [
      { quantity: 2, price_data: { currency: "usd", unit_amount: 450, product_data: { name: "Tea <script>" } } },
    ],
  });
  const page = `${simulator.url}/c/pay/${id}`;
  const get = async (url = page) => (await fetch(url)).text();
  const post = async (form: Record<string, string>, step = "") => {
    const body = new URLSearchParams(form);
    const response = await fetch(page + step, { method: "POST", body, redirect: "manual" });
    return { status: response.status, location: response.headers.get("location") };
  };
  return { simulator, stripe, id, get, post };
}

test("the page says what is bought, what it costs and that no money moves", async () => {
  const { get } = await browser();
  const page = await get();
  expect(page).toContain("Simulated Stripe");
  expect(page).toContain("$9.00");
  expect(page).toContain("Tea &lt;script&gt;");
  expect(page).not.toContain("<script");
  expect(page).not.toMatch(/(src|href)="https?:\/\/(?!shop\.example)/);
});

test("paying redirects to the shop with the session's id, and the page then says so", async () => {
  const { simulator, id, get, post } = await browser();
  expect(await post({ card: "visa" })).toEqual({ status: 303, location: `${simulator.url}/thanks?session=${id}` });
  expect(await get()).toContain("You have paid");
  expect(simulator.sessions).toMatchObject([{ status: "complete" }]);
});

test("a declined card is explained on the page, and another one may be tried", async () => {
  const { simulator, get, post, id } = await browser();
  expect(await post({ card: "insufficient_funds" })).toEqual({
    status: 303,
    location: `/c/pay/${id}?card=insufficient_funds#refusal`,
  });
  expect(await get()).toContain("Your card has insufficient funds.");
  expect((await post({ card: "mastercard" })).location).toContain("/thanks");
  expect(simulator.charges.map(({ paid }) => paid)).toEqual([false, true]);
});

test("a bank that asks first is asked, and may be refused", async () => {
  const { simulator, get, post, id } = await browser();
  const asked = await post({ card: "three_d_secure" });
  expect(asked.location).toBe(`/c/pay/${id}/challenge?card=three_d_secure`);
  expect(await get(simulator.url + (asked.location ?? ""))).toContain("Is this you?");
  expect(simulator.paymentIntents[0]?.status).toBe("requires_action");

  expect((await post({ card: "three_d_secure", answer: "no" }, "/challenge")).location).toContain("#refusal");
  expect(await post({ card: "three_d_secure", answer: "yes" }, "/challenge")).toMatchObject({ status: 303 });
  expect(simulator.sessions).toMatchObject([{ payment_status: "paid" }]);
});

test("an expired link says so and takes no money", async () => {
  const { simulator, stripe, id, get, post } = await browser();
  await stripe.checkout.sessions.expire(id);
  expect(await get()).toContain("This link has expired");
  expect((await post({ card: "visa" })).status).toBe(400);
  expect(simulator.charges).toEqual([]);
});

test("a card number can be typed, and is refused before any bank is asked when it is none", async () => {
  const { simulator, post } = await browser();
  const typed = { card: "typed", expiry: "12 / 40", cvc: "123" };
  expect((await post({ ...typed, number: "4242 4242 4242 4241" })).status).toBe(400);
  expect((await post({ ...typed, number: "4242 4242 4242 4242", expiry: "12/20" })).status).toBe(400);
  expect((await post({ card: "no_such_card" })).status).toBe(400);
  expect(simulator.charges).toEqual([]);
  expect((await post({ ...typed, number: "5555 5555 5555 4444" })).location).toContain("/thanks");
  expect(simulator.charges[0]?.payment_method_details?.card?.brand).toBe("mastercard");
});

test("a bank debit leaves the guest with a payment on its way, and the shop hears later", async () => {
  const { simulator, stripe, get, post } = await browser({ timing: { asyncPaymentMs: 20 } });
  const made = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: `${simulator.url}/thanks`,
    allowed_payment_method_types: ["us_bank_account"],
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
  });
  const page = `${simulator.url}/c/pay/${made.id}`;
  expect(await get(page)).not.toContain("Cards that pay");
  const body = new URLSearchParams({ card: "bank_debit" });
  expect((await fetch(page, { method: "POST", body, redirect: "manual" })).status).toBe(303);
  expect(await get(page)).toContain("on its way");
  await expect.poll(() => get(page)).toContain("You have paid");
  expect((await post({ card: "bank_debit" })).status).toBe(400);
});

test("the session's url is where browsers reach the simulator", async () => {
  const { simulator } = await browser({ publicUrl: "https://pay.shop.example/" });
  expect(simulator.sessions[0]?.url).toMatch(/^https:\/\/pay\.shop\.example\/c\/pay\/cs_test_/);
});
