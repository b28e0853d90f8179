import { iso, json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import { publicText } from "../confidential.ts";
import type { Answer } from "../exchange.ts";
import { parseInput } from "../invalid-input.ts";
import { toResource } from "../resource.ts";
import {
  cancelBody,
  captureBody,
  changeAmountBody,
  emptyBody,
  incrementBody,
  listQuery,
  retryBody,
  swapReaderBody,
  toRecord,
} from "../schemas.ts";

/** `GET /payments`: newest first. `next` is what to send as `after` for the following page, where there may be one. */
export async function listPayments({ settings, exchange }: Call): Promise<Answer> {
  const query = parseInput(listQuery, toRecord(exchange.query));
  const payments = await settings.till.list(query);
  const last = payments.length < query.limit ? undefined : payments.at(-1);
  return json(200, {
    payments: payments.map(toResource),
    ...(last === undefined ? {} : { next: last.payment.id }),
  });
}

/** `GET /payments/:id` */
export async function getPayment({ settings, id }: Call): Promise<Answer> {
  return json(200, toResource(await settings.till.get(id)));
}

/** `GET /payments/:id/timeline`: everything that was asked, seen and done, oldest first. */
export async function getTimeline({ settings, id }: Call): Promise<Answer> {
  const entries = await settings.till.timeline(id);
  return json(200, {
    timeline: entries.map(({ at, note, ...entry }) => ({
      at: iso(at),
      ...entry,
      ...(note === undefined ? {} : { note: publicText(note) }),
    })),
  });
}

/** `POST /payments/:id/retry` */
export async function retryPayment(call: Call): Promise<Answer> {
  const options = await readBody(call, retryBody);
  await call.settings.till.retry(call.id, options);
  return getPayment(call);
}

/** `POST /payments/:id/swap_reader` */
export async function swapReader(call: Call): Promise<Answer> {
  const { reader, ...options } = await readBody(call, swapReaderBody);
  await call.settings.till.swapReader(call.id, reader, options);
  return getPayment(call);
}

/** `POST /payments/:id/change_amount` */
export async function changeAmount(call: Call): Promise<Answer> {
  const { amount, ...options } = await readBody(call, changeAmountBody);
  await call.settings.till.changeAmount(call.id, amount, options);
  return getPayment(call);
}

/** `POST /payments/:id/confirm` */
export async function confirmPayment(call: Call): Promise<Answer> {
  await readBody(call, emptyBody);
  await call.settings.till.confirm(call.id);
  return getPayment(call);
}

/** `POST /payments/:id/cancel` */
export async function cancelPayment(call: Call): Promise<Answer> {
  const options = await readBody(call, cancelBody);
  await call.settings.till.cancel(call.id, options);
  return getPayment(call);
}

/** `POST /payments/:id/capture` */
export async function capturePayment(call: Call): Promise<Answer> {
  const options = await readBody(call, captureBody);
  await call.settings.till.capture(call.id, options);
  return getPayment(call);
}

/** `POST /payments/:id/increment` */
export async function incrementPayment(call: Call): Promise<Answer> {
  const options = await readBody(call, incrementBody);
  await call.settings.till.increment(call.id, options);
  return getPayment(call);
}

/** `POST /payments/:id/check` */
export async function checkPayment(call: Call): Promise<Answer> {
  await readBody(call, emptyBody);
  await call.settings.till.check(call.id);
  return getPayment(call);
}
