import {
  type CancelReason,
  type Card,
  type CommandType,
  type Failure,
  type FailureCode,
  type Guidance,
  guidance,
  type Held,
  type Money,
  isAtRest,
  moneyMoved,
  type MoneyMoved,
  mostToCapture,
  type Payment,
  type PaymentStatus,
  publicDecline,
  type Signing,
  type SigningFailureCode,
  type SigningTerms,
  type Versioned,
} from "@tillkit/core";
import { iso } from "./answers.ts";
import { publicText } from "./confidential.ts";
import { type DisputeResource, type RefundResource, refundsOf, type ReviewResource } from "./refund-resource.ts";

/** Why an attempt or a payment failed. Reasons that must not be told to anyone at the till are `generic_decline`. */
export interface FailureResource {
  readonly code: FailureCode;
  readonly declineCode?: string;
  readonly stripeCode?: string;
}

/** One presentation of a card payment on a reader. */
export interface AttemptResource {
  /** 1, 2, 3 … */
  readonly number: number;
  /** `tmr_…` */
  readonly reader: string;
  readonly startedAt: string;
  readonly outcome: "running" | "failed" | "authorized" | "canceled";
  readonly failure?: FailureResource;
}

/** Money that is held on a card. */
export interface HoldResource {
  /** The bill as it stands, without a tip. */
  readonly bill: number;
  /** The tip that is held. */
  readonly tip: number;
  /** The most that can be captured now. */
  readonly maximum: number;
  /** When the hold lapses by itself. */
  readonly captureBefore?: string;
  /** It lapses soon. */
  readonly expiring: boolean;
  /** Whether `increment` can raise it. Absent: not known yet. */
  readonly incremental?: boolean;
}

/** Whether the guest has signed, or is being asked to. */
export interface SignatureResource {
  readonly policy: SigningTerms["policy"];
  readonly place: SigningTerms["place"];
  readonly status: Signing["status"];
  readonly signedAt?: string;
  /** Where the guest signed. */
  readonly source?: SigningTerms["place"];
  /** Of the drawing, which `GET …/signature.svg` answers. */
  readonly sha256?: string;
  /** The reader that asks now. */
  readonly asking?: string;
  /** Why a reader did not take it. */
  readonly failure?: SigningFailureCode;
}

/** What a till's screen says of a payment. Never tells what must stay confidential. */
export type GuidanceResource = Omit<Guidance, "commands" | "state">;

