import type { ServerResponse } from "node:http";

import { cards } from "../behaviour/cards.ts";
import { amountIn, chooseCurrency, currenciesOf } from "../behaviour/adaptive-pricing.ts";
import { failChallenge, payAsGuest, successUrl } from "../behaviour/checkout.ts";
import type { GuestOutcome } from "../behaviour/checkout.ts";
import { find } from "../behaviour/sessions.ts";
import type { ApiRequest } from "../http/api-request.ts";
import type { Handler } from "../http/server.ts";
import { Refusal } from "../protocol/errors.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { SessionRecord, World } from "../world.ts";
import type { Worlds } from "../worlds.ts";
import { serveBank } from "./bank-handler.ts";
import { checkoutPage } from "./checkout-page.ts";
import { readChosenCard } from "./chosen-card.ts";
import { serveDashboard } from "./dashboard-handler.ts";
import { bankPage, messagePage } from "./other-pages.ts";
import { seeOther, show } from "./show.ts";
import { formatAmount } from "../behaviour/currencies.ts";

/** What the pages need. */
export interface PagesParts {
  readonly worlds: Worlds;
  readonly simulator: InProcessSimulator;
  /** Resolves when Checkout may send the guest back to the shop. */
  readonly redirect: (outcome: GuestOutcome & { kind: "complete" }) => Promise<void>;
}

/** Serves `/c/pay/{session}`: GET shows the page, POST pays and answers 303. And whatever else is a page. */
export function pagesHandler({ worlds, simulator, redirect }: PagesParts): Handler {
  return async (request, response) => {
    const [, area, pay = "", id = "", step] = request.path.split("/");
    if (area === "" || area === "dashboard") return serveDashboard(worlds.main, simulator, request, response);
    if (pay === "authenticate") return serveBank(worlds.withIntent(id), request, id, response);
    const world = worlds.withSession(id);
    const record = pay === "pay" ? world.sessions.get(id) : undefined;
    if (!record) {
      const message = "The payment link is not complete, or the simulator was started anew since.";
      return show(response, 404, messagePage({ title: "This page does not exist", message }));
    }
    try {
      if (request.method !== "POST") return get(world, request, record, step, response);
      const outcome = await pressed(world, record, request.body, step);
      if (outcome.kind === "refused") return show(response, 400, openPage(world, record, outcome));
      if (outcome.kind === "declined") return seeOther(response, `/c/pay/${id}?card=${outcome.chosen}#refusal`);
      if (outcome.kind === "challenge") return seeOther(response, `/c/pay/${id}/challenge?card=${outcome.chosen}`);
      await redirect(outcome);
      seeOther(response, successUrl(find(world, id)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const back = { href: `/c/pay/${id}`, text: "Back to the payment page" };
      show(response, error.status, messagePage({ title: "That did not work", message: error.message, back }));
    }
  };
}

/** What came of a form: as of a press on Pay, or a card number that is none. */
type Pressed =
  | (GuestOutcome & { readonly chosen: string })
  | { readonly kind: "refused"; readonly chosen: string; readonly refusal: string };

async function pressed(
  world: World,
  { session, shownIn }: SessionRecord,
  body: string,
  step?: string,
): Promise<Pressed> {
  const form = new URLSearchParams(body);
  const read = readChosenCard(world, form);
  if ("refusal" in read) return { kind: "refused", ...read };
  const chosen = read.card.name;
  const currency = form.get("currency");
  if (currency !== null && currency !== (shownIn ?? session.currency)) chooseCurrency(world, session.id, currency);
  if (step === "challenge" && form.get("answer") !== "yes") {
    return { kind: "declined", decline: failChallenge(world, session.id), chosen };
  }
  return { ...(await payAsGuest(world, session.id, read.card, step === "challenge")), chosen };
}

function openPage(
  world: World,
  record: SessionRecord,
  {
    chosen,
    refusal,
    currency,
  }: {
    readonly chosen?: string | undefined;
    readonly refusal?: string | undefined;
    readonly currency?: string | undefined;
  },
): string {
  const { session } = record;
  const intent = session.payment_intent ? world.paymentIntents.get(session.payment_intent) : undefined;
  const why = refusal ?? intent?.last_payment_error?.message;
  const { businessName, defaultCurrency } = world.settings.account;
  const currencies = currenciesOf(world, session);
  const wanted = currency ?? record.shownIn ?? "";
  const shownIn = currencies.includes(wanted) ? wanted : (currencies[0] ?? defaultCurrency);
  return checkoutPage({
    record,
    businessName,
    currencies,
    shownIn,
    price: (amount) => formatAmount(amountIn(world, session, shownIn, amount), shownIn),
    ...(why !== undefined && { refusal: why }),
    ...(chosen !== undefined && { chosen }),
  });
}

function get(
  world: World,
  { query }: ApiRequest,
  record: SessionRecord,
  step: string | undefined,
  response: ServerResponse,
): void {
  const { session } = record;
  const { businessName } = world.settings.account;
  const asked = new URLSearchParams(query);
  const chosen = asked.get("card") ?? undefined;
  if (session.status === "complete") {
    const paid = session.payment_status !== "unpaid";
    const message = paid
      ? `Thank you. ${businessName} has your payment.`
      : `Thank you. ${businessName} will hear from your bank, which may take some time.`;
    const title = paid ? "You have paid" : "Your payment is on its way";
    const back = toShop(successUrl(record));
    show(response, 200, messagePage({ title, message, mark: paid ? "done" : "clock", back }));
  } else if (session.status === "expired") {
    const message = "This payment link is no longer valid. Nothing was charged.";
    const back = toShop(session.cancel_url);
    show(response, 200, messagePage({ title: "This link has expired", message, mark: "clock", back }));
  } else if (step === "challenge") {
    const currency = record.shownIn ?? session.currency ?? "usd";
    const amount = formatAmount(amountIn(world, session, currency, session.amount_total ?? 0), currency);
    const card = cards.find(({ name }) => name === chosen);
    const shown = card && { last4: card.number.slice(-4), card: card.name };
    const question = { what: `pay ${amount}`, amount, businessName, ...shown };
    show(response, 200, bankPage({ action: `/c/pay/${session.id}/challenge`, ...question }));
  } else {
    show(response, 200, openPage(world, record, { chosen, currency: asked.get("currency") ?? undefined }));
  }
}

function toShop(href: string | null) {
  return href === null ? undefined : { href, text: "Back to the shop" };
}
