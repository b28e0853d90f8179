import { checkoutFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, go, type Life, lifeOf, look } from "./life.ts";
import { type Simulated, simulated } from "./simulated.ts";

let bench: Simulated;
beforeEach(async () => {
  bench = await simulated();
});
afterEach(async () => {
  expect(bench.simulator.violations).toEqual([]);
  await bench.close();
});

const done = (...news: readonly object[]) => ({ type: "done", news });

function page(): Life {
  const createdAt = bench.now();
  return lifeOf(checkoutFixture({ createdAt, expiresAt: createdAt + 45 * 60_000 }));
}

async function openPage(): Promise<Life> {
  const life = page();
  await go(bench.gateway, life, "open_session");
  return life;
}

function sessionId(): string {
  const id = bench.simulator.sessions[0]?.id;
  if (id === undefined) throw new Error("There is no session yet.");
  return id;
}

describe("an online payment", () => {
  it("is one call to open", async () => {
    await openPage();
    expect(bench.simulator.requests).toMatchObject([{ method: "POST", path: "/v1/checkout/sessions" }]);
  });

  it("is paid with the card's details", async () => {
    const life = await openPage();
    await bench.guest.pay(sessionId());
    expect(await look(bench.gateway, life)).toMatchObject(
      done({
        type: "paid",
        evidence: {
          checkoutSessionId: sessionId(),
          paymentIntentId: bench.simulator.paymentIntents[0]?.id,
          chargeId: bench.simulator.charges[0]?.id,
          amount: 1250,
          card: { method: "card", brand: "visa", last4: "4242" },
        },
      }),
    );
  });

  it("is still open after a declined card", async () => {
    const life = await openPage();
    await bench.simulator.guest(sessionId()).decline();
    expect(await look(bench.gateway, life)).toEqual(done({ type: "session_still_open" }));
  });

  it("that has closed behind a lost answer is told as opened, then closed", async () => {
    const life = page();
    bench.faults.loseAnswer("open_session");
    await ask(bench.gateway, life, "open_session");
    const effect = { type: "expire_session", key: "e", checkoutSessionId: sessionId() } as const;
    await bench.gateway.perform({ effect, payment: life.payment, idempotencyKey: "e", recover: false });
    expect(await ask(bench.gateway, life, "open_session", { key: "next", recover: true })).toMatchObject(
      done({ type: "session_opened" }, { type: "session_expired", checkoutSessionId: sessionId() }),
    );
  });

  it("is found by recovery even when the guest has paid meanwhile", async () => {
    const life = page();
    bench.faults.loseAnswer("open_session");
    await ask(bench.gateway, life, "open_session");
    await bench.guest.pay(sessionId());
    expect(await ask(bench.gateway, life, "open_session", { key: "next", recover: true })).toMatchObject(
      done({ type: "session_opened", checkoutSessionId: sessionId() }, { type: "paid", evidence: { amount: 1250 } }),
    );
  });

  it("cannot be read now: later", async () => {
    const life = await openPage();
    bench.simulator.faults.add({ on: "GET /v1/checkout/sessions/{id}", kind: { status: 500 } });
    expect(await look(bench.gateway, life)).toMatchObject({ type: "later" });
  });

  it("does not open for what Stripe will not sell", async () => {
    const life = lifeOf(checkoutFixture({ createdAt: bench.now(), expiresAt: bench.now() + 60_000 }));
    expect(await ask(bench.gateway, life, "open_session")).toMatchObject({ type: "refused" });
  });
});
