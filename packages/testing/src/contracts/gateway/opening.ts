import assert from "node:assert/strict";
import type { Payment } from "@tillkit/core";
import {
  cardPayment,
  gatewayCase,
  type GatewayCase,
  newsOf,
  only,
  type OpenedGateway,
  onlinePayment,
  perform,
} from "./case.ts";

const openIntent = { type: "open_intent", key: "open_intent" } as const;
const openSession = { type: "open_session", key: "open_session" } as const;
const anotherKey = { key: "another-key", recover: true };

type Options = Parameters<typeof perform>[3];

async function intentOf(bench: OpenedGateway, payment: Payment, options?: Options): Promise<string> {
  return only(newsOf(await perform(bench, payment, openIntent, options)), "intent_opened").paymentIntentId;
}

async function sessionOf(bench: OpenedGateway, payment: Payment, options?: Options): Promise<string> {
  return only(newsOf(await perform(bench, payment, openSession, options)), "session_opened").checkoutSessionId;
}

/** What is made at Stripe is made once, whatever becomes of the answer. */
export const openingCases: readonly GatewayCase[] = [
  gatewayCase("the same key makes one PaymentIntent", async (bench) => {
    const payment = cardPayment(bench);
    assert.equal(await intentOf(bench, payment), await intentOf(bench, payment));
  }),

  gatewayCase("two payments have two PaymentIntents", async (bench) => {
    const second = cardPayment(bench, { id: "pay_2" });
    assert.notEqual(await intentOf(bench, cardPayment(bench)), await intentOf(bench, second));
  }),

  gatewayCase("the answer to the opening is lost: nobody knows, and the same key tells", async (bench) => {
    const payment = cardPayment(bench);
    bench.faults.loseAnswer("open_intent");
    assert.equal((await perform(bench, payment, openIntent)).type, "unknown");
    assert.equal(await intentOf(bench, payment), await intentOf(bench, payment, anotherKey));
  }),

  gatewayCase("the request for the opening is lost: nothing is made until it is repeated", async (bench) => {
    const payment = cardPayment(bench);
    bench.faults.loseRequest("open_intent");
    const { type } = await perform(bench, payment, openIntent);
    assert(type === "unknown" || type === "later", `A lost request is not \`${type}\`.`);
    assert.equal(await intentOf(bench, payment), await intentOf(bench, payment, anotherKey));
  }),

  gatewayCase("a key that is too old: what an earlier try has made is found", async (bench) => {
    const payment = cardPayment(bench);
    const made = await intentOf(bench, payment);
    assert.equal(await intentOf(bench, payment, anotherKey), made);
  }),

  gatewayCase("recovery takes no other payment's PaymentIntent", async (bench) => {
    const other = await intentOf(bench, cardPayment(bench));
    assert.notEqual(await intentOf(bench, cardPayment(bench, { id: "pay_2" }), anotherKey), other);
  }),

  gatewayCase("recovery takes no other tenant's PaymentIntent", async (bench) => {
    const other = await intentOf(bench, cardPayment(bench, { tenant: "next-door" }));
    assert.notEqual(await intentOf(bench, cardPayment(bench), anotherKey), other);
  }),

  gatewayCase("a session opens with an address for the guest", async (bench) => {
    const answer = await perform(bench, onlinePayment(bench), openSession);
    assert(URL.canParse(only(newsOf(answer), "session_opened").url));
  }),

  gatewayCase("the same key makes one session", async (bench) => {
    const payment = onlinePayment(bench);
    assert.equal(await sessionOf(bench, payment), await sessionOf(bench, payment));
  }),

  gatewayCase("the answer with the session is lost: nobody knows, and the same key tells", async (bench) => {
    const payment = onlinePayment(bench);
    bench.faults.loseAnswer("open_session");
    assert.equal((await perform(bench, payment, openSession)).type, "unknown");
    const made = await sessionOf(bench, payment);
    const [first] = newsOf(await perform(bench, payment, openSession, anotherKey));
    assert(first?.type === "session_opened");
    assert.equal(first.checkoutSessionId, made);
  }),
];
