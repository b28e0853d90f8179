/** A card reader, as a hint: Stripe advises against blocking a payment on any of it. */
export interface Reader {
  /** `tmr_…` */
  readonly id: string;
  readonly label: string;
  /** Stripe's `device_type`, like `stripe_s700`. */
  readonly deviceType: string;
  readonly status: "online" | "offline" | "unknown";
  /** `tml_…` */
  readonly locationId?: string;
  /** Milliseconds since the epoch. */
  readonly lastSeenAt?: number;
  /** What runs on it now. */
  readonly action?: {
    /** Stripe's `action.type`, like `process_payment_intent`. */
    readonly type: string;
    readonly status: "in_progress" | "succeeded" | "failed";
    readonly paymentIntentId?: string;
  };
}

/** What puts a reader into the account. */
export interface Registration {
  /** What the reader shows in its settings, like `quick-brown-fox`; `simulated-s700` and others for simulated ones. */
  readonly registrationCode: string;
  /** `tml_…` */
  readonly locationId: string;
  /** The name on lists. */
  readonly label: string;
}

/** Where readers stand. */
export interface ReaderLocation {
  /** `tml_…` */
  readonly id: string;
  readonly name: string;
  /** Two capital letters: it decides in which currency its readers take money. */
  readonly country: string;
}

/** What a reader shows while the cashier still adds to the bill. All amounts in minor units, as they are to be shown. */
export interface Cart {
  readonly currency: string;
  readonly lines: readonly CartLine[];
  readonly tax?: number;
  /** More than 0: Stripe's readers never let go of an empty cart. */
  readonly total: number;
}

/** One line of a {@link Cart}. */
export interface CartLine {
  readonly description: string;
  /** Of the whole line. */
  readonly amount: number;
  readonly quantity: number;
}