/** A payment as the routes answer it, and as event streams send it. Amounts in minor units; times in ISO 8601, UTC. */
export interface PaymentResource {
  readonly id: string;
  /** Grows with each change. Of two answers about a payment, the one with the higher version is the newer. */
  readonly version: number;
  readonly flow: Payment["flow"];
  readonly reference: string;
  /** The order that it is a share of. */
  readonly order?: string;
  /** Where it was taken, in the host's words. */
  readonly location?: string;
  readonly status: PaymentStatus;
  /** What is going on inside the status, like `waiting_for_card`. `checking`: Stripe is being asked. */
  readonly stage?: string;
  /** `unknown` means: do not charge again yet. */
  readonly moneyMoved: MoneyMoved;
  /** What was ordered, without a tip. */
  readonly amount: number;
  readonly currency: string;
  /** The tip that was entered on the till, and is charged together with `amount`. */
  readonly tipEntered?: number;
  /** What is held on the card, tip included. */
  readonly amountAuthorized?: number;
  /** The hold: what can be done with it, and until when. */
  readonly hold?: HoldResource;
  /** The guest's signature. Absent: none is wanted. */
  readonly signature?: SignatureResource;
  /** What was taken, tip included. */
  readonly amountPaid?: number;
  /** The part of `amountPaid` that is a tip. */
  readonly tip?: number;
  readonly livemode: boolean;
  readonly paymentIntentId?: string;
  /** The same as `paymentIntentId`, under the name that much POS software already has a column for. */
  readonly stripe_payment_intent_id?: string;
  readonly checkoutSessionId?: string;
  /** Where the guest pays, while the page is open. */
  readonly url?: string;
  /** When the Checkout page closes. */
  readonly expiresAt?: string;
  /** When the till stops waiting for a card. */
  readonly deadlineAt?: string;
  /** Until when the card can be looked at and confirmed. */
  readonly confirmBy?: string;
  /** The reader of the last attempt (`tmr_…`). */
  readonly reader?: string;
  /** The reader that the payment is being taken to. */
  readonly nextReader?: string;
  /** An order by mail or telephone: the number of the card is typed on the reader. */
  readonly moto?: true;
  /** The host's name of the register that takes it. */
  readonly register?: string;
  /** Oldest first. */
  readonly attempts?: readonly AttemptResource[];
  readonly failure?: FailureResource;
  readonly cancelReason?: CancelReason;
  /** The card that paid, or that is being charged. */
  readonly card?: Card;
  readonly fulfilment?: {
    readonly status: "pending" | "done" | "refused" | "held";
    readonly at?: string;
    readonly reason?: string;
    /** What follows from the order, like the kitchen's ticket; `doneAt` once it is done. */
    readonly afterwards?: readonly { readonly name: string; readonly doneAt?: string }[];
  };
  /** What the guest was shown and charged, where that was another currency. */
  readonly presented?: Money;
  /** Set once the bill was closed, as after it was paid in cash. */
  readonly closed?: { readonly at: string; readonly by: string; readonly note?: string };
  /** What went back for certain of `amountPaid`. */
  readonly amountRefunded?: number;
  /** What can still be given back of `amountPaid`. */
  readonly refundable?: number;
  /** What was given back, or asked to be, by whomever. Oldest first. */
  readonly refunds: readonly RefundResource[];
  /** Banks' objections. Oldest first. */
  readonly disputes: readonly DisputeResource[];
  /** What a person should look at, or has. */
  readonly review: readonly ReviewResource[];
  /** What a till's screen says, in English. */
  readonly guidance: GuidanceResource;
  /** What may be asked of it now: a screen's buttons. */
  readonly commands: readonly CommandType[];
  /** Nothing more will happen by itself. */
  readonly final: boolean;
  readonly createdAt: string;
}

/** Writes a payment as a resource. Fields that do not apply in its status are absent. */
export function toResource({ payment, version }: Versioned): PaymentResource {
  const { id, flow, reference, status, ordered, livemode, createdAt } = payment;
  const { commands, state: _state, ...words } = guidance(payment);
  return {
    id,
    version,
    flow,
    reference,
    ...(payment.order === undefined ? {} : { order: payment.order }),
    ...(payment.location === undefined ? {} : { location: payment.location }),
    status,
    ...("stage" in payment ? { stage: payment.stage } : {}),
    moneyMoved: moneyMoved(payment),
    amount: ordered.amount,
    currency: ordered.currency,
    ...("authorized" in payment ? { amountAuthorized: payment.authorized, hold: toHold(payment) } : {}),
    ...("paid" in payment ? { amountPaid: payment.paid.amount, tip: payment.paid.tip } : {}),
    livemode,
    ...stripeIds(payment),
    ...(payment.flow === "terminal" ? onReader(payment) : online(payment)),
    ...("failure" in payment && payment.failure !== undefined ? { failure: toFailure(payment.failure) } : {}),
    ...("cancelReason" in payment ? { cancelReason: payment.cancelReason } : {}),
    ...(payment.card === undefined ? {} : { card: payment.card }),
    ...("fulfilment" in payment ? { fulfilment: toFulfilment(payment.fulfilment) } : {}),
    ...("paid" in payment && payment.paid.presented !== undefined ? { presented: payment.paid.presented } : {}),
    ...(payment.closed === undefined ? {} : { closed: { ...payment.closed, at: iso(payment.closed.at) } }),
    ...refundsOf(payment),
    guidance: words,
    commands,
    final: isAtRest(payment),
    createdAt: iso(createdAt),
  };
}

