import { Router } from "express";
import { z } from "zod";
import type { GuestAnswer, GuestCheckoutAnswer, GuestReturnAnswer, Mode } from "../../common/api.ts";
import type { OpenCheckout } from "../guest-checkout.ts";
import type { ConfirmReturn } from "../guest-return.ts";
import { menuIn } from "../menu.ts";
import { price, wantedLines } from "../pricing.ts";
import type { TableLinks } from "../table-links.ts";

const checkoutRequest = z.object({ basketId: z.string().regex(/^[a-z0-9-]{16,64}$/), lines: wantedLines });
const sessionId = z.string().regex(/^cs_[A-Za-z0-9_]{1,200}$/);

/** What a guest's phone may ask, by the secret link of its table and nothing else. */
export function guestRoutes({
  tables,
  openCheckout,
  confirmReturn,
  currency,
  mode,
}: {
  readonly tables: TableLinks;
  readonly openCheckout: OpenCheckout;
  readonly confirmReturn: ConfirmReturn;
  readonly currency: string;
  readonly mode: Mode;
}): Router {
  const router = Router();

  router.get("/:token", ({ params }, response) => {
    const { number } = tables.find(params.token);
    response.json({ ...menuIn(currency), table: number, mode } satisfies GuestAnswer);
  });

  router.post("/:token/checkout", async ({ params, body }, response) => {
    const table = tables.find(params.token);
    const { basketId, lines } = checkoutRequest.parse(body);
    response.json((await openCheckout({ table, basketId, bill: price(lines) })) satisfies GuestCheckoutAnswer);
  });

  router.get("/:token/return", async ({ params, query }, response) => {
    const table = tables.find(params.token);
    const answer = await confirmReturn({ table, sessionId: sessionId.parse(query["session_id"]) });
    response.json(answer satisfies GuestReturnAnswer);
  });

  return router;
}
