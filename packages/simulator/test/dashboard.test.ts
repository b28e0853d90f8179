import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

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

test("every list has a page, its latter part too, and every object one with what happened to it", async () => {
  const { simulator, stripe } = await simulated();
  const first = await inPerson(stripe);
  for (let i = 0; i < 50; i++) await inPerson(stripe);
  const get = async (path: string) => (await fetch(simulator.url + path)).text();
  const [newest, older] = [await get("/dashboard/payments"), /href="(\/dashboard\/payments\?before=\w+)"/];
  expect(newest).not.toContain(first.id);
  expect(await get(older.exec(newest)?.[1] ?? "")).toContain(first.id);
  expect(await get("/dashboard/events")).toContain("payment_intent.created");
  expect(await get("/dashboard/checkout")).toContain("No Checkout Session");

  const [event, request] = [simulator.events[0], simulator.requests[0]];
  expect(await get(`/dashboard/${first.id}`)).toContain(`/dashboard/${event?.id}`);
  expect(await get(`/dashboard/${event?.id}`)).toContain(`"<a href="/dashboard/${first.id}">${first.id}</a>"`);
  expect(await get(`/dashboard/${request?.id}`)).toContain("POST /v1/payment_intents");
  expect((await fetch(`${simulator.url}/dashboard/pi_none`)).status).toBe(404);
});

test("what a guest types, what fails next and what is lost are set by buttons", async () => {
  const { simulator, stripe } = await simulated();
  const post = async (path: string, form: Record<string, string>) =>
    (await fetch(simulator.url + path, { method: "POST", body: new URLSearchParams(form), redirect: "manual" })).status;
  const reader = "/dashboard/readers/tmr_front";
  const { id } = await inPerson(stripe);
  expect(await post(reader, { command: "fail_next", failure: "timeout" })).toBe(303);
  const process = () => stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await expect(process()).rejects.toMatchObject({ code: "terminal_reader_timeout" });
  await process();
  expect(await post(reader, { command: "insert", card: "offline_pin_sca_retry", pin: "0", tip: "100" })).toBe(303);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    amount: 1350,
    last_payment_error: { decline_code: "incorrect_pin" },
  });

  expect(await post("/dashboard/faults/add", { on: "GET *", kind: "server_error", times: "1" })).toBe(303);
  expect(await (await fetch(`${simulator.url}/dashboard/requests`)).text()).toContain("500, nothing done");
  await expect(stripe.balance.retrieve()).rejects.toMatchObject({ statusCode: 500 });
  expect(await post("/dashboard/faults/clear", {})).toBe(303);
  expect(simulator.faults.rules).toEqual([]);
  expect(await post("/dashboard/faults/add", { kind: "flood" })).toBe(400);

  const inputs = [{ type: "text" as const, custom_text: { title: "Name?" } }];
  await stripe.terminal.readers.collectInputs("tmr_front", { inputs });
  expect(await post(reader, { command: "skip" })).toBe(303);
  expect(await stripe.terminal.readers.retrieve("tmr_front")).toMatchObject({
    action: { collect_inputs: { inputs: [{ skipped: true }] } },
  });
});

test("a clock that stands still is moved by buttons, and one that goes by itself is not", async () => {
  const { simulator, stripe } = await simulated({ clock: virtualClock() });
  const { id } = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example",
    line_items: [{ price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
  });
  expect((await leap(simulator.url)).status).toBe(303);
  expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
  const real = await simulated();
  expect(await (await leap(real.simulator.url)).text()).toContain("goes by itself");
});

/** Presses "+1 day". */
function leap(url: string): Promise<Response> {
  const body = new URLSearchParams({ ms: "86400000" });
  return fetch(`${url}/dashboard/clock/advance`, { method: "POST", body, redirect: "manual" });
}
