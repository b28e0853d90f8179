/** What a card does when it is presented. */
export type CardOutcome =
  | { readonly kind: "approve"; readonly verification: "none" | "offline_pin" | "online_pin" }
  | { readonly kind: "decline"; readonly code: string; readonly declineCode?: string }
  /** Declined without a PIN, then asked again with one, inside the same reader action. */
  | { readonly kind: "pin_retry"; readonly declineCode: string; readonly verification: "offline_pin" | "online_pin" }
  /** Online only: the guest must answer the bank first. */
  | {
      readonly kind: "challenge";
      /** What the bank says once it was answered; it approves when absent. */
      readonly answered?: { readonly code: string; readonly declineCode: string };
      /** Answered while the card was set up, it asks no more. */
      readonly onceSetUp?: true;
    }
  /** Online only: a bank debit that is answered later. */
  | { readonly kind: "delayed"; readonly succeeds: boolean };

/** One of Stripe's test cards. */
export interface TestCard {
  readonly name: string;
  readonly label: string;
  readonly number: string;
  readonly brand: string;
  readonly funding: "credit" | "debit" | "prepaid" | "unknown";
  readonly country: string;
  readonly outcome: CardOutcome;
  /** Interac may only be taken as `interac_present`. */
  readonly interac?: true;
  /** Carried by eftpos: by nothing else, or beside its brand's own network. */
  readonly eftpos?: "only" | "beside";
  readonly wallet?: "apple_pay" | "google_pay";
  /** Where the card can be used; both when absent. */
  readonly only?: "in_person" | "online";
  /** A declined card that can be kept for a customer all the same. */
  readonly attaches?: true;
  /** The refund succeeds and later fails. */
  readonly refundFails?: true;
  /** The refund is pending and succeeds later. */
  readonly refundPends?: true;
  /** The payer objects some time after paying. */
  readonly disputed?: "fraudulent" | "product_not_received" | "inquiry";
}
