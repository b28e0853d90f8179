import { TillkitError } from "@tillkit/core";
import { qrPng, qrSvg } from "@tillkit/guest";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { parseInput } from "../invalid-input.ts";
import { qrQuery, toRecord } from "../schemas.ts";

/**
 * `GET /payments/:id/qr`: the address of the payment's open page as a QR code, for a screen at the counter.
 *
 * The addresses of Stripe's pages are long and the picture shows them on a screen, where nothing is stained: the lowest level of
 * correction keeps the modules large.
 */
export async function getPaymentQr({ settings, id, exchange }: Call): Promise<Answer> {
  const { format } = parseInput(qrQuery, toRecord(exchange.query));
  const { payment } = await settings.till.get(id);
  if (!("url" in payment))
    throw new TillkitError("page_not_open", `Payment ${id} is ${payment.status}: there is no page to pay on.`, {
      details: { paymentId: id, status: payment.status },
    });
  const drawn = { errorCorrection: "low" } as const;
  return format === "svg"
    ? { status: 200, headers: { "content-type": "image/svg+xml" }, body: qrSvg(payment.url, drawn) }
    : { status: 200, headers: { "content-type": "image/png" }, body: qrPng(payment.url, { ...drawn, scale: 8 }) };
}
