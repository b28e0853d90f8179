import { TillkitError } from "@tillkit/core";
import type { BillLink, GuestCheckout } from "@tillkit/guest";
import { iso, json } from "../answers.ts";
import { readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { toOutcomeResource } from "../outcome-resource.ts";
import { problem } from "../problem.ts";
import { arriveBody, emptyBody, payBody, priceBody } from "../schemas.ts";
import type { Route } from "./route.ts";

/** A link to a bill as the routes answer it: what the guest's page keeps, and puts into the path of all that follows. */
export interface BillLinkResource extends Omit<BillLink, "expiresAt"> {
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** What a guest's phone may ask, by a table's code or a bill's link and nothing else. */
export function guestRoutes(guest: GuestCheckout): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/guest/tables/:id/bills",
      action: "guest",
      run: async (call) => {
        const { previous } = await readBody(call, arriveBody);
        const { expiresAt, ...bill } = await guest.arrive(call.id, previous);
        return json(201, { ...bill, expiresAt: iso(expiresAt) } satisfies BillLinkResource);
      },
    },
    {
      method: "GET",
      path: "/guest/bills/:id",
      action: "guest",
      run: async ({ id }) => json(200, toOutcomeResource(await guest.status(id))),
    },
    {
      method: "POST",
      path: "/guest/bills/:id/price",
      action: "guest",
      run: async (call) => {
        const { basket } = await readBody(call, priceBody);
        return json(200, await guest.price(call.id, basket));
      },
    },
    {
      method: "POST",
      path: "/guest/bills/:id/pay",
      action: "guest",
      run: async (call) => {
        const result = await guest.pay(call.id, await readBody(call, payBody));
        if (result.type === "outcome") return json(200, toOutcomeResource(result.outcome));
        return problem(changed(), {}, { bill: result.bill });
      },
    },
    {
      method: "POST",
      path: "/guest/bills/:id/cancel",
      action: "guest",
      run: async (call) => {
        await readBody(call, emptyBody);
        return json(200, toOutcomeResource(await guest.cancel(call.id)));
      },
    },
    {
      method: "GET",
      path: "/guest/bills/:id/return",
      action: "guest",
      run: async ({ id, exchange }): Promise<Answer> =>
        json(200, toOutcomeResource(await guest.confirm(id, exchange.query.get("session_id") ?? ""))),
    },
  ];
}

function changed(): TillkitError {
  return new TillkitError(
    "basket_changed",
    "The bill costs something else than the guest was shown, and nothing was charged. Show the one in bill, and ask again.",
  );
}
