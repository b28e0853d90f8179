import { stripeGateway } from "@tillkit/stripe";
import { paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, go, hear, type Life, lifeOf, look } from "./life.ts";
import { type Simulated, simulated } from "./simulated.ts";

let bench: Simulated;
beforeEach(async () => {
  bench = await simulated();
});
afterEach(async () => {
  expect(bench.simulator.violations).toEqual([]);
  await bench.close();
});

function card(fields: Parameters<typeof paymentFixture>[0] = {}): Life {
  return lifeOf(paymentFixture({ readerId: bench.readerId, createdAt: bench.now(), ...fields }));
}

async function waiting(life: Life = card()): Promise<Life> {
  await go(bench.gateway, life, "open_intent", "hand_to_reader");
  return life;
}

const hands = () => bench.simulator.reader(bench.readerId);
const done = (...news: readonly object[]) => ({ type: "done", news });

describe("what is sent", () => {
  it("the PaymentIntent carries the bill, the host's labels and ours, under the engine's key", async () => {
    const life = card({ description: "Table 4", metadata: { table: "4" } });
    await ask(bench.gateway, life, "open_intent", { key: "the-key" });
    expect(bench.simulator.requests.at(-1)).toMatchObject({ path: "/v1/payment_intents", idempotencyKey: "the-key" });
    expect(bench.simulator.paymentIntents).toMatchObject([
      {
        amount: 1250,
        currency: "usd",
        capture_method: "automatic",
        description: "Table 4",
        payment_method_types: ["card_present"],
        metadata: {
          table: "4",
          tillkit_payment: "pay_1",
          tillkit_tenant: "default",
          tillkit_reference: "bill-pay_1",
          tillkit_environment: "default",
        },
      },
    ]);
  });

  it("the host's labels cannot take the place of ours", async () => {
    await ask(bench.gateway, card({ metadata: { tillkit_payment: "pay_evil" } }), "open_intent");
    expect(bench.simulator.paymentIntents[0]?.metadata["tillkit_payment"]).toBe("pay_1");
  });

  it("every write carries its own key, and no read carries one", async () => {
    const life = await waiting();
    await look(bench.gateway, life);
    hear(life, { type: "cancel", at: bench.now(), reason: "cashier" });
    await ask(bench.gateway, life, "cancel_action");
    await ask(bench.gateway, life, "cancel_intent");
    const writes = bench.simulator.requests.filter(({ method }) => method === "POST");
    const reads = bench.simulator.requests.filter(({ method }) => method === "GET");
    expect(writes.map(({ idempotencyKey }) => idempotencyKey?.split("-")[1])).toEqual([
      "open_intent",
      "hand_to_reader",
      "cancel_action",
      "cancel_intent",
    ]);
    expect(reads.map(({ idempotencyKey }) => idempotencyKey)).toEqual([null, null, null]);
  });

  it("a sale is two calls", async () => {
    await waiting();
    expect(bench.simulator.requests).toHaveLength(2);
  });

  it("in Canada, Interac is allowed too", async () => {
    await ask(bench.gateway, card({ ordered: { amount: 1250, currency: "cad" } }), "open_intent");
    expect(bench.simulator.paymentIntents[0]?.payment_method_types).toEqual(["card_present", "interac_present"]);
  });
});

