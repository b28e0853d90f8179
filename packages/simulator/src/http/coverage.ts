import { apiVersion, missingOperations } from "../schema/schema.ts";
import { settings } from "../settings.ts";
import { routes } from "./routes.ts";

/** What the simulator answers, how closely, and what it does not. */
export interface Coverage {
  readonly apiVersion: string;
  /** Operations that answer, by verb and path. */
  readonly implemented: readonly CoveredOperation[];
  /** Operations of the same resources that answer a loud 404. Every other resource does so, too. */
  readonly missing: readonly string[];
  /** What is simpler here than at Stripe, beyond single operations. */
  readonly simplified: readonly string[];
  /** What Stripe does not publish, and the setting that decides it here. */
  readonly undocumented: readonly UndocumentedMatter[];
}

/** Something that only a setting can decide, because Stripe does not say. */
export interface UndocumentedMatter {
  readonly question: string;
  readonly setting: string;
  /** What it is unless told otherwise, as JSON; `Infinity` for "never". */
  readonly unlessTold: string;
}

/** An operation that answers. */
export interface CoveredOperation {
  readonly operation: string;
  /** What a restricted key needs for it, without `rak_`. */
  readonly permission: string;
  /** What is simpler than at Stripe; absent when nothing known is. */
  readonly simplified?: string;
}

/** What the simulator covers, made from its routes and from the installed client's declarations. */
export function coverage(): Coverage {
  return {
    apiVersion,
    implemented: routes.map(({ name, permission }) => {
      const simpler = simplified[name];
      return { operation: name, permission, ...(simpler !== undefined && { simplified: simpler }) };
    }),
    missing: missingOperations,
    simplified: everywhere,
    undocumented: Object.entries(questions).map(([setting, question]) => {
      const value = setting.startsWith("timing.")
        ? Reflect.get(usual.timing, setting.slice(7))
        : Reflect.get(usual, setting);
      return { question, setting, unlessTold: value === Number.POSITIVE_INFINITY ? "Infinity" : JSON.stringify(value) };
    }),
  };
}

const usual = settings();

/** By setting, what Stripe leaves open. */
const questions: Readonly<Record<string, string>> = {
  readerErrorStatus: "The HTTP status of `terminal_reader_…` errors",
  readerTimeoutCode: "The action's `failure_code` when nobody presented a card in time",
  "timing.readerTimeoutMs": "How long a reader waits for a card in server-driven mode",
  readerTimeoutKept: "Whether a `terminal_reader_timeout` is kept under its idempotency key",
  canceledAction: "What `cancel_action` leaves on the reader: `null`, or a failed action",
  tipNamed: "Whether a PaymentIntent names a tip that was given on a reader (`amount_details.tip`)",
  tippingUpdate: "Whether an update of a configuration's `tipping` replaces it, or only the currencies that it names",
  registrationCodes: "The registration codes of the newer simulated devices",
  incrementalBrands: "Which cards' holds can be raised; pages disagree about Amex",
  showProcessing: "Whether a PaymentIntent is seen `processing` while the bank is asked",
  manualCapturePaymentStatus: "`payment_status` of a complete session whose money is only held",
  sessionMetadataOnPayment: "Whether a session's metadata is also on its PaymentIntent",
  adaptivePricing: "The currencies, and rates, that Checkout offers beside the bill's",
  "timing.webhookTimeoutMs": "How long an endpoint may take to answer",
  "timing.webhookRetryMs": "The pauses between attempts to deliver an event in test mode",
  "timing.webhookRetryLiveMs": "The same in live mode",
  "timing.lockTimeoutMs": "How long a request waits for an object before it is a `lock_timeout`",
  "timing.searchDelayMs": "How much later than it was made an object is found by a search",
};

const noTax = "No shipping, taxes, promotion codes or custom fields; `mode` is `payment`, on the hosted page";
const cardsOnly = "Online, cards only; no manual confirmation, mandates, shipping or transfers";

const byTips = "Readers ask for tips by it, from their next payment on; everything else is kept and given back";

