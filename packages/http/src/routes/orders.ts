import type { OrderAccount } from "@tillkit/core";
import { iso, json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { closingBody, orderBody } from "../schemas.ts";

/** `GET /orders/:id`: how far a split order is paid. */
export async function getOrder({ settings, id }: Call): Promise<Answer> {
  return answer(await settings.till.orders.get(id));
}

/** `POST /orders/:id`: what it costs, as often as that changes. */
export async function setOrder(call: Call): Promise<Answer> {
  const { amount, currency } = await readBody(call, orderBody);
  return answer(await call.settings.till.orders.set(call.id, { amount, currency }));
}

/** `POST /orders/:id/close` */
export async function closeOrder(call: Call): Promise<Answer> {
  const closing = await readBody(call, closingBody);
  return answer(await call.settings.till.orders.close(call.id, closing));
}

function answer({ closed, ...account }: OrderAccount): Answer {
  return json(200, { ...account, ...(closed === undefined ? {} : { closed: { ...closed, at: iso(closed.at) } }) });
}
