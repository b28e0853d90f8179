import { type Cart, type Reader, TillkitError } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "./connection.ts";
import { readFailure } from "./failure.ts";
import { explain } from "./outcome.ts";
import { getReader, readerOf, unknownReader } from "./readers.ts";
import { refusalToWrite } from "./refusal.ts";

const CART = "set_reader_display";

/**
 * Shows a cart, where nothing else runs: Stripe would put it in the place of a payment without a word.
 *
 * @throws TillkitError `reader_busy`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
 */
export async function showCart(connection: Connection, id: string, cart: Cart): Promise<Reader> {
  const before = await getReader(connection, id);
  if (before.action?.status === "in_progress" && before.action.type !== CART) throw busyWith(before);
  try {
    const stripe = await connection.client();
    const shown = await stripe.terminal.readers.setReaderDisplay(
      id,
      { type: "cart", cart: cartFor(cart) },
      connection.writeToReader(crypto.randomUUID()),
    );
    return readerOf(shown);
  } catch (error) {
    throw refusedBy(id, error, "The cart is not shown");
  }
}

/**
 * Takes off what runs on a reader, if it is what was expected. What is over needs no clearing.
 *
 * @throws TillkitError `reader_changed`, `reader_busy`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`,
 *   `missing_permission`
 */
export async function clearReader(
  connection: Connection,
  id: string,
  expectedPaymentIntentId: string | null,
): Promise<Reader> {
  const before = await getReader(connection, id);
  const { action } = before;
  // A cart is over as soon as it is shown, and stays.
  if (action?.status !== "in_progress" && action?.type !== CART) return before;
  if ((action.paymentIntentId ?? null) !== expectedPaymentIntentId) throw changed(before, expectedPaymentIntentId);
  try {
    const stripe = await connection.client();
    const cleared = await stripe.terminal.readers.cancelAction(id, {}, connection.writeToReader(crypto.randomUUID()));
    if (cleared.deleted) throw unknownReader(id);
    return readerOf(cleared);
  } catch (error) {
    throw refusedBy(id, error, "The reader was not cleared");
  }
}

/** Integers, or the reader shows nothing (issue 1692 of stripe-node); the core has made sure of it. */
function cartFor({ currency, lines, tax, total }: Cart): Stripe.Terminal.ReaderSetReaderDisplayParams.Cart {
  return {
    currency,
    line_items: lines.map(({ description, amount, quantity }) => ({ description, amount, quantity })),
    ...(tax === undefined ? {} : { tax }),
    total,
  };
}

function busyWith({ id, action }: Reader): TillkitError {
  return new TillkitError(
    "reader_busy",
    `Reader ${id} is at work for somebody else (${action?.type ?? "unknown"}). Wait for it, or clear it by hand.`,
    { details: aboutAction(id, action), retryable: true },
  );
}

function changed({ id, action }: Reader, expected: string | null): TillkitError {
  return new TillkitError(
    "reader_changed",
    `Reader ${id} runs ${action?.paymentIntentId ?? "something without a PaymentIntent"} by now, not ` +
      `${expected ?? "something without a PaymentIntent"}. Nothing was cleared; look again.`,
    { details: aboutAction(id, action) },
  );
}

function aboutAction(id: string, action: Reader["action"]): TillkitError["details"] {
  return { readerId: id, action: action?.type ?? null, paymentIntentId: action?.paymentIntentId ?? null };
}

function refusedBy(id: string, error: unknown, what: string): TillkitError {
  if (TillkitError.is(error)) return error;
  const failure = readFailure(error);
  const details = { readerId: id, ...(failure.code === undefined ? {} : { stripeCode: failure.code }) };
  if (failure.status === 404) return unknownReader(id);
  switch (failure.code) {
    case "terminal_reader_busy":
      return new TillkitError("reader_busy", `${what}: ${explain(failure)} A card may be in it. Look at the reader.`, {
        details,
        retryable: true,
      });
    case "terminal_reader_offline":
    case "terminal_reader_timeout":
    case "terminal_reader_hardware_fault":
      return new TillkitError("reader_unreachable", `${what}: ${explain(failure)} Check its power and its network.`, {
        details,
        retryable: true,
      });
    case undefined:
    default:
      return refusalToWrite(what, error);
  }
}
