import { createTill, type IdempotencyStore, memoryIdempotency, memoryStore } from "@tillkit/core";
import { createHandler, toFetch } from "@tillkit/http";
import { crashing, type CrashPlan, createModelStripe, virtualClock } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const coffee = { flow: "terminal", reference: "bill-7", amount: 1250, currency: "usd", reader: "tmr_front" };

/** Far more calls than a sale's beginning makes; a run that never crashes has passed the last one. */
const MOST_CALLS = 60;

describe("a register that sends the same bill under the same key until there is an answer", () => {
  it.each(["before", "after", "silence"] as const)(
    "gets one payment and one PaymentIntent, whichever call the server dies at (%s)",
    async (at) => {
      let tried = 0;
      for (let call = 1; call <= MOST_CALLS; call++) {
        const { crashed, ...ending } = await beginWithCrash({ call, at });
        expect({ call, ...ending }).toEqual({ call, answer: "2xx", repetition: "the same", payments: 1, intents: 1 });
        if (!crashed) break;
        tried = call;
      }
      expect(tried).toBeGreaterThan(4);
      expect(tried).toBeLessThan(MOST_CALLS);
    },
  );
});

/** Begins a sale with a server that dies at one of its calls to the stores or Stripe; the next one lives. */
async function beginWithCrash(plan: CrashPlan) {
  const clock = virtualClock();
  const stripe = createModelStripe({ now: () => clock.now() });
  const payments = memoryStore();
  const answers = memoryIdempotency();

  function boot(until: CrashPlan) {
    // One port for all, so that calls are counted together and all die together.
    const { begin, complete, release: releaseKey, forgetBefore } = answers;
    const life = crashing({ ...payments, ...stripe.gateway, begin, complete, releaseKey, forgetBefore }, until);
    const { port } = life;
    const idempotency: IdempotencyStore = {
      begin: (request) => port.begin(request),
      complete: (done) => port.complete(done),
      release: (claim) => port.releaseKey(claim),
      forgetBefore: (old) => port.forgetBefore(old),
      close: async () => undefined,
    };
    const till = createTill({ store: port, gateway: port, clock });
    // What a dying process complains about, nobody hears.
    till.events.on("trouble", () => undefined);
    return { till, handle: toFetch(createHandler({ till, idempotency, clock, authorize: () => true })), life };
  }

  let server = boot(plan);
  const first = server.life;

  /** What a server answers, or nothing where it dies or fails: a dead one leaves everybody waiting. */
  async function unlessDead<T>({ life }: typeof server, work: Promise<T>): Promise<T | undefined> {
    let over = false;
    const answer = work
      .catch(() => undefined)
      .finally(() => {
        over = true;
      });
    while (!over && !life.crashed) await clock.advance(0);
    // What was already on its way back gets a few turns to arrive.
    await clock.advance(0);
    return over ? answer : undefined;
  }

  function alive(): typeof server {
    if (server.life.crashed) server = boot({ ...plan, call: 0 });
    return server;
  }

  async function sendUntilAnswered(): Promise<Response | undefined> {
    for (let tries = 0; tries < 10; tries++) {
      const at = alive();
      const answer = await unlessDead(at, at.handle(sale()));
      if (answer?.ok === true) return answer;
      await clock.advance(60_000);
    }
    return undefined;
  }

  const answer = await sendUntilAnswered();
  const repetition = await sendUntilAnswered();
  for (let round = 0; round < 3; round++) {
    await clock.advance(61_000);
    const at = alive();
    await unlessDead(at, at.till.sweep());
  }
  const [given, again] = [await answer?.text(), await repetition?.text()];
  return {
    crashed: first.crashed,
    answer: answer === undefined ? "none" : "2xx",
    repetition: again === given ? "the same" : "another",
    payments: (await payments.list({ tenant: "default", limit: 10 })).length,
    intents: stripe.intents.size,
  };
}

function sale(): Request {
  return new Request("http://till.example/payments", {
    method: "POST",
    body: JSON.stringify(coffee),
    headers: { "content-type": "application/json", "idempotency-key": "bill-7:1" },
  });
}
