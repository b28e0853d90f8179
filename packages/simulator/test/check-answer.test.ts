import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { checkAnswer } from "../src/schema/check-answer.ts";
import { inPerson, simulated } from "./simulated-stripe.ts";

const text = readFileSync(new URL("../src/schema/schema.generated.json", import.meta.url), "utf8");
const { definitions } = JSON.parse(text) as { readonly definitions: Readonly<Record<string, object>> };
const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false });
ajv.addSchema({ $id: "stripe", definitions });

/** One object of each kind, as a sale in person, one online, a refund and a dispute leave them. */
async function objects(): Promise<readonly (readonly [definition: string, object: object])[]> {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 0 } });
  const { id } = await inPerson(stripe, { metadata: { order: "7" } });
  const reader = await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap("visa");
  await stripe.refunds.create({ payment_intent: id, amount: 250 });
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/thanks",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
  });
  await simulator.guest(session.url ?? "").pay("disputed");
  await clock.advance(60_000);
  const { paymentIntents, charges, refunds, disputes, sessions, events } = simulator;
  return [
    ["PaymentIntents.PaymentIntent", copyOf(paymentIntents[0])],
    ["Charges.Charge", copyOf(charges[0])],
    ["Refunds.Refund", copyOf(refunds[0])],
    ["Disputes.Dispute", copyOf(disputes[0])],
    ["Checkout.Sessions.Session", copyOf(sessions[0])],
    ["Terminal.Readers.Reader", copyOf(reader)],
    ["Events.Event", copyOf(events[0])],
  ];
}

/** What arrives at a client. Fails for nothing at all. */
function copyOf(object: object | undefined): object {
  return JSON.parse(JSON.stringify(object ?? expect.fail("There is no such object"))) as object;
}

const replacements = [null, "", "word", 1.5, -1, 7, true, [], [null], {}, { id: "x" }];

/** The object with one of its members, however deep, left out, added or replaced, in every such way. */
function* spoiled(whole: unknown): Generator {
  if (typeof whole !== "object" || whole === null) return;
  const copy = (change: (into: Record<string, unknown>) => void) => {
    const into = structuredClone(whole) as Record<string, unknown>;
    change(into);
    return into;
  };
  yield copy((into) => void (into["undeclared"] = 1));
  for (const [name, value] of Object.entries(whole)) {
    if (!Array.isArray(whole)) yield copy((into) => delete into[name]);
    for (const other of replacements) yield copy((into) => void (into[name] = other));
    for (const other of spoiled(value)) yield copy((into) => void (into[name] = other));
  }
}

test("an answer is judged as another validator of JSON Schema judges it, whatever is wrong with it", async () => {
  let wrong = 0;
  for (const [definition, object] of await objects()) {
    const judge = ajv.compile({ $ref: `stripe#/definitions/${definition}` });
    expect(checkAnswer(definition, object)).toBeUndefined();
    for (const other of spoiled(object)) {
      const fits = judge(other);
      if (!fits) wrong += 1;
      const complaint = checkAnswer(definition, other as object);
      expect(complaint === undefined, `${definition}: ${complaint}, ${JSON.stringify(judge.errors)}`).toBe(fits);
    }
  }
  expect(wrong).toBeGreaterThan(1_000);
});

test("a complaint says where, and what should be there", async () => {
  const { simulator, stripe } = await simulated();
  await inPerson(stripe);
  const [intent] = simulator.paymentIntents;
  if (!intent) throw new Error("There should be a payment intent");
  const complaint = (change: object) => checkAnswer("PaymentIntents.PaymentIntent", { ...intent, ...change });
  expect(complaint({})).toBeUndefined();
  expect(complaint({ amount: 12.5 })).toBe("PaymentIntents.PaymentIntent/amount must be integer");
  expect(complaint({ amount: -1 })).toBe("PaymentIntents.PaymentIntent/amount must be 0 or more");
  expect(complaint({ status: undefined })).toBe("PaymentIntents.PaymentIntent must have status");
  expect(complaint({ object: "charge" })).toBe('PaymentIntents.PaymentIntent/object must be "payment_intent"');
  expect(complaint({ amount_details: { tip: { amount: "1" } } })).toBe(
    "PaymentIntents.PaymentIntent/amount_details/tip/amount must be integer",
  );
  expect(() => checkAnswer("PaymentIntents.Payment", intent)).toThrow("There is no definition");
});

test("every reference in the schemas is to a definition", () => {
  const names = [...text.matchAll(/"\$ref": ?"#\/definitions\/([^"]+)"/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(500);
  expect(names.filter((name) => !(name in definitions))).toEqual([]);
});
