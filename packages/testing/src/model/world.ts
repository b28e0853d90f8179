import type { GatewayEvent, News, ReaderRefundFailureCode } from "@tillkit/core";
import type { ModelAnswer, ModelDelivery, ModelIntent, ModelRefund, ModelSession, ModelSurprise } from "./types.ts";

/** What signs a delivery of the model. */
export const SIGNATURE = "model";

/** What a reader shows: the last action that it was given. */
export interface Slot {
  readonly paymentIntentId: string;
  /** What was owed when the reader was given it. */
  readonly owed: number;
  /** Only reads the card; it is charged by another action. */
  readonly collects: boolean;
  readonly customerCanCancel: boolean;
  /** Wants a number to be typed, and no card. */
  readonly keyed: boolean;
  status: "in_progress" | "succeeded" | "failed";
  failure?: {
    readonly code: "card_declined" | "customer_canceled";
    readonly declineCode?: string;
    readonly chargeId?: string;
  };
}

/** A question for a signature on a reader. */
interface Question {
  readonly paymentId: string;
  readonly tenant: string;
  readonly round: number;
  status: "in_progress" | ModelAnswer;
}

/** A refund for which a reader asks for the card. */
interface Return {
  readonly refundId: string;
  readonly paymentId: string;
  readonly tenant: string;
  readonly paymentIntentId: string;
  readonly amount: number;
  readonly status: "in_progress" | "succeeded" | "failed";
  readonly failure?: ReaderRefundFailureCode;
}

/** Everything that the model knows. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether card numbers may be typed on readers. */
  readonly moto: boolean;
  /** By reader. A reader has a payment, a question or a refund, and one of them only. */
  readonly questions: Map<string, Question>;
  readonly returns: Map<string, Return>;
  readonly intents: Map<string, ModelIntent>;
  readonly sessions: Map<string, ModelSession>;
  readonly refunds: Map<string, ModelRefund>;
  /** By reader. */
  readonly slots: Map<string, Slot>;
  /** By PaymentIntent: the attempt for which its amount was changed last, and to what. */
  readonly updates: Map<string, { readonly attempt: number; readonly amount: number }>;
  /** PaymentIntents whose amount an older request changed back, which had hung in the network for longer than any lease. */
  readonly overtaken: Set<string>;
  readonly surprises: ModelSurprise[];
  /** The readers that show a cart. */
  readonly carts: Set<string>;
  /** The names that readers were given. */
  readonly labels: Map<string, string>;
  /** The readers that exist. */
  readonly readers: string[];
  readonly deliveries: ModelDelivery[];
  /** Makes an id that was never made before. */
  nextId(prefix: string): string;
  /** Makes an event. */
  tell(
    type: string,
    about: { readonly paymentId: string; readonly tenant: string } | undefined,
    names: readonly string[],
    news: readonly News[],
  ): void;
}

/** A world in which nothing has happened yet. */
export function newWorld(readers: readonly string[], now: () => number, moto: boolean): World {
  const deliveries: ModelDelivery[] = [];
  let serial = 0;
  const nextId = (prefix: string): string => `${prefix}_${(serial += 1)}`;
  return {
    intents: new Map(),
    sessions: new Map(),
    refunds: new Map(),
    slots: new Map(),
    questions: new Map(),
    returns: new Map(),
    now,
    moto,
    updates: new Map(),
    overtaken: new Set(),
    surprises: [],
    carts: new Set(),
    labels: new Map(),
    readers: [...readers],
    deliveries,
    nextId,
    tell: (type, about, names, news) => {
      const event: GatewayEvent = {
        id: nextId("evt"),
        type,
        names,
        news,
        ...(about === undefined ? {} : { subject: { tenant: about.tenant, paymentId: about.paymentId } }),
      };
      deliveries.push({
        bytes: new TextEncoder().encode(JSON.stringify(event)),
        signature: SIGNATURE,
        createdAt: now(),
      });
    },
  };
}

/** What must be there. */
export function get<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) throw new RangeError(`The model has no ${id}.`);
  return value;
}
