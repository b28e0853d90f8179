import { TillkitError } from "@tillkit/core";
import { receiptHtml, receiptOf, receiptText } from "@tillkit/receipts";
import { json } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { parseInput } from "../invalid-input.ts";
import { receiptQuery, toRecord } from "../schemas.ts";

/** A till prints the page from a frame of its own, so it is not sandboxed; it has nothing that could run. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** `GET /payments/:id/receipt?copy=&format=&duplicate=`: what is printed for the guest, or for the shop's files. */
export async function getReceipt({ settings, id, exchange }: Call): Promise<Answer> {
  const { till, receipts } = settings;
  if (receipts === undefined)
    throw new TillkitError("route_not_found", "There is no route for receipts: give tillkit the option receipts.");
  const { format, copy, duplicate } = parseInput(receiptQuery, toRecord(exchange.query));
  const { payment } = await till.get(id);
  const receipt = receiptOf({ ...(await receipts(payment)), payment, copy, duplicate });
  if (receipt === undefined)
    throw new TillkitError(
      "receipt_unavailable",
      `Payment ${id} is ${payment.status}: it has brought no money and holds none, so there is nothing to print.`,
      { details: { paymentId: id, status: payment.status } },
    );
  if (format === "json") return json(200, receipt);
  return format === "html"
    ? {
        status: 200,
        headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
        body: receiptHtml(receipt),
      }
    : { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: receiptText(receipt) };
}
