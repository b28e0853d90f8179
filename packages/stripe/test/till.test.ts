import { createTill, memoryStore, type Till } from "@tillkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulated, simulated } from "./simulated.ts";

let bench: Simulated;
let till: Till;
beforeEach(async () => {
  bench = await simulated();
  till = createTill({ gateway: bench.gateway, store: memoryStore(), clock: { now: bench.now, after: () => () => {} } });
});
afterEach(async () => {
  await till.stop();
  await bench.close();
});

async function collect(): Promise<string> {
  const { id } = await till.collect({ reference: "bill-1", amount: 1250, currency: "usd", reader: bench.readerId });
  await till.idle();
  return id;
}

async function hearEverything(order: "as_sent" | "reversed" = "as_sent"): Promise<void> {
  const deliveries = [...(await bench.deliveries())];
  if (order === "reversed") deliveries.reverse();
  for (const delivery of deliveries) await till.webhook(delivery);
  await till.idle();
}

const reads = () => bench.simulator.requests.filter(({ method }) => method === "GET").length;

describe("a till on this gateway", () => {
  it.each(["as_sent", "reversed"] as const)("takes a card by webhook alone, without a read, %s", async (order) => {
    const id = await collect();
    const before = reads();
    await bench.reader.tap();
    await hearEverything(order);
    expect((await till.get(id)).payment).toMatchObject({
      status: "succeeded",
      paid: { amount: 1250 },
      card: { brand: "visa", last4: "4242" },
    });
    expect(reads()).toBe(before);
  });

  it("takes a card without any webhook", async () => {
    const id = await collect();
    await bench.reader.tap();
    expect(await till.check(id)).toMatchObject({ status: "succeeded", paid: { amount: 1250 } });
  });

  it("takes a second card after a decline, as one charge", async () => {
    const id = await collect();
    await bench.reader.decline();
    expect(await till.check(id)).toMatchObject({ status: "declined", failure: { code: "card_declined" } });
    await till.retry(id);
    await till.idle();
    await bench.reader.tap();
    expect(await till.check(id)).toMatchObject({ status: "succeeded" });
    expect(bench.simulator.charges.filter(({ captured }) => captured)).toHaveLength(1);
    expect(bench.simulator.paymentIntents).toHaveLength(1);
  });

  it("calls a payment off, and the reader is free", async () => {
    const id = await collect();
    await till.cancel(id, { reason: "cashier" });
    await till.idle();
    expect((await till.get(id)).payment).toMatchObject({ status: "canceled", cancelReason: "cashier" });
    expect(bench.simulator.reader(bench.readerId).screen.kind).toBe("idle");
  });

  it("sells online", async () => {
    const { id, ...open } = await till.checkout({
      reference: "bill-2",
      lines: [{ name: "Lunch", unitAmount: 1250, quantity: 2 }],
      currency: "usd",
      successUrl: "https://shop.example/thanks",
    });
    expect(open).toMatchObject({ status: "open" });
    const [session] = bench.simulator.sessions;
    await bench.guest.pay(session?.id ?? "");
    await hearEverything();
    expect((await till.get(id)).payment).toMatchObject({ status: "succeeded", paid: { amount: 2500 } });
  });
});
