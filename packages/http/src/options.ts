import {
  type Clock,
  type IdempotencyStore,
  memoryIdempotency,
  type Payment,
  type Till,
  TillkitError,
} from "@tillkit/core";
import type { GuestCheckout, GuestOutcome } from "@tillkit/guest";
import type { ReceiptRequest } from "@tillkit/receipts";
import type { Authorize } from "./actions.ts";
import { systemClock } from "./clock.ts";

/** What the host says on a receipt: who sells, what was sold, and how a date is written. */
export type ReceiptDetails = Omit<ReceiptRequest, "payment" | "copy" | "duplicate">;

/** How the routes are made. */
export interface HandlerOptions<Native> {
  readonly till: Till;
  /** Decides who may do what. There is no default: nobody mounts money routes without deciding this. */
  readonly authorize: Authorize<Native>;
  /**
   * Where a guest goes who comes back from Checkout: a path of the host's site, or a URL of one of `returnOrigins`. Given the payment
   * as Stripe has confirmed it, or nothing when the session is unknown, and what that means for the guest. Without it there is no
   * return route.
   */
  readonly returnTo?: (payment: Payment | undefined, outcome: GuestOutcome) => string | Promise<string>;
  /** What the host says on the receipt of a payment. Without it there is no route for receipts. */
  readonly receipts?: (payment: Payment) => ReceiptDetails | Promise<ReceiptDetails>;
  /** What `createGuestCheckout` made, of the same tenant. Without it there are no routes for guests. */
  readonly guest?: GuestCheckout;
  /** Origins beside the host's own that `returnTo` may send guests to, like `https://shop.example`. Default: none. */
  readonly returnOrigins?: readonly string[];
  /**
   * Remembers what was answered to requests with an `Idempotency-Key`. Default: in this process, until it ends; several processes
   * need one that they share, like `sqliteIdempotency(store)`.
   */
  readonly idempotency?: IdempotencyStore;
  /** The most that a webhook delivery may weigh, in bytes. Default: 1 MiB. */
  readonly webhookBodyLimit?: number;
  /** The most that a JSON body may weigh, in bytes. Default: 1 MiB. */
  readonly jsonBodyLimit?: number;
  /** How often a silent event stream sends a comment, so that no proxy closes it, in milliseconds. Default: 15 seconds. */
  readonly heartbeatMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** The options with their defaults. */
export type Settings<Native> = Required<Omit<HandlerOptions<Native>, "returnTo" | "receipts" | "guest">> &
  Pick<HandlerOptions<Native>, "returnTo" | "receipts" | "guest">;

/**
 * Checks the options, for hosts without a compiler too, and fills in the defaults.
 *
 * @throws TillkitError `invalid_option`
 */
export function parseOptions<Native>(options: HandlerOptions<Native>): Settings<Native> {
  const { webhookBodyLimit = 1_048_576, jsonBodyLimit = 1_048_576, heartbeatMs = 15_000 } = options;
  const { till, authorize, returnTo, receipts, guest, returnOrigins = [], clock = systemClock } = options;
  // A header that is taken and not heeded would be worse than none: there is always somebody who remembers.
  const { idempotency = memoryIdempotency() } = options;
  if (typeof till?.webhook !== "function") throw invalid("till", "Give the till that createTill made.");
  if (typeof authorize !== "function")
    throw invalid(
      "authorize",
      "Say who may take payments: authorize: (request, action, resource) => boolean. There is no default that lets everyone in.",
    );
  if (returnTo !== undefined && typeof returnTo !== "function") throw invalid("returnTo", "It must be a function.");
  if (receipts !== undefined && typeof receipts !== "function") throw invalid("receipts", "It must be a function.");
  if (guest !== undefined && (typeof guest.arrive !== "function" || guest.tenant !== till.tenant))
    throw invalid("guest", "Give what createGuestCheckout made with this very till.");
  if (typeof idempotency?.begin !== "function")
    throw invalid("idempotency", "Give what memoryIdempotency() or sqliteIdempotency(store) made.");
  for (const [name, value] of Object.entries({ webhookBodyLimit, jsonBodyLimit, heartbeatMs }))
    if (!Number.isSafeInteger(value) || value < 1) throw invalid(name, "It must be a whole number, 1 or more.");
  for (const origin of returnOrigins)
    if (!isWebOrigin(origin))
      throw invalid("returnOrigins", `${JSON.stringify(origin)} is no origin. Write it like "https://shop.example".`);
  return {
    till,
    authorize,
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(receipts === undefined ? {} : { receipts }),
    ...(guest === undefined ? {} : { guest }),
    returnOrigins,
    idempotency,
    webhookBodyLimit,
    jsonBodyLimit,
    heartbeatMs,
    clock,
  };
}

function isWebOrigin(origin: string): boolean {
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}

function invalid(option: string, advice: string): TillkitError {
  return new TillkitError("invalid_option", `The option ${option} makes no sense. ${advice}`, { details: { option } });
}