/** By operation, in the words of whoever would miss it. */
const simplified: Readonly<Record<string, string>> = {
  "POST /v1/payment_intents": cardsOnly,
  "POST /v1/payment_intents/{id}": cardsOnly,
  "POST /v1/payment_intents/{id}/confirm":
    "Cards only; 3-D Secure is always a question to the holder, never passed without one",
  "POST /v1/payment_intents/{id}/capture": "One capture; no application fees",
  "POST /v1/setup_intents": "By a reader or with a card online; no mandates",
  "POST /v1/setup_intents/{id}/confirm": "Cards only",
  "POST /v1/payment_methods": "Test cards only, by number or token; card numbers are taken from every account",
  "POST /v1/checkout/sessions": noTax,
  "POST /v1/checkout/sessions/{id}": "Only `metadata`",
  "POST /v1/terminal/readers": "Registers simulated readers, by the registration codes that Stripe documents",
  "POST /v1/terminal/readers/{id}/process_payment_intent": "`return_url` is taken and never used",
  "POST /v1/terminal/readers/{id}/process_setup_intent": "Every card that is not declined is saved, without a PIN",
  "POST /v1/terminal/readers/{id}/refund_payment": "No reversal of transfers or fees",
  "POST /v1/terminal/configurations": byTips,
  "POST /v1/terminal/configurations/{id}": byTips,
  "POST /v1/terminal/connection_tokens": "The secret opens nothing: the native SDKs do not speak to the simulator",
  "POST /v1/refunds/{id}/cancel": "Always refused: no refund to a card is ever in `requires_action`",
  "POST /v1/disputes/{id}":
    "`winning_evidence` wins and anything else loses; nobody looks inside files, and structured evidence is refused",
  "POST /v1/customers": "Name, email, phone, description and metadata",
  "POST /v1/customers/{id}": "Name, email, phone, description and metadata",
  "POST /v1/products": "Names, pictures and texts; no taxes, parcels or features",
  "POST /v1/products/{id}": "Names, pictures and texts; no taxes, parcels or features",
  "POST /v1/prices": "Paid once, so much for each, in one currency",
  "POST /v1/coupons": "For the whole bill, in one currency, on Checkout Sessions",
  "POST /v1/webhook_endpoints":
    "`api_version` is one with the schemas' name (`endive`), which differ by additions only; others are a 400 `not_simulated`",
  "POST /v1/files": "Nobody looks inside a file; no file links",
  "POST /v1/charges/{id}/capture":
    "Always refused: every charge belongs to a PaymentIntent, which is what can be captured",
  "POST /v1/payment_intents/{id}/apply_customer_balance": "Always refused: nobody here has a cash balance",
  "POST /v1/payment_intents/{id}/verify_microdeposits": "Always refused: nothing here waits for deposits",
  "POST /v1/setup_intents/{id}/verify_microdeposits": "Always refused: nothing here waits for deposits",
  "GET /v1/payment_intents/{id}/amount_details_line_items": "Always empty: `amount_details` is not simulated",
  "GET /v1/accounts/{id}": "Only whoever is asking; a connected account asks with its own `Stripe-Account`",
  "GET /v1/balance": "All money is available at once, payments are free of fees, and nothing is paid out",
};

const everywhere: readonly string[] = [
  "Answers have the shape of one API version, whatever `Stripe-Version` asks for; the setting `strictVersion` refuses others.",
  "Connected accounts exist as soon as they are named; transfers, application fees and onboarding do not.",
  "Requests are counted only when the setting `rateLimits` says so: a second per account, per operation, for files and for searches, an hour per PaymentIntent. How many run at once is never limited.",
  "Two requests that write to one object take turns; how long the second waits before its `lock_timeout` is `timing.lockTimeoutMs`, as Stripe publishes no figure.",
  "Events are sent to each endpoint one by one, in the order they happened, unless a test asks for another order.",
  "Stripe publishes that an event is tried three times over some hours in test mode, and for three days in live mode; the pauses are `timing.webhookRetryMs` and `webhookRetryLiveMs`. No endpoint is ever disabled for failing.",
  "A secret is rolled by hand (`webhooks.rollSecret`), as in the Dashboard; the API has no operation for it.",
  'Thin events are sent to endpoints that are added with `payload: "thin"`. There are no v2 operations: what a notification is about can be fetched, the event itself cannot.',
  "A search finds an object `timing.searchDelayMs` after it was made (a second unless told otherwise; Stripe says within a minute), and its changes at once.",
  "The account's default configuration suggests tips of 15, 20 and 25 % from the start, so that a test can give one; at Stripe it suggests none until it is told to, and so it is with the setting `readerTips: false`.",
  "A reader takes payments in any currency; at Stripe only in that of its country.",
];
