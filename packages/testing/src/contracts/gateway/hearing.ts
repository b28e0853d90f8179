import assert from "node:assert/strict";
import { TillkitError, type GatewayEvent, type News, type WebhookDelivery } from "@tillkit/core";
import { gatewayCase, type GatewayCase, type OpenedGateway, openPage, received, stripeId, waiting } from "./case.ts";

/** What must never be believed of a webhook alone: only a read shows that an attempt is over. */
const onlyByReading: readonly News["type"][] = ["attempt_failed", "reader_waiting", "not_on_reader"];

const MINUTE_MS = 60_000;

async function aDelivery(bench: OpenedGateway): Promise<WebhookDelivery> {
  await waiting(bench);
  await bench.reader.tap();
  const last = (await bench.deliveries()).at(-1);
  assert(last !== undefined, "A tap must be told by a webhook.");
  return last;
}

function refusalOf({ gateway }: OpenedGateway, delivery: WebhookDelivery): string {
  try {
    gateway.receive(delivery);
  } catch (error) {
    return TillkitError.is(error) ? error.code : String(error);
  }
  return "believed";
}

function told(events: readonly GatewayEvent[], type: News["type"]): readonly GatewayEvent[] {
  return events.filter(({ news }) => news.some((item) => item.type === type));
}

/** What webhooks and readers say, and whom it is believed of. */
export const hearingCases: readonly GatewayCase[] = [
  gatewayCase("a tap is told by a webhook that says whose it is", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.tap();
    const [event] = told(await received(bench), "paid");
    assert.deepEqual(event?.subject, { tenant: payment.tenant, paymentId: payment.id });
    assert(event?.names.includes(stripeId(payment)));
    const [paid] = event.news;
    assert(paid?.type === "paid");
    assert.equal(paid.evidence.amount, 1250);
    assert.equal(paid.evidence.livemode, bench.gateway.livemode);
  }),

  gatewayCase("a paid page is told by a webhook that names the session", async (bench) => {
    const { payment } = await openPage(bench);
    await bench.guest.pay(stripeId(payment));
    const events = told(await received(bench), "paid");
    assert(events.some(({ names }) => names.includes(stripeId(payment))));
    assert(events.every(({ subject }) => subject?.paymentId === payment.id));
  }),

  gatewayCase("a decline is only hinted at", async (bench) => {
    const { payment } = await waiting(bench);
    await bench.reader.decline();
    const events = await received(bench);
    assert(told(events, "hint").some(({ names }) => names.includes(stripeId(payment))));
    for (const type of [...onlyByReading, "paid", "intent_canceled"] as const)
      assert.deepEqual(told(events, type), [], `A webhook said \`${type}\` of a declined attempt.`);
  }),

  gatewayCase("events have ids of their own, and a repetition has the same", async (bench) => {
    await aDelivery(bench);
    const once = (await received(bench)).map(({ id }) => id);
    assert.equal(new Set(once).size, once.length);
    assert.deepEqual(
      (await received(bench)).map(({ id }) => id),
      once,
    );
  }),

  gatewayCase("without a signature nothing is believed", async (bench) => {
    const delivery = await aDelivery(bench);
    assert.equal(refusalOf(bench, { ...delivery, signature: undefined }), "webhook_signature_invalid");
  }),

  gatewayCase("a signature of somebody else's is not believed", async (bench) => {
    const delivery = await aDelivery(bench);
    const signature = `t=${Math.floor(delivery.at / 1000)},v1=${"0".repeat(64)}`;
    assert.equal(refusalOf(bench, { ...delivery, signature }), "webhook_signature_invalid");
  }),

  gatewayCase("money that tillkit has nothing to do with is no news", async (bench) => {
    const event = bench.gateway.receive(bench.foreignDelivery());
    assert.deepEqual(event.news, []);
    assert.equal(event.ignored, "foreign");
  }),

  gatewayCase("what could not be delivered is listed, and means what the delivery would have meant", async (bench) => {
    await waiting(bench);
    await bench.reader.decline();
    const delivered = await received(bench);
    const { events, next } = await bench.gateway.listEvents({ since: bench.now() - MINUTE_MS, limit: 100 });
    assert.equal(next, undefined);
    assert.deepEqual(
      events.filter(({ news }) => news.length > 0).map(({ createdAt: _createdAt, ...event }) => event),
      delivered
        .filter(({ news }) => news.length > 0)
        .map(({ skewSeconds: _skewSeconds, ...event }) => event)
        .toReversed(),
    );
    for (const { createdAt } of events) assert(Math.abs(createdAt - bench.now()) < MINUTE_MS);
  }),

  gatewayCase("events are listed page by page, each once, newest first", async (bench) => {
    await waiting(bench);
    await bench.reader.decline();
    const since = bench.now() - MINUTE_MS;
    const whole = (await bench.gateway.listEvents({ since, limit: 100 })).events.map(({ id }) => id);
    assert(whole.length > 1, "One event is no test of pages.");
    const paged: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await bench.gateway.listEvents({ since, limit: 1, ...(after === undefined ? {} : { after }) });
      assert(page.events.length <= 1);
      paged.push(...page.events.map(({ id }) => id));
      if (page.next === undefined) break;
      after = page.next;
    }
    assert.deepEqual(paged, whole);
  }),

  gatewayCase("events from before the time that was asked for are not listed", async (bench) => {
    await aDelivery(bench);
    assert.deepEqual(await bench.gateway.listEvents({ since: bench.now() + MINUTE_MS, limit: 100 }), { events: [] });
  }),

  gatewayCase(
    "a page after an event that nobody knows is an error that trying again does not change",
    async (bench) => {
      await assert.rejects(bench.gateway.listEvents({ since: bench.now(), after: "evt_nowhere", limit: 1 }), {
        code: "invalid_request",
        retryable: false,
      });
    },
  ),

  gatewayCase("readers are listed, and shown with what runs on them", async (bench) => {
    const listed = await bench.gateway.listReaders();
    assert(listed.some(({ id }) => id === bench.readerId));
    assert.equal((await bench.gateway.getReader(bench.readerId)).id, bench.readerId);
  }),

  gatewayCase("a reader that does not exist is an error", async (bench) => {
    await assert.rejects(bench.gateway.getReader("tmr_nowhere"), { code: "reader_not_found" });
  }),
];
