import { isBeside } from "../payment/beside.ts";
import { namesOf, type Payment } from "../payment/payment.ts";
import type { GatewayEvent, News } from "../ports/gateway.ts";
import type { Stored } from "../ports/store.ts";
import { apply } from "./apply.ts";
import type { Context } from "./context.ts";
import type { WebhookResult } from "./reports.ts";
import type { Workers } from "./work.ts";

/** How an event came: Stripe delivered it, or it was fetched. */
export type EventSource = "webhook" | "backfill";

/**
 * Takes a verified event in: what it says is stored before this resolves, and what follows from it is done right after.
 *
 * Events that are foreign, repeated or of an unknown type are no errors: they change nothing.
 */
export async function take(
  context: Context,
  workers: Workers,
  event: GatewayEvent,
  source: EventSource,
): Promise<WebhookResult> {
  const { id: eventId, type: eventType, ignored, news } = event;
  const seen = { eventId, eventType };
  if (ignored !== undefined || news.length === 0)
    return { ...seen, outcome: "ignored", reason: ignored ?? "unknown_type" };
  if (event.subject !== undefined && event.subject.tenant !== context.tenant)
    return { ...seen, outcome: "ignored", reason: "other_tenant" };

  const stored = await locate(context, event);
  if (stored === undefined)
    return { ...seen, outcome: "ignored", reason: event.subject === undefined ? "foreign" : "unknown_payment" };

  const { id } = stored.payment;
  // What was fetched came late already, and there may be a lot of it: a sweep does what follows, at its own pace.
  const lease = source === "webhook" ? workers.lease() : undefined;
  const applied = await apply(context, stored, ({ payment }) => {
    const at = context.clock.now();
    const inputs = aboutUs(payment, event).map((fact) => ({ ...fact, at }));
    return { at, source, inputs, cause: eventId, ...(lease === undefined ? {} : { lease }) };
  });
  if (applied.leased && lease !== undefined) workers.inBackground(() => workers.work(applied.stored, lease));
  return { ...seen, outcome: applied.outcome, paymentId: id };
}

/**
 * A lost answer can leave a second PaymentIntent or page behind that carries our metadata and that nobody can pay. What happens to it
 * is not what happens to the payment; only money is news, wherever it comes from and goes, and its card. What has no such id at all, as
 * a reader's question to the guest, is the payment's own.
 */
function aboutUs(payment: Payment, { names, news }: GatewayEvent): readonly News[] {
  const own = namesOf(payment);
  return names.length === 0 || names.some((name) => own.includes(name))
    ? news
    : news.filter((item) => item.type === "paid" || item.type === "card_seen" || isBeside(item));
}

/** By its own metadata, else by the Stripe ids that tillkit has written down. */
async function locate({ store, tenant }: Context, { subject, names }: GatewayEvent): Promise<Stored | undefined> {
  if (subject !== undefined) return store.load(tenant, subject.paymentId);
  for (const name of names) {
    const stored = await store.find(tenant, name);
    if (stored !== undefined) return stored;
  }
  return undefined;
}
