import type { ServerResponse } from "node:http";

import { formatAmount } from "../behaviour/currencies.ts";
import { cardholderHands } from "../hands/cardholder-hands.ts";
import type { ApiRequest } from "../http/api-request.ts";
import type { World } from "../world.ts";
import { bankPage, messagePage } from "./other-pages.ts";
import { seeOther, show } from "./show.ts";

/** Serves `/c/authenticate/{intent}`, the page of the bank that wants its customer to answer first. */
export async function serveBank(
  world: World,
  { method, body }: ApiRequest,
  id: string,
  response: ServerResponse,
): Promise<void> {
  const intent = world.paymentIntents.get(id) ?? world.setupIntents.get(id);
  if (intent?.status !== "requires_action") {
    const message = "Your bank has nothing to ask. You can close this page.";
    return show(response, intent ? 200 : 404, messagePage({ title: "Nothing to confirm", message }));
  }
  if (method !== "POST") {
    const amount = intent.object === "payment_intent" ? formatAmount(intent.amount, intent.currency) : undefined;
    const card = intent.payment_method === null ? undefined : world.paymentMethods.get(intent.payment_method)?.card;
    const question = {
      action: `/c/authenticate/${id}`,
      what: amount === undefined ? "save this card" : `pay ${amount}`,
      businessName: world.settings.account.businessName,
      ...(amount !== undefined && { amount }),
      ...(card && { last4: card.number.slice(-4) }),
    };
    return show(response, 200, bankPage(question));
  }
  const holder = cardholderHands(world, id);
  const yes = new URLSearchParams(body).get("answer") === "yes";
  const back = await (yes ? holder.approve() : holder.refuse());
  if (back !== null) return seeOther(response, back);
  const message = "You can go back to the shop's page.";
  show(response, 200, messagePage({ title: "Your bank has your answer", message, mark: yes ? "done" : "question" }));
}