describe("at the reader", () => {
  it("a first tap that the bank wants a PIN for is not a decline", async () => {
    const life = await waiting();
    await hands().tap("offline_pin_sca_retry", { pin: null });
    expect(bench.simulator.charges).toMatchObject([{ status: "failed" }]);
    expect(await look(bench.gateway, life)).toEqual(done({ type: "reader_waiting", attempt: 1 }));
  });

  it("the same, with the PIN, is paid once", async () => {
    const life = await waiting();
    await hands().tap("offline_pin_sca_retry");
    expect(await look(bench.gateway, life)).toMatchObject(done({ type: "paid", evidence: { amount: 1250 } }));
    expect(bench.simulator.charges.filter(({ captured }) => captured)).toHaveLength(1);
  });

  it("a first tap that wanted a PIN is not blamed on the attempt after the guest gave up", async () => {
    const life = await waiting();
    await hands().tap("offline_pin_sca_retry", { pin: null });
    hands().cancel();
    const soft = bench.simulator.charges[0]?.id;
    const answer = await look(bench.gateway, life);
    expect(answer).toMatchObject(
      done({ type: "attempt_failed", failure: { code: "customer_canceled" }, chargeId: soft }),
    );
    hear(life, ...(answer.type === "done" ? answer.news : []));
    hear(life, { type: "retry", at: bench.now(), deadlineAt: bench.now() + 60_000 });
    expect(await look(bench.gateway, life)).toEqual(done({ type: "not_on_reader", attempt: 2, dispatch: 1 }));
  });

  it("a cancellation by the guest is not told again of the next attempt, which never arrived", async () => {
    const life = await waiting();
    hands().cancel();
    const answer = await look(bench.gateway, life);
    hear(life, ...(answer.type === "done" ? answer.news : []));
    hear(life, { type: "retry", at: bench.now(), deadlineAt: bench.now() + 60_000 });
    expect(await look(bench.gateway, life)).toEqual(done({ type: "not_on_reader", attempt: 2, dispatch: 1 }));
  });

  it("a second cancellation by the guest is the next attempt's, once the reader has taken it", async () => {
    const life = await waiting();
    hands().cancel();
    const answer = await look(bench.gateway, life);
    hear(life, ...(answer.type === "done" ? answer.news : []));
    hear(life, { type: "retry", at: bench.now(), deadlineAt: bench.now() + 60_000 });
    await go(bench.gateway, life, "hand_to_reader");
    hands().cancel();
    expect(await look(bench.gateway, life)).toMatchObject(
      done({ type: "attempt_failed", attempt: 2, failure: { code: "customer_canceled" } }),
    );
  });

  it("a decline is told even when the reader has gone on to the next payment", async () => {
    const life = await waiting();
    await hands().tap("insufficient_funds");
    await waiting(card({ id: "pay_2" }));
    expect(await look(bench.gateway, life)).toMatchObject(
      done({
        type: "attempt_failed",
        attempt: 1,
        failure: { code: "card_declined", declineCode: "insufficient_funds" },
        chargeId: bench.simulator.charges[0]?.id,
      }),
    );
  });

  it("a tip is told apart", async () => {
    const life = await waiting();
    await hands().tap("visa", { tip: 200 });
    expect(await look(bench.gateway, life)).toMatchObject(
      done({
        type: "paid",
        evidence: { amount: 1450, tip: 200, card: { brand: "visa", last4: "4242", readMethod: "contactless_emv" } },
      }),
    );
  });

  it("a decline says why", async () => {
    const life = await waiting();
    await hands().tap("insufficient_funds");
    expect(await look(bench.gateway, life)).toMatchObject(
      done({
        type: "attempt_failed",
        attempt: 1,
        failure: { code: "card_declined", declineCode: "insufficient_funds" },
        chargeId: bench.simulator.charges[0]?.id,
      }),
    );
  });

  it("a reader that vanishes while the money is taken does not hide it", async () => {
    const life = await waiting();
    hands().failNext("connection_error", { authorized: true });
    await hands().tap();
    expect(await look(bench.gateway, life)).toMatchObject(done({ type: "paid" }));
  });

  it("a lost connection is no failure: nobody knows yet", async () => {
    const life = await waiting();
    hands().failNext("connection_error");
    await hands().tap();
    expect(await look(bench.gateway, life)).toEqual(done());
  });

  it("once the time is up a lost connection has ended the attempt", async () => {
    const life = await waiting();
    hands().failNext("connection_error");
    await hands().tap();
    hear(life, { type: "time_passed", at: bench.now() + 10 * 60_000 });
    expect(await ask(bench.gateway, life, "check_intent")).toMatchObject(done({ type: "not_on_reader" }));
  });

  it("any other failure of the reader is its own, also after a decline", async () => {
    const life = await waiting();
    await hands().tap("insufficient_funds");
    const answer = await look(bench.gateway, life);
    hear(life, ...(answer.type === "done" ? answer.news : []));
    hear(life, { type: "retry", at: bench.now(), deadlineAt: bench.now() + 60_000 });
    await go(bench.gateway, life, "hand_to_reader");
    hands().timeOut();
    expect(await look(bench.gateway, life)).toMatchObject(
      done({ type: "attempt_failed", failure: { code: "reader_failed", stripeCode: "reader_timeout" } }),
    );
  });
});

