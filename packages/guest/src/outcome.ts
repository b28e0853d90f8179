import { type CheckoutPayment, isFinal, type Payment, type Till } from "@tillkit/core";

/**
 * How a guest's payment stands, and what the guest's page does next. Only what Stripe has said: never an address, never a guess.
 *
 * `next` is the page's button: `done` nothing; `wait` ask again in some seconds; `pay` go to `url`; `start` press Pay, again or for the
 * first time; `ask_staff` a person must look at it.
 */
export type GuestOutcome =
  /** Stripe has the money. `wait`: the order is being made. `ask_staff`: it is held, or the shop cannot make it. */
  | { readonly outcome: "paid"; readonly next: "done" | "wait" | "ask_staff"; readonly payment: Payment }
  /** The bank takes its time, for days with some methods, or the page is being closed. The guest's page may be closed. */
  | { readonly outcome: "confirming"; readonly next: "wait"; readonly payment: Payment }
  /** Nobody has paid, and the page is open. */
  | { readonly outcome: "unfinished"; readonly next: "pay"; readonly url: string; readonly payment: Payment }
  /** Nobody has paid. `wait`: the page is being made. `start`: there is none. */
  | { readonly outcome: "unfinished"; readonly next: "wait" | "start"; readonly payment?: Payment }
  /** The page is closed, and nothing was charged. `ask_staff`: Stripe would not make it, or the bill was closed, as after it was paid in cash. */
  | { readonly outcome: "expired"; readonly next: "start" | "ask_staff"; readonly payment: Payment }
  /** `wait`: Stripe does not answer; the guest must not pay again. `ask_staff`: we know no such payment. */
  | { readonly outcome: "unknown"; readonly next: "wait"; readonly payment: Payment }
  | { readonly outcome: "unknown"; readonly next: "ask_staff"; readonly payment?: undefined };

/** What a payment means for its guest. */
export function outcomeOf(payment: Payment): GuestOutcome {
  return payment.flow === "checkout" ? onPage(payment) : onReader(payment);
}

function onPage(payment: CheckoutPayment): GuestOutcome {
  switch (payment.status) {
    case "opening":
      return { outcome: "unfinished", next: "wait", payment };
    case "open":
      return payment.stage === "checking"
        ? { outcome: "confirming", next: "wait", payment }
        : { outcome: "unfinished", next: "pay", url: payment.url, payment };
    case "processing":
    case "expiring":
      return { outcome: "confirming", next: "wait", payment };
    case "succeeded":
      return { outcome: "paid", next: afterPaying[payment.fulfilment.status], payment };
    case "expired":
    case "canceled":
      return unpaid(payment);
    case "failed":
      return payment.checkoutSessionId === undefined
        ? { outcome: "expired", next: "ask_staff", payment }
        : unpaid(payment);
  }
}

/** The staff takes the bill on a reader. */
function onReader(payment: Extract<Payment, { readonly flow: "terminal" }>): GuestOutcome {
  if (payment.status === "succeeded") return { outcome: "paid", next: afterPaying[payment.fulfilment.status], payment };
  return isFinal(payment) ? unpaid(payment) : { outcome: "confirming", next: "wait", payment };
}

/** Nothing was charged. A bill that the host has closed is not paid again, whoever asks. */
function unpaid(payment: Payment): GuestOutcome {
  return { outcome: "expired", next: payment.closed === undefined ? "start" : "ask_staff", payment };
}

const afterPaying = { pending: "wait", done: "done", held: "ask_staff", refused: "ask_staff" } as const;

/** What is said of a session that nobody here knows. */
const unknownOutcome: GuestOutcome = { outcome: "unknown", next: "ask_staff" };

/**
 * For the page that Stripe sends a guest back to: asks Stripe, settles, and answers with what is certain. May be asked again and
 * again. A session that is none of ours, or does not belong to `reference`, is `unknown`.
 */
export async function confirmOutcome(
  till: Pick<Till, "findByStripeId" | "confirmReturn">,
  checkoutSessionId: string,
  { reference, waitMs }: { readonly reference?: string; readonly waitMs?: number } = {},
): Promise<GuestOutcome> {
  if (!/^cs_\w{1,250}$/.test(checkoutSessionId)) return unknownOutcome;
  const known = await till.findByStripeId(checkoutSessionId);
  if (known === undefined || (reference !== undefined && known.payment.reference !== reference)) return unknownOutcome;
  const payment = await till.confirmReturn(checkoutSessionId, waitMs === undefined ? {} : { waitMs });
  return confirmed(payment);
}

/** Stripe was asked, and we have waited: what is still being checked is not known. */
function confirmed(payment: Payment): GuestOutcome {
  if (payment.flow !== "checkout") return unknownOutcome;
  const { status } = payment;
  const silent = (status === "open" || status === "opening" || status === "expiring") && payment.stage === "checking";
  return silent ? { outcome: "unknown", next: "wait", payment } : outcomeOf(payment);
}
