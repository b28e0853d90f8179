import { json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { toResource } from "../resource.ts";
import { cancelRefundBody, closeBody, refundBody, resolveBody } from "../schemas.ts";

/** `POST /payments/:id/refunds`: 201 with the payment as it stands; `refundId` says which of its refunds was meant. */
export async function refundPayment(call: Call): Promise<Answer> {
  const request = await readBody(call, refundBody);
  const { till } = call.settings;
  const { id } = await till.refund(call.id, request);
  return json(201, { refundId: id, payment: toResource(await till.get(call.id)) });
}

/** `POST /payments/:id/cancel_refund`: the payment as it stands. A card that was faster wins. */
export async function cancelRefund(call: Call): Promise<Answer> {
  const { refund } = await readBody(call, cancelRefundBody);
  const { till } = call.settings;
  await till.cancelRefund(call.id, refund);
  return json(200, toResource(await till.get(call.id)));
}

/** `POST /payments/close`: 200 with the payment that the bill had, 204 where it never had one. */
export async function closeBill(call: Call): Promise<Answer> {
  const { reference, ...closing } = await readBody(call, closeBody);
  const { till } = call.settings;
  const payment = await till.close(reference, closing);
  return payment === undefined ? { status: 204, headers: {} } : json(200, toResource(await till.get(payment.id)));
}

/** `POST /payments/:id/resolve` */
export async function resolveReview(call: Call): Promise<Answer> {
  const { review, ...resolution } = await readBody(call, resolveBody);
  const { till } = call.settings;
  await till.resolve(call.id, review, resolution);
  return json(200, toResource(await till.get(call.id)));
}
