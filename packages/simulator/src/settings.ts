import type { RateLimits } from "./protocol/rate-limits.ts";

/** How long things take, in milliseconds of the simulator's clock. */
export interface Timing {
  /** From the card's presentation to the bank's answer, in person and online. */
  readonly authorizeMs: number;
  /** From a delayed payment method's confirmation to the bank's answer. */
  readonly asyncPaymentMs: number;
  /** How long an unused reader prompt lasts; Stripe publishes no figure, so it lasts for ever by default. */
  readonly readerTimeoutMs: number;
  /** How much later than it was made an object can be found by a search; Stripe says within a minute, as a rule. */
  readonly searchDelayMs: number;
  /** How long Checkout waits for the endpoint's 2xx on `checkout.session.completed` before it redirects. */
  readonly redirectWaitMs: number;
  /** How long a request waits for an object that another request is writing to, before it is a `lock_timeout`. */
  readonly lockTimeoutMs: number;
  /** The pauses before the second, third … attempt to deliver an event in test mode: three attempts over some hours. */
  readonly webhookRetryMs: readonly number[];
  /** The same for live events: over three days, ever longer. Stripe publishes that much, and no figures. */
  readonly webhookRetryLiveMs: readonly number[];
  /** How long an endpoint may take to answer. */
  readonly webhookTimeoutMs: number;
}

/** What the simulated account is like, and the answers to what Stripe leaves undocumented. */
export interface Settings {
  readonly timing: Timing;
  readonly account: {
    readonly country: string;
    readonly defaultCurrency: string;
    readonly businessName: string;
    /** Payment method types that are switched on; `allowed_payment_method_types` silently drops the others. */
    readonly paymentMethodTypes: readonly string[];
    /** What is offered where a request names no types, as the Dashboard decides. */
    readonly defaultMethodTypes: readonly string[];
    /** Whether Stripe lets the account type card numbers on readers (`process_config[moto]`). */
    readonly moto: boolean;
  };
  /** Whether an amount's last two digits decide the outcome of a good card, as with Stripe's physical test card. */
  readonly amountEndings: boolean;
  /** Whether the PaymentIntent reads `processing` while the bank is asked. */
  readonly showProcessing: boolean;
  /** HTTP status of `terminal_reader_…` errors: Stripe publishes none. */
  readonly readerErrorStatus: number;
  /** Whether a `terminal_reader_timeout` is kept under the idempotency key. Stripe does not say; it is assumed. */
  readonly readerTimeoutKept: boolean;
  /** Device types by registration code: Stripe documents four, and none for its newer devices. */
  readonly registrationCodes: Readonly<Record<string, string>>;
  /** Card brands whose holds can be raised: Stripe's pages disagree about Amex, which is among them here. */
  readonly incrementalBrands: readonly string[];
  /** Whether a session's metadata is on its PaymentIntent, too. Stripe's pages do not say; it is known not to be. */
  readonly sessionMetadataOnPayment: boolean;
  /**
   * The currencies that Checkout offers beside the bill's (adaptive pricing), with what one unit of the bill's costs in each:
   * `{ eur: 0.9 }`. None unless told so: in the Dashboard it is a switch, and the rates are Stripe's.
   */
  readonly adaptivePricing: Readonly<Record<string, number>>;
  /** Whether a PaymentIntent names the tip that was given on a reader. If not, only its amount has grown. */
  readonly tipNamed: boolean;
  /** Whether an update of a configuration's `tipping` replaces all of it, or only the currencies that it names. */
  readonly tippingUpdate: "replaced" | "merged";
  /**
   * Whether the account's default configuration suggests tips from the start, 15, 20 and 25 percent in every currency, so that a test
   * can give one. At Stripe it suggests none until it is told to.
   */
  readonly readerTips: boolean;
  /** What `cancel_action` leaves on the reader. */
  readonly canceledAction: "null" | "failed";
  /** The action's failure code when nobody presented a card in time. */
  readonly readerTimeoutCode: string;
  /** `payment_status` of a completed session whose money is only authorized. */
  readonly manualCapturePaymentStatus: "unpaid" | "paid";
  /**
   * Whether requests are counted, as Stripe counts them or with other figures. They are not unless told so: a test must
   * not fail for being fast.
   */
  readonly rateLimits: boolean | Partial<RateLimits>;
  /** Whether a request for another API version than the schemas' is refused. */
  readonly strictVersion: boolean;
  /** Whether `…_live_…` keys are let in, to a live side of their own. Refused unless told so: a real one may slip in. */
  readonly acceptLiveKeys: boolean;
}

/** The parts of the settings a caller may give. */
export interface SettingsInput extends Partial<Omit<Settings, "timing" | "account">> {
  readonly timing?: Partial<Timing>;
  readonly account?: Partial<Settings["account"]>;
}

/** Fills in what was not given. */
export function settings({ timing, account, ...rest }: SettingsInput = {}): Settings {
  return {
    amountEndings: false,
    showProcessing: true,
    readerErrorStatus: 400,
    readerTimeoutKept: true,
    registrationCodes: {
      "simulated-wpe": "simulated_wisepos_e",
      "simulated-s700": "simulated_stripe_s700",
      "simulated-s710": "simulated_stripe_s710",
      "simulated-v660p": "simulated_verifone_v660p",
    },
    incrementalBrands: ["visa", "mastercard", "amex", "discover"],
    sessionMetadataOnPayment: false,
    adaptivePricing: {},
    tipNamed: true,
    tippingUpdate: "replaced",
    readerTips: true,
    canceledAction: "null",
    readerTimeoutCode: "reader_timeout",
    manualCapturePaymentStatus: "unpaid",
    rateLimits: false,
    strictVersion: false,
    acceptLiveKeys: false,
    ...rest,
    timing: {
      authorizeMs: 0,
      asyncPaymentMs: 2_000,
      readerTimeoutMs: Number.POSITIVE_INFINITY,
      searchDelayMs: 1_000,
      redirectWaitMs: 10_000,
      lockTimeoutMs: 5_000,
      webhookRetryMs: [60_000, 3_600_000],
      webhookRetryLiveMs: [1, 5, 30, 120, 300, 600, 720, 720, 720, 720].map((minutes) => minutes * 60_000),
      webhookTimeoutMs: 30_000,
      ...timing,
    },
    account: {
      country: "US",
      defaultCurrency: "usd",
      businessName: "Corner Shop",
      paymentMethodTypes: ["card", "link", "card_present", "interac_present", "us_bank_account", "sepa_debit"],
      defaultMethodTypes: ["card", "link"],
      moto: false,
      ...account,
    },
  };
}
