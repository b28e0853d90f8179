import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let till: Register;
beforeEach(async () => {
  shop = await openShop();
  till = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const front = () => shop.simulator.reader("tmr_front");
const taken = () => shop.simulator.charges.filter(({ paid, captured }) => paid && captured);

/** A wavy line, as a finger draws it. */
const ink = [Array.from({ length: 60 }, (_, step) => [step * 5, 60 + 30 * Math.sin(step / 4)])];

async function toSign(more: object = {}) {
  const sold = await till.sell({ ...coffee, signature: "required", ...more });
  await front().tap();
  await shop.later(3_000);
  return till.look(sold);
}

describe("where the guest has to sign before the money is taken", () => {
  it("signs on my screen: only then it is taken, and the drawing is kept", async () => {
    const waiting = await toSign();
    expect(waiting).toMatchObject({
      status: "requires_signature",
      moneyMoved: "held",
      guidance: { headline: "Ask the guest to sign" },
    });
    expect(taken()).toEqual([]);
    const signed = await till.press(waiting, "signature", { strokes: ink });
    expect(signed).toMatchObject({ status: "succeeded", signature: { status: "signed", source: "screen" } });
    expect(signed.signature?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const drawing = await fetch(`${shop.url}/payments/${signed.id}/signature.svg`);
    expect(drawing.headers.get("content-type")).toContain("image/svg+xml");
    expect(await drawing.text()).toContain("<path");
  });

  it("makes a dot: that is no signature, and nothing is taken", async () => {
    const waiting = await toSign();
    expect(await till.refused(`/payments/${waiting.id}/signature`, { strokes: [[[1, 1]]] })).toMatchObject({
      code: "signature_empty",
    });
    expect(taken()).toEqual([]);
  });

  it("would not sign: the money is let go", async () => {
    const waiting = await toSign();
    expect(await till.press(waiting, "signature", { refused: true })).toMatchObject({
      status: "canceled",
      cancelReason: "signature_refused",
      guidance: { detail: expect.stringContaining("would not sign") },
    });
    expect(taken()).toEqual([]);
  });

  it("walks away: after five minutes the money is let go", async () => {
    const waiting = await toSign();
    await shop.later(301_000);
    expect(await till.look(waiting)).toMatchObject({ status: "canceled", cancelReason: "signature_timeout" });
  });

  it("signs on the reader: fetched at once, and then taken", async () => {
    const waiting = await toSign({ signaturePlace: "reader" });
    expect(waiting.signature).toMatchObject({ asking: "tmr_front" });
    expect(front().screen.kind).toBe("asking");
    front().answer();
    await shop.later(3_000);
    expect(await till.look(waiting)).toMatchObject({
      status: "succeeded",
      signature: { status: "signed", source: "reader" },
    });
    expect(taken()).toHaveLength(1);
  });

  it("does not answer the reader: I have the guest sign on my screen", async () => {
    const waiting = await toSign({ signaturePlace: "reader" });
    front().timeOut();
    await shop.later(3_000);
    const again = await till.look(waiting);
    expect(again).toMatchObject({ status: "requires_signature", signature: { failure: "signature_timed_out" } });
    expect(await till.press(again, "signature", { strokes: ink })).toMatchObject({ status: "succeeded" });
  });

  it("cannot sign on this reader: I am told so, and the guest signs on my screen", async () => {
    shop.simulator.faults.add({
      on: "POST /v1/terminal/readers/{id}/collect_inputs",
      kind: {
        error: {
          status: 400,
          type: "invalid_request_error",
          message: "This reader does not support collecting inputs.",
        },
      },
    });
    const waiting = await toSign({ signaturePlace: "reader" });
    expect(waiting).toMatchObject({
      status: "requires_signature",
      moneyMoved: "held",
      signature: { status: "awaited", failure: "reader_unsupported" },
    });
    expect(waiting.commands).toContain("sign");
    expect(taken()).toEqual([]);
    expect(await till.press(waiting, "signature", { strokes: ink })).toMatchObject({ status: "succeeded" });
    expect(taken()).toHaveLength(1);
  });

  it("the power goes between the approval and the signature: another server goes on where it was", async () => {
    const waiting = await toSign();
    const other = shop.till();
    const signed = await other.sign(waiting.id, {
      // The register's shape is JSON; the till's own are points.
      strokes: ink.map((stroke) => stroke.map(([x = 0, y = 0]) => [x, y] as const)),
    });
    expect(signed.status).toBe("capturing");
    await other.idle();
    expect(await till.look(waiting)).toMatchObject({ status: "succeeded" });
    expect(taken()).toHaveLength(1);
    await other.stop();
  });

  it("is looked at first, signed then, and taken last", async () => {
    const sold = await till.sell({ ...coffee, signature: "required", confirmation: "manual" });
    await front().tap();
    await shop.later(1_000);
    expect(await till.look(sold)).toMatchObject({ status: "requires_confirmation" });
    expect(await till.press(sold, "confirm")).toMatchObject({ status: "requires_signature" });
    expect(taken()).toEqual([]);
    expect(await till.press(sold, "signature", { strokes: ink })).toMatchObject({ status: "succeeded" });
    expect(taken()).toHaveLength(1);
  });
});

describe("where the guest signs afterwards", () => {
  it("is paid at once, and signs for my files", async () => {
    const sold = await till.sell({ ...coffee, signature: "after_payment" });
    await front().tap();
    const paid = await till.look(sold);
    expect(paid).toMatchObject({
      status: "succeeded",
      guidance: { headline: "Paid. Ask the guest to sign" },
      signature: { status: "awaited" },
    });
    expect(await till.press(paid, "signature", { strokes: ink })).toMatchObject({ signature: { status: "signed" } });
  });

  it("would not sign: a person is asked to look", async () => {
    const sold = await till.sell({ ...coffee, signature: "after_payment" });
    await front().tap();
    const refused = await till.press(await till.look(sold), "signature", { refused: true });
    expect(refused.review).toMatchObject([{ reason: "signature_refused" }]);
  });
});
