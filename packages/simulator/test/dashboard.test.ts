import { expect, test } from "vitest";

import { inPerson, simulated } from "./simulated-stripe.ts";

test("the dashboard shows payments, events, requests and readers, and escapes what it shows", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe, { description: "<b>Table 4</b>" });
  const page = await (await fetch(`${simulator.url}/`)).text();
  expect(page).toContain("$12.50");
  expect(page).toContain(id);
  expect(page).toContain("payment_intent.created");
  expect(page).toContain("POST /v1/payment_intents");
  expect(page).toContain("Front counter");
  expect(page).toContain("&lt;b&gt;Table 4&lt;/b&gt;");
});

test("a button on the dashboard taps a card", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const body = new URLSearchParams({ command: "tap", card: "visa" });
  const answer = await fetch(`${simulator.url}/dashboard/readers/tmr_front`, {
    method: "POST",
    body,
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
  expect(await (await fetch(`${simulator.url}/dashboard/${id}`)).text()).toContain("succeeded");
});

test("a button that makes no sense now says so on the page", async () => {
  const { simulator } = await simulated();
  const body = new URLSearchParams({ command: "cancel" });
  const answer = await fetch(`${simulator.url}/dashboard/readers/tmr_front`, { method: "POST", body });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("not waiting for a card");
});
