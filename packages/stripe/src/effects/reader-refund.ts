import type {
  BesideEffect,
  GatewayAnswer,
  GatewayCall,
  News,
  ReaderRefundFailureCode,
  RefundFailure,
} from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure, type StripeFailure } from "../failure.ts";
import { metadataOf } from "../metadata.ts";
import type { SeenAction, SeenReader } from "../objects/action.ts";
import { REFUND_LABEL, refundNews } from "../objects/refund.ts";
import { answerToRead, answerToWrite, done, explain } from "../outcome.ts";
import { listRefunds } from "./list-refunds.ts";
import { readReader } from "./read-attempt.ts";

type Of<Type> = Extract<BesideEffect, { readonly type: Type }>;

/** What is known by our own id: a reader's action has none. */
type Asked = Pick<Of<"check_reader_refund">, "id" | "paymentIntentId" | "readerId">;

/** Refusals after which the reader certainly does not ask for the card. */
const refusals: Readonly<Record<string, ReaderRefundFailureCode>> = {
  terminal_reader_busy: "reader_busy",
  terminal_reader_offline: "reader_offline",
  terminal_reader_hardware_fault: "reader_failed",
};

/** Has a reader ask for the card, unless it does something else: Stripe would put the refund in the place of a payment. */
export async function refundOnReader(
  connection: Connection,
  effect: Of<"refund_on_reader">,
  call: GatewayCall,
): Promise<GatewayAnswer> {
  const { id, paymentIntentId, amount, readerId } = effect;
  if (call.recover) return checkReaderRefund(connection, effect);
  const before = await readReader(connection, readerId);
  if (before === "gone") return failed(id, { code: "reader_not_found" });
  if ("unread" in before) return answerToRead(before.unread);
  if (actionOf(before, id) !== undefined) return checkReaderRefund(connection, effect);
  if (before.action?.status === "in_progress") return failed(id, { code: "reader_busy" });
  try {
    const stripe = await connection.client();
    await stripe.terminal.readers.refundPayment(
      readerId,
      {
        payment_intent: paymentIntentId,
        amount,
        metadata: { ...metadataOf(call.payment, connection.environment), [REFUND_LABEL]: id },
        refund_payment_config: { enable_customer_cancellation: true },
      },
      connection.writeToReader(call.idempotencyKey),
    );
    return awaited(id);
  } catch (error) {
    return answerToRefusal(id, readFailure(error));
  }
}

/** Reads what became of it: on the reader, and among the refunds that Stripe has made. */
export async function checkReaderRefund(connection: Connection, asked: Asked): Promise<GatewayAnswer> {
  const reader = await readReader(connection, asked.readerId);
  if (reader !== "gone" && "unread" in reader) return answerToRead(reader.unread);
  const action = reader === "gone" ? undefined : actionOf(reader, asked.id);
  return ended(connection, asked, action);
}

/** Takes it off the reader, if it is still the one there. */
export async function cancelReaderRefund(
  connection: Connection,
  asked: Asked,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  const reader = await readReader(connection, asked.readerId);
  if (reader !== "gone" && "unread" in reader) return answerToRead(reader.unread);
  const action = reader === "gone" ? undefined : actionOf(reader, asked.id);
  if (action?.status !== "in_progress") return ended(connection, asked, action, { last: true });
  try {
    const stripe = await connection.client();
    await stripe.terminal.readers.cancelAction(asked.readerId, {}, connection.writeToReader(idempotencyKey));
  } catch (error) {
    const { code = "" } = readFailure(error);
    // The card is in it, or nobody can tell it to stop: it may still give the money back.
    if (code.startsWith("terminal_reader_")) return awaited(asked.id);
    const answer = answerToWrite(readFailure(error));
    return answer.type === "refused" ? awaited(asked.id) : answer;
  }
  return ended(connection, asked, undefined, { last: true });
}

/** The refund that Stripe has made, or why there is none. `last`: the reader does not ask any more, whatever it says of itself. */
async function ended(
  connection: Connection,
  { id, paymentIntentId }: Asked,
  action: SeenAction | undefined,
  { last = false } = {},
): Promise<GatewayAnswer> {
  if (action?.status === "in_progress") return awaited(id);
  try {
    const made = (await listRefunds(connection, paymentIntentId)).find(
      ({ metadata }) => metadata?.[REFUND_LABEL] === id,
    );
    if (made !== undefined) return done(...refundNews(made));
  } catch (error) {
    return answerToRead(readFailure(error));
  }
  if (action === undefined) return failed(id, { code: "reader_displaced" });
  // Lists are a moment behind; and who lost the connection has not lost the money yet.
  const open = action.status === "succeeded" || action.failure_code === "connection_error";
  return open && !last ? awaited(id) : failed(id, failureOf(action));
}

/** The reader's action, where it is this refund. */
function actionOf({ action }: SeenReader, id: string): SeenAction | undefined {
  return action?.refund_payment?.metadata?.[REFUND_LABEL] === id ? action : undefined;
}

function failureOf({ failure_code: code, failure_message: message, api_error: error }: SeenAction): RefundFailure {
  const stripeCode = error?.decline_code ?? error?.code ?? code;
  return {
    code: isOutcome(code) ? code : error?.type === "card_error" ? "card_declined" : "reader_failed",
    ...(stripeCode ? { stripeCode } : {}),
    ...(message ? { message } : {}),
  };
}

function isOutcome(code: string | null | undefined): code is "card_declined" | "customer_canceled" {
  return code === "card_declined" || code === "customer_canceled";
}

function answerToRefusal(id: string, failure: StripeFailure): GatewayAnswer {
  const { code = "", param } = failure;
  const why = { ...(code === "" ? {} : { stripeCode: code }), message: explain(failure) };
  // Possibly a false alarm: the reader may ask. A read decides.
  if (code === "terminal_reader_timeout") return { type: "unknown", message: failure.message };
  if (code === "resource_missing" && param !== "payment_intent")
    return failed(id, { code: "reader_not_found", ...why });
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return known === undefined ? answerToWrite(failure) : failed(id, { code: known, ...why });
}

const awaited = (id: string): GatewayAnswer => done({ type: "refund_awaited", id });

const failed = (id: string, failure: RefundFailure): GatewayAnswer =>
  done({ type: "refund_refused", id, failure } satisfies News);
