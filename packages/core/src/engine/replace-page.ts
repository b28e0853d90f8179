import { TillkitError } from "../errors.ts";
import type { CheckoutPayment } from "../checkout/state.ts";
import { isFinal } from "../payment/payment.ts";
import type { Stored } from "../ports/store.ts";
import { apply, reload } from "./apply.ts";
import type { Context } from "./context.ts";
import { type Started, startPayment } from "./start-payment.ts";
import { waitFor } from "./watch.ts";
import type { Workers } from "./work.ts";

/** How often a new page is tried while others change the bill too. */
const MAX_REPLACEMENTS = 4;

/** How long an old page may take to be seen closed. Milliseconds. */
const CLOSING_WAIT_MS = 10_000;

/**
 * Writes a new Checkout payment down and begins its work. Where the reference has an open page for another bill, that page is closed,
 * and seen closed, first: at no moment can a guest pay both. A guest who is faster has paid the old bill, and nothing new is opened.
 *
 * @throws TillkitError `reference_in_use`
 */
export async function startCheckout(context: Context, workers: Workers, payment: CheckoutPayment): Promise<Started> {
  for (let round = 0; ; round += 1) {
    try {
      return await startPayment(context, workers, payment);
    } catch (error) {
      const occupant = await occupantOf(context, error);
      if (occupant === undefined || round >= MAX_REPLACEMENTS) throw error;
      await closePage(context, workers, occupant);
    }
  }
}

/** The page that is in the way, where it can be closed. */
async function occupantOf(context: Context, error: unknown): Promise<Stored | undefined> {
  if (!(TillkitError.is(error) && error.code === "reference_in_use")) return undefined;
  const { paymentId } = error.details;
  if (typeof paymentId !== "string") return undefined;
  const occupant = await reload(context, paymentId);
  const { flow, status } = occupant.payment;
  return flow === "checkout" && status !== "succeeded" && status !== "processing" ? occupant : undefined;
}

async function closePage(context: Context, workers: Workers, page: Stored): Promise<void> {
  const lease = workers.lease();
  const { stored, leased } = await apply(context, page, () => {
    const at = context.clock.now();
    return { at, source: "host", inputs: [{ type: "cancel", at, reason: "replaced" }], lease };
  });
  if (leased) workers.inBackground(() => workers.work(stored, lease));
  await waitFor(
    context,
    page.payment.id,
    ({ payment }) => isFinal(payment) || payment.status === "processing",
    CLOSING_WAIT_MS,
  );
}
