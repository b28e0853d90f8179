import type { BesideEffect, GatewayAnswer, News, Payment, ReaderRefundFailureCode } from "@tillkit/core";
import { giveBack, madeFor } from "./refunds.ts";
import { get, type World } from "./world.ts";

type Of<Type> = Extract<BesideEffect, { readonly type: Type }>;

/** Has a reader ask for the card that paid, unless it has something else to do. */
export function refundOnReader(
  world: World,
  { id: paymentId, tenant }: Payment,
  { id, readerId, paymentIntentId, amount }: Of<"refund_on_reader">,
): GatewayAnswer {
  const { returns, slots, questions, readers } = world;
  if (!readers.includes(readerId)) return failed(id, "reader_not_found");
  if (returns.get(readerId)?.refundId === id) return checkReaderRefund(world, { id, readerId });
  if ([returns, slots, questions].some((runs) => runs.get(readerId)?.status === "in_progress"))
    return failed(id, "reader_busy");
  slots.delete(readerId);
  questions.delete(readerId);
  returns.set(readerId, { refundId: id, paymentId, tenant, paymentIntentId, amount, status: "in_progress" });
  return awaited(id);
}

/** What became of it. */
export function checkReaderRefund(
  world: World,
  { id, readerId }: Pick<Of<"check_reader_refund">, "id" | "readerId">,
): GatewayAnswer {
  const made = madeFor(world, id);
  if (made !== undefined) return done(made);
  const shown = world.returns.get(readerId);
  if (shown?.refundId !== id) return failed(id, "reader_displaced");
  return shown.status === "in_progress" ? awaited(id) : failed(id, shown.failure ?? "reader_failed");
}

/** Takes it off its reader, if it is the one there. */
export function cancelReaderRefund(world: World, effect: Of<"cancel_reader_refund">): GatewayAnswer {
  const shown = world.returns.get(effect.readerId);
  if (shown?.refundId === effect.id && shown.status === "in_progress") world.returns.delete(effect.readerId);
  return checkReaderRefund(world, effect);
}

/** A guest presents a card, the one that paid or another. False: the reader does not ask for one. */
export function presentForRefund(world: World, readerId: string, right: boolean): boolean {
  const shown = world.returns.get(readerId);
  if (shown?.status !== "in_progress") return false;
  const { refundId: ourId, paymentIntentId, amount } = shown;
  const given = right ? giveBack(world, get(world.intents, paymentIntentId), { amount, ourId }) : undefined;
  return end(world, readerId, given === undefined ? "card_declined" : undefined);
}

/** A guest presses cancel. False: the reader does not ask for a card. */
export function cancelRefundOnReader(world: World, readerId: string): boolean {
  return world.returns.get(readerId)?.status === "in_progress" && end(world, readerId, "customer_canceled");
}

function end({ returns, tell }: World, readerId: string, failure: ReaderRefundFailureCode | undefined): boolean {
  const shown = get(returns, readerId);
  returns.set(readerId, {
    ...shown,
    status: failure === undefined ? "succeeded" : "failed",
    ...(failure === undefined ? {} : { failure }),
  });
  const type = failure === undefined ? "terminal.reader.action_succeeded" : "terminal.reader.action_failed";
  tell(type, shown, [], [{ type: "refund_hint", id: shown.refundId, afterMs: failure === undefined ? 2_000 : 0 }]);
  return true;
}

const done = (...news: readonly News[]): GatewayAnswer => ({ type: "done", news });

const awaited = (id: string): GatewayAnswer => done({ type: "refund_awaited", id });

const failed = (id: string, code: ReaderRefundFailureCode): GatewayAnswer =>
  done({ type: "refund_refused", id, failure: { code } });
