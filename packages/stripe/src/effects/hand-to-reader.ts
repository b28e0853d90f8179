import type { FailureCode, GatewayAnswer, GatewayCall, TerminalEffect, TerminalPayment } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure, type StripeFailure } from "../failure.ts";
import type { SeenReader } from "../objects/action.ts";
import { truthOf } from "../objects/intent.ts";
import { againUnderNewKey, answerToWrite, done, explain } from "../outcome.ts";
import { actionFor, type Attempted } from "./judge-attempt.ts";
import { readAttempt, readIntent, readReader } from "./read-attempt.ts";

type HandToReader = Extract<TerminalEffect, { readonly type: "hand_to_reader" }>;

/** Refusals after which the reader certainly does not have the payment. */
const readerFailures: Readonly<Record<string, FailureCode>> = {
  terminal_reader_offline: "reader_offline",
  terminal_reader_hardware_fault: "reader_hardware_fault",
  terminal_reader_invalid_location_for_payment: "reader_wrong_location",
  terminal_reader_invalid_location_for_activation: "reader_wrong_location",
  terminal_location_country_unsupported: "reader_wrong_location",
};

/** Has a reader collect the payment. Stripe's 200 says that the reader took it, and nothing about money. */
export async function handToReader(
  connection: Connection,
  payment: TerminalPayment,
  effect: HandToReader,
  { idempotencyKey, recover }: GatewayCall,
): Promise<GatewayAnswer> {
  const { paymentIntentId, readerId, attempt, dispatch } = effect;
  const knownCharges = payment.attempts.flatMap(({ chargeId }) => chargeId ?? []);
  const look = (): Promise<GatewayAnswer> =>
    readAttempt(connection, paymentIntentId, readerId, {
      payment,
      attempt,
      dispatch,
      knownCharges,
    } satisfies Attempted);

  if (recover) {
    const seen = await look();
    if (!isNotOnReader(seen)) return seen;
  }
  try {
    const reader = await ask(connection, payment, effect, idempotencyKey);
    // A repeated answer shows the reader as it was then.
    if (isReplayed(reader.lastResponse.headers)) return await look();
    return isWaiting(reader, paymentIntentId) ? done({ type: "reader_waiting", attempt }) : await look();
  } catch (error) {
    return answerToRefusal(connection, effect, readFailure(error));
  }
}

/** Both of Stripe's ways: charge the card that is presented, or only read it. */
async function ask(
  connection: Connection,
  payment: TerminalPayment,
  { paymentIntentId, readerId }: HandToReader,
  idempotencyKey: string,
): Promise<Stripe.Response<Stripe.Terminal.Reader>> {
  const { readers } = (await connection.client()).terminal;
  const config = configOf(payment);
  const options = connection.writeToReader(idempotencyKey);
  if (payment.moto === true) await clearCart(connection, readerId);
  return payment.confirmation === "manual"
    ? readers.collectPaymentMethod(readerId, { payment_intent: paymentIntentId, collect_config: config }, options)
    : readers.processPaymentIntent(readerId, { payment_intent: paymentIntentId, process_config: config }, options);
}

/** Stripe wants no cart on a reader on which a number is to be typed. */
async function clearCart(connection: Connection, readerId: string): Promise<void> {
  const { readers } = (await connection.client()).terminal;
  const reader = await readReader(connection, readerId);
  if (typeof reader !== "string" && !("unread" in reader) && reader.action?.type === "set_reader_display")
    await readers.cancelAction(readerId, {}, connection.writeToReader(crypto.randomUUID()));
}

/** What both ways take. It follows from what is fixed for the attempt: a repetition must be the same request. */
function configOf({
  customerCanCancel,
  ordered,
  tip = 0,
  tipping,
  moto,
}: TerminalPayment): Stripe.Terminal.ReaderProcessPaymentIntentParams.ProcessConfig &
  Stripe.Terminal.ReaderCollectPaymentMethodParams.CollectConfig {
  const quiet = tip > 0 || tipping?.onReader === false;
  // Stripe's client does not declare `moto`, as not every account may send it.
  const config = { enable_customer_cancellation: customerCanCancel, ...(moto === true ? { moto } : {}) };
  if (quiet) return { ...config, skip_tipping: true };
  const eligible = tipping?.amountEligible;
  // A bill that has become smaller has no larger part of it.
  return eligible === undefined
    ? config
    : { ...config, tipping: { amount_eligible: Math.min(eligible, ordered.amount) } };
}

async function answerToRefusal(
  connection: Connection,
  { paymentIntentId, readerId, attempt }: HandToReader,
  failure: StripeFailure,
): Promise<GatewayAnswer> {
  const { code, param } = failure;
  if (param?.includes("moto") === true) return done({ type: "card_present_unavailable", paymentIntentId });
  const failed = (failureCode: FailureCode): GatewayAnswer =>
    done({
      type: "attempt_failed",
      attempt,
      failure: {
        code: failureCode,
        ...(code === undefined ? {} : { stripeCode: code }),
        message: explain(failure),
      },
    });

  switch (code) {
    case "terminal_reader_timeout":
      // Possibly a false alarm: the reader may show the payment. Stripe keeps this answer under the key.
      return againUnderNewKey(failure.message);
    case "terminal_reader_busy": {
      // Busy with this very payment is what was wanted.
      const reader = await readReader(connection, readerId);
      const waiting = typeof reader !== "string" && !("unread" in reader) && isWaiting(reader, paymentIntentId);
      return waiting ? done({ type: "reader_waiting", attempt }) : failed("reader_busy");
    }
    case "intent_invalid_state":
    case "payment_intent_unexpected_state":
      try {
        const truth = truthOf(await readIntent(connection, paymentIntentId));
        return truth === undefined ? failed("refused_by_stripe") : done(truth);
      } catch (error) {
        return againUnderNewKey(readFailure(error).message);
      }
    case "resource_missing":
      return failed(param === "payment_intent" ? "refused_by_stripe" : "reader_not_found");
    case undefined:
    default: {
      const known = code === undefined ? undefined : readerFailures[code];
      if (known !== undefined) return failed(known);
      const answer = answerToWrite(failure);
      if (answer.type !== "refused") return answer;
      return failed(code?.startsWith("terminal_reader_") ? "reader_failed" : "refused_by_stripe");
    }
  }
}

function isWaiting(reader: SeenReader, paymentIntentId: string): boolean {
  return actionFor(reader, paymentIntentId)?.status === "in_progress";
}

function isNotOnReader(answer: GatewayAnswer): boolean {
  return answer.type === "done" && answer.news.some(({ type }) => type === "not_on_reader");
}

function isReplayed(headers: Readonly<Record<string, string>>): boolean {
  return headers["idempotent-replayed"] === "true";
}
