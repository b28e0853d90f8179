import type { GatewayAnswer, GatewayCall, Payment } from "@tillkit/core";
import { cancelAction, checkIntent, confirmIntent, handToReader } from "./collecting.ts";
import { cancelIntent, captureIntent, incrementAuthorization, openIntent, updateIntent } from "./intents.ts";
import { openedNews, sessionNews, truthOf } from "./news.ts";
import { checkSession, expireSession, openSession } from "./pages.ts";
import { cancelReaderRefund, checkReaderRefund, refundOnReader } from "./reader-refunds.ts";
import { checkRefunds, refund } from "./refunds.ts";
import { askSignature, cancelSignature, checkSignature } from "./questions.ts";
import type { World } from "./world.ts";

/** The work that an effect asks for, without faults and keys. */
export function work(world: World, { effect, payment, recover }: GatewayCall): GatewayAnswer {
  switch (effect.type) {
    case "open_intent":
      return (recover ? found(world, payment) : undefined) ?? openIntent(world, payment);
    case "open_session":
      return (recover ? found(world, payment) : undefined) ?? openSession(world, payment);
    case "hand_to_reader":
      return handToReader(world, payment, effect);
    case "update_intent":
      return updateIntent(world, effect);
    case "confirm_intent":
      return confirmIntent(world, effect, payment);
    case "check_intent":
      return checkIntent(world, effect);
    case "cancel_action":
      return cancelAction(world, effect);
    case "cancel_intent":
      return cancelIntent(world, effect);
    case "capture_intent":
      return captureIntent(world, effect);
    case "refund":
      return refund(world, effect, recover);
    case "refund_on_reader":
      return refundOnReader(world, payment, effect);
    case "check_reader_refund":
      return checkReaderRefund(world, effect);
    case "cancel_reader_refund":
      return cancelReaderRefund(world, effect);
    case "check_refunds":
      return checkRefunds(world, payment, effect);
    case "increment_authorization":
      return incrementAuthorization(world, effect);
    case "ask_signature":
      return askSignature(world, payment, effect);
    case "check_signature":
      return checkSignature(world, payment, effect);
    case "cancel_signature":
      return cancelSignature(world, payment, effect);
    case "check_session":
      return checkSession(world, effect.checkoutSessionId);
    case "expire_session":
      return expireSession(world, effect.checkoutSessionId);
  }
}

/** What an earlier try has made. */
function found(world: World, payment: Payment): GatewayAnswer | undefined {
  const isOurs = ({ paymentId, tenant }: { readonly paymentId: string; readonly tenant: string }): boolean =>
    paymentId === payment.id && tenant === payment.tenant;
  const intent = [...world.intents.values()].find(isOurs);
  const session = [...world.sessions.values()].find(isOurs);
  if (payment.flow === "terminal" && intent !== undefined)
    return { type: "done", news: [{ type: "intent_opened", paymentIntentId: intent.id }, ...truthOf(intent)] };
  if (payment.flow === "checkout" && session !== undefined)
    return { type: "done", news: [openedNews(session), ...sessionNews(world, session)] };
  return undefined;
}