function toHold(payment: Held): HoldResource {
  const { bill, authorizedTip: tip, captureBefore, holdExpiring = false, incremental } = payment;
  return {
    bill,
    tip,
    maximum: mostToCapture(payment),
    ...(captureBefore === undefined ? {} : { captureBefore: iso(captureBefore) }),
    expiring: holdExpiring,
    ...(incremental === undefined ? {} : { incremental }),
  };
}

function toSignature(payment: Extract<Payment, { flow: "terminal" }>, signing: Signing): SignatureResource {
  const { policy, place, status } = signing;
  const { asking, signingFailure } = { asking: undefined, signingFailure: undefined, ...payment };
  return {
    policy,
    place,
    status,
    ...(signing.status === "signed"
      ? { signedAt: iso(signing.signed.at), source: signing.signed.source, sha256: signing.signed.sha256 }
      : {}),
    ...(asking === undefined ? {} : { asking: asking.readerId }),
    ...(signingFailure === undefined ? {} : { failure: signingFailure.code }),
  };
}

function stripeIds(
  payment: Payment,
): Pick<PaymentResource, "paymentIntentId" | "stripe_payment_intent_id" | "checkoutSessionId"> {
  const intent = "paymentIntentId" in payment ? payment.paymentIntentId : undefined;
  const session = "checkoutSessionId" in payment ? payment.checkoutSessionId : undefined;
  return {
    ...(intent === undefined ? {} : { paymentIntentId: intent, stripe_payment_intent_id: intent }),
    ...(session === undefined ? {} : { checkoutSessionId: session }),
  };
}

function onReader(
  payment: Extract<Payment, { flow: "terminal" }>,
): Pick<
  PaymentResource,
  "deadlineAt" | "confirmBy" | "reader" | "nextReader" | "register" | "attempts" | "tipEntered" | "signature" | "moto"
> {
  const next = payment.status === "collecting" ? payment.withdrawal?.next?.readerId : undefined;
  return {
    ...(payment.status === "requires_confirmation" ? { confirmBy: iso(payment.confirmBy) } : {}),
    ...(next === undefined || next === payment.readerId ? {} : { nextReader: next }),
    ...(payment.moto === undefined ? {} : { moto: payment.moto }),
    ...(payment.register === undefined ? {} : { register: payment.register }),
    ...(payment.tip === undefined ? {} : { tipEntered: payment.tip }),
    ...(payment.signing === undefined ? {} : { signature: toSignature(payment, payment.signing) }),
    ...("deadlineAt" in payment ? { deadlineAt: iso(payment.deadlineAt) } : {}),
    reader: payment.readerId,
    attempts: payment.attempts.map(({ number, readerId, startedAt, outcome, failure }) => ({
      number,
      reader: readerId,
      startedAt: iso(startedAt),
      outcome,
      ...(failure === undefined ? {} : { failure: toFailure(failure) }),
    })),
  };
}

function online(payment: Extract<Payment, { flow: "checkout" }>): Pick<PaymentResource, "url" | "expiresAt"> {
  return { ...("url" in payment ? { url: payment.url } : {}), expiresAt: iso(payment.closesAt ?? payment.expiresAt) };
}

/** Stripe's own sentence stays behind: it can say what the codes may not. */
function toFailure({ code, declineCode, stripeCode }: Failure): FailureResource {
  return {
    code,
    ...(declineCode === undefined ? {} : { declineCode: publicDecline(declineCode) }),
    ...(stripeCode === undefined ? {} : { stripeCode: publicDecline(stripeCode) }),
  };
}

function toFulfilment(
  fulfilment: Extract<Payment, { status: "succeeded" }>["fulfilment"],
): NonNullable<PaymentResource["fulfilment"]> {
  return {
    status: fulfilment.status,
    ...("at" in fulfilment ? { at: iso(fulfilment.at) } : {}),
    ...("reason" in fulfilment ? { reason: publicText(fulfilment.reason) } : {}),
    ...("afterwards" in fulfilment
      ? {
          afterwards: fulfilment.afterwards.map(({ name, doneAt }) => ({
            name,
            ...(doneAt === undefined ? {} : { doneAt: iso(doneAt) }),
          })),
        }
      : {}),
  };
}
