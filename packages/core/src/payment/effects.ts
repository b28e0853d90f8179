import type { RefundReason } from "./refund.ts";

/** What must be done because of a move beside the status. */
export type BesideEffect =
  /** Give money back. `refund_seen` answers, or `refund_refused`. */
  | {
      readonly type: "refund";
      readonly key: string;
      /** Ours (`ref_…`), kept in the refund's metadata at Stripe. */
      readonly id: string;
      readonly paymentIntentId: string;
      /** In minor units. */
      readonly amount: number;
      readonly reason?: RefundReason;
    }
  /** Have a reader ask for the card, and give the money back to it. `refund_awaited` answers, or what became of it. */
  | {
      readonly type: "refund_on_reader";
      readonly key: string;
      readonly id: string;
      readonly paymentIntentId: string;
      readonly amount: number;
      readonly readerId: string;
    }
  /** Read what became of it, on the reader and at Stripe. */
  | {
      readonly type: "check_reader_refund";
      readonly key: string;
      readonly id: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      /** Wait this long first. Milliseconds. */
      readonly afterMs?: number;
    }
  /** Take it off the reader, if it is still the one there; and read what became of it. */
  | {
      readonly type: "cancel_reader_refund";
      readonly key: string;
      readonly id: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      /** Wait this long first. Milliseconds. */
      readonly afterMs?: number;
    }
  /** Read every refund of a PaymentIntent; without one, of all the payment's money. */
  | {
      readonly type: "check_refunds";
      readonly key: string;
      readonly paymentIntentId?: string;
      /** Wait this long first, so that an event on its way spares the call. Milliseconds. */
      readonly afterMs?: number;
    }
  /** Call the host's `fulfil`. */
  | { readonly type: "fulfil"; readonly key: string }
  /** Call what the host does once its order is made, by the name that it has given it. */
  | { readonly type: "afterwards"; readonly key: string; readonly name: string };
