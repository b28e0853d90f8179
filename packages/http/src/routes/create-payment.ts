import type { Payment, Till } from "@tillkit/core";
import type { z } from "zod";
import { json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { toResource } from "../resource.ts";
import { createBody } from "../schemas.ts";

/** `POST /payments`: 201 for a new payment, 200 for the one that this reference has already. */
export async function createPayment(call: Call): Promise<Answer> {
  const { till } = call.settings;
  const body = await readBody(call, createBody);
  const before = await till.findByReference(body.reference);
  const { id } = await start(till, body);
  const status = before?.payment.id === id ? 200 : 201;
  // Relative to this very URL, so that it stays right behind a proxy that cuts the prefix off.
  return json(status, toResource(await till.get(id)), { location: `payments/${id}` });
}

function start(till: Till, body: z.output<typeof createBody>): Promise<Payment> {
  if (body.flow === "terminal") {
    const { flow: _, ...request } = body;
    return till.collect(request);
  }
  const { flow: _, ...request } = body;
  return till.checkout(request);
}
