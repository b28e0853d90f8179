import { readFileSync } from "node:fs";

import { Stripe } from "stripe";
import { expect, test } from "vitest";

import { createSimulator } from "@tillkit/simulator";

import { refusal, simulated } from "./simulated-stripe.ts";

/** Bytes that no text encoding survives. */
const bytes = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256));

const evidence = {
  purpose: "dispute_evidence" as const,
  file: { data: bytes, name: "Beleg für Tisch 4.png", type: "image/png" },
};

test("a file comes back byte by byte, to whoever has the key", async () => {
  const { stripe } = await simulated();
  const file = await stripe.files.create(evidence);
  expect(file).toMatchObject({
    purpose: "dispute_evidence",
    filename: "Beleg für Tisch 4.png",
    size: 512,
    type: "png",
  });
  expect(await stripe.files.retrieve(file.id)).toEqual(file);

  const url = file.url ?? "";
  expect((await fetch(url)).status).toBe(401);
  const answer = await fetch(url, { headers: { authorization: "Bearer sk_test_simulator" } });
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  const gone = await fetch(url.replace(file.id, "file_none"), { headers: { authorization: "Bearer sk_test_x" } });
  expect(gone.status).toBe(404);
});

test("without a port, files go up and down too", async () => {
  const simulator = createSimulator();
  const stripe = new Stripe("sk_test_x", { httpClient: Stripe.createFetchHttpClient(simulator.fetch) });
  const { id } = await stripe.files.create(evidence);
  const headers = { authorization: "Bearer sk_test_x" };
  const answer = await simulator.fetch(`https://files.stripe.com/v1/files/${id}/contents`, { headers });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
});

test("a file of the wrong kind is refused, and so is one sent as anything but a multipart form", async () => {
  const { simulator, stripe } = await simulated();
  const create = (name: string, data = bytes) =>
    refusal(stripe.files.create({ purpose: "terminal_reader_splashscreen", file: { data, name } }));
  expect(await create("screen.pdf")).toMatchObject({ param: "file" });
  expect(await create("screen.png", Buffer.alloc(2_000_001))).toMatchObject({ param: "file" });
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${simulator.url}/v1/files`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_x", ...headers },
      body,
    });
  expect((await post({ "content-type": "application/x-www-form-urlencoded" }, "purpose=dispute_evidence")).status).toBe(
    400,
  );
  const half = '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\ndispute_evidence';
  expect(await (await post({ "content-type": "multipart/form-data; boundary=b" }, half)).json()).toMatchObject({
    error: { message: expect.stringContaining("breaks off") as string },
  });
  expect(simulator.requests.every(({ status }) => status === 400)).toBe(true);
});

test("a key stands for one file only", async () => {
  const { stripe } = await simulated();
  const first = await stripe.files.create(evidence, { idempotencyKey: "k" });
  expect((await stripe.files.create(evidence, { idempotencyKey: "k" })).id).toBe(first.id);
  const other = { ...evidence, file: { ...evidence.file, data: bytes.subarray(1) } };
  expect(await refusal(stripe.files.create(other, { idempotencyKey: "k" }))).toMatchObject({
    type: "StripeIdempotencyError",
  });
});

test("a file sent by curl is as good", async () => {
  const { simulator, stripe } = await simulated();
  const form = new FormData();
  form.set("purpose", "dispute_evidence");
  const own = readFileSync(new URL(import.meta.url));
  form.set("file", new Blob([own]), "receipt.pdf");
  const url = `${simulator.url}/v1/files`;
  const answer = await fetch(url, { method: "POST", headers: { authorization: "Bearer sk_test_x" }, body: form });
  const { id } = (await answer.json()) as { readonly id: string };
  expect((await stripe.files.retrieve(id)).size).toBe(own.length);
});

test("a file that is named must be there: as evidence, and as a reader's splash screen", async () => {
  const { simulator, stripe } = await simulated({ timing: { asyncPaymentMs: 1 } });
  const paid = { amount: 1000, currency: "usd", payment_method: "pm_card_createDispute", confirm: true };
  await stripe.paymentIntents.create(paid);
  await expect.poll(() => simulator.disputes.length).toBe(1);
  const id = simulator.disputes[0]?.id ?? "";
  const answer = (receipt: string) => stripe.disputes.update(id, { evidence: { receipt }, submit: false });
  expect(await refusal(answer("file_none"))).toMatchObject({ code: "resource_missing", param: "evidence[receipt]" });
  const { id: file } = await stripe.files.create(evidence);
  expect((await answer(file)).evidence.receipt).toBe(file);

  const show = (splashscreen: string) => stripe.terminal.configurations.create({ stripe_s700: { splashscreen } });
  expect((await refusal(show("file_none"))).param).toBe("stripe_s700[splashscreen]");
  expect((await show(file)).stripe_s700?.splashscreen).toBe(file);
});