describe("a hand-over that is refused", () => {
  it.each([
    ["terminal_reader_busy", "reader_busy"],
    ["terminal_reader_offline", "reader_offline"],
    ["terminal_reader_hardware_fault", "reader_hardware_fault"],
    ["terminal_reader_invalid_location_for_payment", "reader_wrong_location"],
  ])("%s is %s", async (stripeCode, code) => {
    const life = card();
    await go(bench.gateway, life, "open_intent");
    hands().failNext(stripeCode);
    expect(await ask(bench.gateway, life, "hand_to_reader")).toMatchObject(
      done({ type: "attempt_failed", attempt: 1, failure: { code, stripeCode } }),
    );
  });

  it.each([true, false])("a timeout is unknown, and a new key reads first (delivered: %s)", async (delivered) => {
    const life = card();
    await go(bench.gateway, life, "open_intent");
    hands().failNext("terminal_reader_timeout", { delivered });
    expect(await ask(bench.gateway, life, "hand_to_reader")).toMatchObject({ type: "unknown", keySpent: true });
    const before = bench.simulator.requests.length;
    expect(await ask(bench.gateway, life, "hand_to_reader", { key: "new", recover: true })).toEqual(
      done({ type: "reader_waiting", attempt: 1 }),
    );
    const sent = bench.simulator.requests.slice(before).filter(({ method }) => method === "POST");
    expect(sent).toHaveLength(delivered ? 0 : 1);
  });

  it("busy with this very payment is waiting", async () => {
    const life = await waiting();
    hands().failNext("terminal_reader_busy");
    hear(life, { type: "not_on_reader", attempt: 1, dispatch: 1 });
    life.effects = [handOver(life)];
    expect(await ask(bench.gateway, life, "hand_to_reader")).toEqual(done({ type: "reader_waiting", attempt: 1 }));
  });

  it("a repeated answer is not believed: the reader is looked at", async () => {
    const life = card();
    await go(bench.gateway, life, "open_intent");
    await ask(bench.gateway, life, "hand_to_reader", { key: "same" });
    await hands().tap("insufficient_funds");
    expect(await ask(bench.gateway, life, "hand_to_reader", { key: "same" })).toMatchObject(
      done({ type: "attempt_failed", failure: { code: "card_declined" } }),
    );
  });

  it("a PaymentIntent that was canceled elsewhere is told as canceled", async () => {
    const life = await waiting();
    hear(life, { type: "cancel", at: bench.now(), reason: "cashier" });
    await go(bench.gateway, life, "cancel_intent");
    life.effects = [handOver(life)];
    expect(await ask(bench.gateway, life, "hand_to_reader", { key: "late" })).toEqual(
      done({ type: "intent_canceled" }),
    );
  });
});

