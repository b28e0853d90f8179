import type { GatewayAnswer, GatewayCall } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { answerToWrite } from "../outcome.ts";
import { cancelAction } from "./cancel-action.ts";
import { cancelIntent } from "./cancel-intent.ts";
import { captureIntent } from "./capture-intent.ts";
import { checkIntent } from "./check-intent.ts";
import { checkRefunds } from "./check-refunds.ts";
import { checkSession } from "./check-session.ts";
import { askSignature, cancelSignature, checkSignature } from "./signature.ts";
import { confirmIntent } from "./confirm-intent.ts";
import { expireSession } from "./expire-session.ts";
import { handToReader } from "./hand-to-reader.ts";
import { incrementAuthorization } from "./increment-authorization.ts";
import { openIntent } from "./open-intent.ts";
import { openSession } from "./open-session.ts";
import { cancelReaderRefund, checkReaderRefund, refundOnReader } from "./reader-refund.ts";
import { refund } from "./refund.ts";
import { updateIntent } from "./update-intent.ts";

/** Performs one effect at Stripe. Answers; does not throw. */
export async function perform(connection: Connection, call: GatewayCall): Promise<GatewayAnswer> {
  try {
    const { effect } = call;
    if (effect.type === "refund") return await refund(connection, effect, call);
    if (effect.type === "check_refunds") return await checkRefunds(connection, call.payment, effect);
    if (effect.type === "refund_on_reader") return await refundOnReader(connection, effect, call);
    if (effect.type === "check_reader_refund") return await checkReaderRefund(connection, effect);
    if (effect.type === "cancel_reader_refund") return await cancelReaderRefund(connection, effect, call);
    return await (call.payment.flow === "terminal"
      ? performTerminal(connection, call, call.payment)
      : performCheckout(connection, call, call.payment));
  } catch (error) {
    // Something of ours broke, and with it the knowledge of what was sent.
    return answerToWrite(readFailure(error));
  }
}

type FlowPayment<Flow> = Extract<GatewayCall["payment"], { readonly flow: Flow }>;

async function performTerminal(
  connection: Connection,
  call: GatewayCall,
  payment: FlowPayment<"terminal">,
): Promise<GatewayAnswer> {
  const { effect } = call;
  switch (effect.type) {
    case "open_intent":
      return openIntent(connection, payment, call);
    case "hand_to_reader":
      return handToReader(connection, payment, effect, call);
    case "update_intent":
      return updateIntent(connection, effect, call);
    case "confirm_intent":
      return confirmIntent(connection, payment, effect, call);
    case "check_intent":
      return checkIntent(connection, payment, effect);
    case "cancel_action":
      return cancelAction(connection, effect, call);
    case "cancel_intent":
      return cancelIntent(connection, effect, call);
    case "capture_intent":
      return captureIntent(connection, effect, call);
    case "increment_authorization":
      return incrementAuthorization(connection, effect, call);
    case "ask_signature":
      return askSignature(connection, payment, effect, call);
    case "check_signature":
      return checkSignature(connection, payment, effect);
    case "cancel_signature":
      return cancelSignature(connection, payment, effect, call);
    case "open_session":
    case "check_session":
    case "expire_session":
    case "refund":
    case "check_refunds":
    case "refund_on_reader":
    case "check_reader_refund":
    case "cancel_reader_refund":
      return misdirected(call);
  }
}

async function performCheckout(
  connection: Connection,
  call: GatewayCall,
  payment: FlowPayment<"checkout">,
): Promise<GatewayAnswer> {
  const { effect } = call;
  switch (effect.type) {
    case "open_session":
      return openSession(connection, payment, call);
    case "check_session":
      return checkSession(connection, effect);
    case "expire_session":
      return expireSession(connection, effect, call);
    case "open_intent":
    case "hand_to_reader":
    case "update_intent":
    case "confirm_intent":
    case "check_intent":
    case "cancel_action":
    case "cancel_intent":
    case "capture_intent":
    case "refund":
    case "check_refunds":
    case "refund_on_reader":
    case "check_reader_refund":
    case "cancel_reader_refund":
    case "increment_authorization":
    case "ask_signature":
    case "check_signature":
    case "cancel_signature":
      return misdirected(call);
  }
}

function misdirected({ effect, payment }: GatewayCall): GatewayAnswer {
  return { type: "refused", message: `\`${effect.type}\` is no effect of a ${payment.flow} payment.` };
}
