import {
  formatMoney,
  type GatewayAnswer,
  type GatewayCall,
  type SigningFailureCode,
  type TerminalEffect,
  type TerminalPayment,
} from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure, type StripeFailure } from "../failure.ts";
import { isFor, metadataOf } from "../metadata.ts";
import type { SeenAction, SeenReader } from "../objects/action.ts";
import { answerToRead, answerToWrite, done, explain } from "../outcome.ts";
import { readReader } from "./read-attempt.ts";
import { fetchSignature } from "./signature-file.ts";

type Question<Type extends TerminalEffect["type"]> = Extract<TerminalEffect, { readonly type: Type }>;

/** The label by which one question is told from another: an action has no id. */
const ROUND = "tillkit_signature";

/** Refusals after which the reader certainly asks nothing. */
const refusals: Readonly<Record<string, SigningFailureCode>> = {
  terminal_reader_busy: "reader_busy",
  terminal_reader_offline: "reader_offline",
  terminal_reader_hardware_fault: "reader_failed",
  resource_missing: "reader_failed",
};

/** Has a reader ask for a signature, unless it does something else: Stripe would put the question in the place of a payment. */
export async function askSignature(
  connection: Connection,
  payment: TerminalPayment,
  { readerId, round }: Question<"ask_signature">,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  const before = await readReader(connection, readerId);
  if (before === "gone") return failed(round, "reader_failed", `Stripe has no reader ${readerId} any more.`);
  if ("unread" in before) return answerToRead(before.unread);
  if (questionOn(connection, payment, { reader: before, round })) return done({ type: "signature_asked", round });
  if (before.action?.status === "in_progress") return failed(round, "reader_busy", "The reader does something else.");
  try {
    const stripe = await connection.client();
    await stripe.terminal.readers.collectInputs(
      readerId,
      {
        inputs: [questionFor(payment)],
        metadata: { ...metadataOf(payment, connection.environment), [ROUND]: String(round) },
      },
      connection.writeToReader(idempotencyKey),
    );
    return done({ type: "signature_asked", round });
  } catch (error) {
    return answerToRefusal(round, readFailure(error));
  }
}

/** Reads what became of a question. */
export async function checkSignature(
  connection: Connection,
  payment: TerminalPayment,
  { readerId, round }: Question<"check_signature">,
): Promise<GatewayAnswer> {
  const reader = await readReader(connection, readerId);
  if (reader === "gone") return failed(round, "reader_failed", `Stripe has no reader ${readerId} any more.`);
  if ("unread" in reader) return answerToRead(reader.unread);
  const action = questionOn(connection, payment, { reader, round });
  switch (action?.status) {
    case "in_progress":
      return done({ type: "signature_asked", round });
    case "succeeded":
      return answered(connection, action, round);
    case "failed":
      return failed(
        round,
        failureOf(action),
        action.failure_message ?? "The reader did not take the signature.",
        action,
      );
    case undefined:
    default:
      return failed(round, "reader_displaced", "The reader does not ask any more.");
  }
}

/** Takes a question off its reader, if it is still the one there. */
export async function cancelSignature(
  connection: Connection,
  payment: TerminalPayment,
  { readerId, round }: Question<"cancel_signature">,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  const reader = await readReader(connection, readerId);
  if (reader === "gone") return done();
  if ("unread" in reader) return answerToRead(reader.unread);
  if (questionOn(connection, payment, { reader, round })?.status !== "in_progress") return done();
  try {
    const stripe = await connection.client();
    await stripe.terminal.readers.cancelAction(readerId, {}, connection.writeToReader(idempotencyKey));
    return done();
  } catch (error) {
    const answer = answerToWrite(readFailure(error));
    // A question that stays on a screen costs nobody money; the reader gives up by itself.
    return answer.type === "refused" ? done() : answer;
  }
}

async function answered(
  connection: Connection,
  { collect_inputs: asked }: SeenAction,
  round: number,
): Promise<GatewayAnswer> {
  const input = asked?.inputs?.find(({ type }) => type === "signature");
  const file = input?.signature?.value;
  if (!file) return failed(round, "signature_skipped", "The guest skipped the signature.");
  try {
    const drawing = await fetchSignature(connection, file);
    if (drawing === undefined)
      return failed(round, "signature_unreadable", `The file ${file} is no small SVG drawing.`);
    return done({ type: "signature_given", round, drawing });
  } catch (error) {
    const failure = readFailure(error);
    if (failure.status === 404 || failure.status === 403)
      return failed(round, "signature_unreadable", explain(failure));
    return answerToRead(failure);
  }
}

/** The reader's action, where it is this question. */
function questionOn(
  { environment }: Connection,
  payment: TerminalPayment,
  { reader: { action }, round }: { readonly reader: SeenReader; readonly round: number },
): SeenAction | undefined {
  const metadata = action?.collect_inputs?.metadata;
  return action && isFor(metadata, payment, environment) && metadata?.[ROUND] === String(round) ? action : undefined;
}

function questionFor(payment: TerminalPayment): Stripe.Terminal.ReaderCollectInputsParams.Input {
  const { ordered, signing } = payment;
  const amount =
    "authorized" in payment ? payment.authorized : "paid" in payment ? payment.paid.amount : ordered.amount;
  return {
    type: "signature",
    required: signing?.policy === "required",
    custom_text: {
      title: "Please sign",
      description: formatMoney({ ...ordered, amount }).toUpperCase(),
      submit_button: "Done",
      ...(signing?.policy === "required" ? {} : { skip_button: "Skip" }),
    },
  };
}

function answerToRefusal(round: number, failure: StripeFailure): GatewayAnswer {
  const { code = "" } = failure;
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (known !== undefined) return failed(round, known, explain(failure));
  // Possibly a false alarm: the reader may ask. A read decides.
  if (code === "terminal_reader_timeout") return { type: "unknown", message: failure.message };
  const answer = answerToWrite(failure);
  // Stripe names no code for a reader that cannot do it, so its words have to do.
  return answer.type === "refused" && /support/i.test(answer.message)
    ? failed(round, "reader_unsupported", answer.message)
    : answer;
}

/** The reader gives up after two minutes; Stripe publishes no list of codes. */
function failureOf({ failure_code: code }: SeenAction): SigningFailureCode {
  if (code === "customer_canceled") return "signature_skipped";
  return code?.includes("timeout") === true || code?.includes("timed_out") === true
    ? "signature_timed_out"
    : "reader_failed";
}

function failed(round: number, code: SigningFailureCode, message: string, action?: SeenAction): GatewayAnswer {
  const stripeCode = action?.failure_code;
  return done({
    type: "signature_failed",
    round,
    failure: { code, message, ...(stripeCode ? { stripeCode } : {}) },
  });
}