describe("what fails around a read", () => {
  it("a reader that cannot be read does not hide that the guest has paid", async () => {
    const life = await waiting();
    await hands().tap();
    bench.simulator.faults.add({ on: "GET /v1/terminal/readers/{id}", kind: { status: 500 } });
    expect(await look(bench.gateway, life)).toMatchObject(done({ type: "paid" }));
  });

  it("and does not look like a reader without the payment", async () => {
    const life = await waiting();
    bench.simulator.faults.add({ on: "GET /v1/terminal/readers/{id}", kind: { status: 500 } });
    expect(await look(bench.gateway, life)).toMatchObject({ type: "later" });
  });

  it("a PaymentIntent that cannot be read is asked for later", async () => {
    const life = await waiting();
    bench.simulator.faults.add({ on: "GET /v1/payment_intents/{id}", kind: { status: 503 } });
    expect(await look(bench.gateway, life)).toMatchObject({ type: "later" });
  });
});

describe("after a server error that Stripe has stored", () => {
  const stored = { status: 500, stored: true, worked: true } as const;

  it("the PaymentIntent that was made all the same is found under the next key", async () => {
    const life = card();
    bench.simulator.faults.add({ on: "POST /v1/payment_intents", times: 1, kind: stored });
    expect(await ask(bench.gateway, life, "open_intent")).toMatchObject({ type: "unknown", keySpent: true });
    expect(await ask(bench.gateway, life, "open_intent", { key: "next", recover: true })).toEqual(
      done({ type: "intent_opened", paymentIntentId: bench.simulator.paymentIntents[0]?.id }),
    );
    expect(bench.simulator.paymentIntents).toHaveLength(1);
  });

  it("one that was not made is made then", async () => {
    const life = card();
    bench.simulator.faults.add({ on: "POST /v1/payment_intents", times: 1, kind: { status: 500, stored: true } });
    await ask(bench.gateway, life, "open_intent");
    const answer = await ask(bench.gateway, life, "open_intent", { key: "next", recover: true });
    expect(answer).toMatchObject(done({ type: "intent_opened" }));
  });

  it("a capture that happened is told, and not made twice", async () => {
    const life = await waiting(card({ capture: "manual" }));
    await hands().tap();
    const held = await look(bench.gateway, life);
    hear(life, ...(held.type === "done" ? held.news : []), { type: "capture", at: bench.now() });
    bench.simulator.faults.add({ on: "POST /v1/payment_intents/{id}/capture", times: 1, kind: stored });
    expect(await ask(bench.gateway, life, "capture_intent")).toMatchObject({ type: "unknown", keySpent: true });
    expect(await ask(bench.gateway, life, "capture_intent", { key: "next", recover: true })).toMatchObject(
      done({ type: "paid", evidence: { amount: 1250 } }),
    );
  });
});

describe("recovery", () => {
  it("leaves another installation's PaymentIntent alone, whatever its payment is called", async () => {
    const staging = stripeGateway({
      secretKey: "sk_test_abc",
      webhookSecrets: [],
      apiBase: bench.simulator.url,
      environment: "staging",
    });
    await ask(staging, card(), "open_intent", { key: "theirs" });
    await ask(bench.gateway, card(), "open_intent", { key: "ours", recover: true });
    expect(bench.simulator.paymentIntents).toHaveLength(2);
  });

  it("looks through many pages, and finds the oldest", async () => {
    const life = card();
    await ask(bench.gateway, life, "open_intent");
    const [first] = bench.simulator.paymentIntents;
    for (let n = 2; n <= 130; n++)
      await ask(bench.gateway, card({ id: `pay_${n}` }), "open_intent", { key: `key-${n}` });
    expect(await ask(bench.gateway, life, "open_intent", { key: "next", recover: true })).toEqual(
      done({ type: "intent_opened", paymentIntentId: first?.id }),
    );
  });
});

function intentId({ payment }: Life): string {
  if ("paymentIntentId" in payment && payment.paymentIntentId !== undefined) return payment.paymentIntentId;
  throw new Error("There is no PaymentIntent yet.");
}

function handOver(life: Life): Life["effects"][number] {
  return {
    type: "hand_to_reader",
    key: "k",
    paymentIntentId: intentId(life),
    readerId: bench.readerId,
    attempt: 1,
    dispatch: 1,
  };
}
