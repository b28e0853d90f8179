import { type BesideEffect, type GatewayAnswer, type News, type Payment, takingsOf } from "@tillkit/core";
import type { ModelIntent, ModelRefund } from "./types.ts";
import { get, type World } from "./world.ts";

type Of<Type> = Extract<BesideEffect, { readonly type: Type }>;

/** Gives money back, or finds what an earlier try has given. */
export function refund(world: World, { id, paymentIntentId, amount }: Of<"refund">, recover: boolean): GatewayAnswer {
  const intent = get(world.intents, paymentIntentId);
  const made = recover ? refundsOf(world, paymentIntentId).find(({ ourId }) => ourId === id) : undefined;
  const given = made ?? giveBack(world, intent, { amount, ourId: id });
  if (given !== undefined) return { type: "done", news: [seen(given)] };
  const failure = { code: "refund_refused", message: "More than is left." } as const;
  const others = refundsOf(world, paymentIntentId).map(seen);
  return { type: "done", news: [...others, { type: "refund_refused", id, failure }] };
}

/** The refund that was made under one of our ids, as news. */
export function madeFor({ refunds }: World, id: string): News | undefined {
  const made = [...refunds.values()].find(({ ourId }) => ourId === id);
  return made && seen(made);
}

/** What a read of the payment's refunds says. */
export function checkRefunds(world: World, payment: Payment, { paymentIntentId }: Of<"check_refunds">): GatewayAnswer {
  const wanted = paymentIntentId === undefined ? takingsOf(payment) : [{ paymentIntentId }];
  return { type: "done", news: wanted.flatMap((taking) => refundsOf(world, taking.paymentIntentId).map(seen)) };
}

/** Gives money back, in the Dashboard where it is not ours. `undefined`: more than is left. */
export function giveBack(
  world: World,
  { id: paymentIntentId, currency, received }: ModelIntent,
  { amount, ourId }: { readonly amount: number; readonly ourId?: string },
): ModelRefund | undefined {
  const gone = refundsOf(world, paymentIntentId)
    .filter(({ status }) => status !== "failed")
    .reduce((sum, other) => sum + other.amount, 0);
  if (gone + amount > received) return undefined;
  const given: ModelRefund = {
    id: world.nextId("re"),
    ...(ourId === undefined ? {} : { ourId }),
    paymentIntentId,
    amount,
    currency,
    status: "succeeded",
  };
  world.refunds.set(given.id, given);
  tell(world, "refund.created", given, seen(given));
  tell(world, "charge.refunded", given, { type: "refunded_total_seen", paymentIntentId, amount: gone + amount });
  return given;
}

/** A refund fails after all. False: there is none, or it has failed already. */
export function failRefund(world: World, refundId: string): boolean {
  const given = world.refunds.get(refundId);
  if (given === undefined || given.status === "failed") return false;
  given.status = "failed";
  tell(world, "refund.failed", given, seen(given));
  return true;
}

/** What is made in the Dashboard does not carry our labels. */
function tell(world: World, type: string, { ourId, paymentIntentId }: ModelRefund, news: News): void {
  const about = ourId === undefined ? undefined : world.intents.get(paymentIntentId);
  world.tell(type, about, [paymentIntentId], [news]);
}

function refundsOf({ refunds }: World, paymentIntentId: string): readonly ModelRefund[] {
  return [...refunds.values()].filter((given) => given.paymentIntentId === paymentIntentId);
}

function seen({ id: refundId, ourId, paymentIntentId, amount, currency, status }: ModelRefund): News {
  const given = { refundId, paymentIntentId, amount, currency, status };
  return { type: "refund_seen", refund: ourId === undefined ? given : { ...given, id: ourId } };
}
