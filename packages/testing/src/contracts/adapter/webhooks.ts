import assert from "node:assert/strict";
import { type AdapterCase, adapterCase } from "./case.ts";
import { ANY_BYTES, type Bench, type Payload } from "./bench.ts";
import { objectOf, problemOf, tap, waitingForCard } from "./steps.ts";

const utf8 = new TextEncoder();

/** Bodies that a parser, a decoder or a re-encoder would not give back as they came. */
const bodies: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "a byte order mark": utf8.encode("\uFEFF{}"),
  "bytes that are not UTF-8": Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x7d),
  "white space around": utf8.encode("\r\n\t {}\n \n"),
  "numbers and escapes that JSON could write shorter": utf8.encode('{"a" : 1.0,"b":"\\u00e9\\/","a":2}'),
};

async function deliver(bench: Bench, body: Payload, contentType?: string): Promise<Response> {
  const type: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
  return bench.send("/webhooks/stripe", body, { "stripe-signature": ANY_BYTES, ...type });
}

/** What the bytes of a delivery must survive. */
export const webhookCases: readonly AdapterCase[] = [
  ...Object.entries(bodies).flatMap(([what, bytes]) =>
    ["application/json; charset=utf-8", "text/plain", undefined].map((type) =>
      adapterCase(`hands on ${what}, byte for byte, as ${type ?? "no type at all"}`, async (bench) => {
        const response = await deliver(bench, bytes, type);
        assert.equal(response.status, 200);
        assert.deepEqual(Buffer.from(bench.received[0]?.bytes ?? []), Buffer.from(bytes));
      }),
    ),
  ),
  adapterCase("answers a delivery with its outcome, and does not ask authorize", async (bench) => {
    const response = await deliver(bench, "{}", "application/json");
    assert.deepEqual(await objectOf(response), { outcome: "ignored", reason: "unknown_type" });
    assert.deepEqual(bench.asked, []);
  }),
  adapterCase("says paid after a signed delivery", async (bench) => {
    const { id } = await waitingForCard(bench);
    bench.stripe.tap("tmr_front");
    const delivery = bench.stripe.deliveries.at(-1);
    assert(delivery !== undefined);
    const response = await bench.send("/webhooks/stripe", new Uint8Array(delivery.bytes), {
      "content-type": "application/json",
      "stripe-signature": delivery.signature,
    });
    assert.equal((await objectOf(response))["outcome"], "applied");
    assert.equal((await bench.till.get(id)).payment.status, "succeeded");
  }),
  adapterCase("refuses a delivery with a wrong signature or none", async (bench) => {
    const headers = { "content-type": "application/json" };
    const wrong = await bench.send("/webhooks/stripe", "{}", { ...headers, "stripe-signature": "t=1,v1=00" });
    await problemOf(wrong, 400, "webhook_signature_invalid");
    await problemOf(await bench.send("/webhooks/stripe", "{}", headers), 400, "webhook_signature_invalid");
  }),
  adapterCase(
    "never takes a parsed body for the bytes: it has the bytes still, or says where to mount",
    async (bench) => {
      const text = '{ "a" : 1.0 }';
      const response = await deliver(bench, text, "application/json");
      if (response.status === 200) assert.deepEqual(Buffer.from(bench.received[0]?.bytes ?? []), Buffer.from(text));
      else {
        const { detail } = await problemOf(response, 500, "raw_body_unavailable");
        assert.match(String(detail), /mount/i);
        assert.equal(bench.received.length, 0);
      }
    },
    { parseFirst: true },
  ),
  adapterCase("refuses a delivery of 2 MB, announced or not, and stays well", async (bench) => {
    const announced = await deliver(bench, new Uint8Array(2_000_000), "application/json");
    await problemOf(announced, 413, "body_too_large");
    const piece = new Uint8Array(50_000);
    const pieces = Array.from({ length: 40 }, () => piece);
    await problemOf(await deliver(bench, ReadableStream.from(pieces), "application/json"), 413, "body_too_large");
    assert.equal(bench.received.length, 0);
    assert.equal((await deliver(bench, "{}", "application/json")).status, 200);
  }),
  adapterCase("refuses a compressed body", async (bench) => {
    const headers = {
      "content-encoding": "gzip",
      "content-type": "application/json",
      "stripe-signature": ANY_BYTES,
    };
    await problemOf(await bench.send("/webhooks/stripe", "{}", headers), 415, "unsupported_media_type");
    assert.equal(bench.received.length, 0);
  }),
  adapterCase("answers the twentieth delivery of an event like the first, and changes nothing", async (bench) => {
    const { id } = await waitingForCard(bench);
    await tap(bench);
    const { version } = await bench.till.get(id);
    const delivery = bench.stripe.deliveries.at(-1);
    assert(delivery !== undefined);
    for (let times = 0; times < 20; times += 1) {
      const headers = { "stripe-signature": delivery.signature };
      const response = await bench.send("/webhooks/stripe", new Uint8Array(delivery.bytes), headers);
      assert.match(String((await objectOf(response))["outcome"]), /^(duplicate|unchanged)$/);
    }
    assert.equal((await bench.till.get(id)).version, version);
  }),
];
