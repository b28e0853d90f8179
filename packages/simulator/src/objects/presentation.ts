import type { TestCard } from "./test-card.ts";
import type { PaymentMethod } from "./types.ts";

/** How a card met the reader. */
export type ReadMethod = "contactless_emv" | "contact_emv" | "magnetic_stripe_track2";

/** Whether a card that is kept may be shown to its holder again. */
export type AllowRedisplay = NonNullable<PaymentMethod["allow_redisplay"]>;

/** How and where a card was presented. */
export interface Presentation {
  readonly card: TestCard;
  /** The stored payment method that pays; absent when one is made by paying. */
  readonly paymentMethod?: string;
  /** Whether its holder answered the bank (3-D Secure). */
  readonly authenticated?: boolean;
  /** Of the card that is made to be charged later. */
  readonly allowRedisplay?: AllowRedisplay;
  /** Its number was typed on a reader, for an order by mail or telephone. */
  readonly moto?: true;
  /** Absent online. */
  readonly inPerson?: {
    readonly readMethod: ReadMethod;
    readonly reader: string;
    readonly location: string | null;
    readonly verification: "none" | "offline_pin" | "online_pin" | "failure";
  };
}

/** The bank's refusal, as Stripe words it. */
export interface Decline {
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
}

/** What the attempt came to. */
export type ChargeOutcome =
  | { readonly kind: "captured" | "authorized" | "pending" }
  | { readonly kind: "declined"; readonly decline: Decline };
