import type { Cart, Reader, ReaderLocation, Registration } from "../../ports/reader.ts";
import type { PlacedTips, TipChange, TipMenu, TipPlace } from "../../ports/tips.ts";

/** A reader, and whose it is now. */
export interface ReaderInUse extends Reader {
  /**
   * - `free`: nothing runs on it. What the last guest did may still be shown.
   * - `payment`: a payment of this tenant has it.
   * - `leftover`: it still shows a payment of this tenant that is over, as after it was cut off in the middle.
   * - `cart`: it shows a cart.
   * - `other`: another application, or another tenant, uses it.
   */
  readonly use: "free" | "payment" | "leftover" | "cart" | "other";
  /** With `payment` and `leftover`. */
  readonly paymentId?: string;
  /** The host's name of the register that takes that payment. */
  readonly register?: string;
}

/** What can be done with readers, beside paying on them. */
export interface TillReaders {
  /** @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
  list(): Promise<readonly ReaderInUse[]>;
  /** @throws TillkitError `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  get(id: string): Promise<ReaderInUse>;
  /**
   * Adds a reader to the account, by the code that it shows. A code works once: after `stripe_unavailable`, list the readers first.
   *
   * @throws TillkitError `invalid_request`, `registration_refused`, `location_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  register(registration: Registration): Promise<ReaderInUse>;
  /** @throws TillkitError `invalid_request`, `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  rename(id: string, label: string): Promise<ReaderInUse>;
  /**
   * Shows the guest what is on the bill so far. Never in the place of a payment, ours or anybody's.
   *
   * @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `reader_busy`, `reader_unreachable`, `reader_not_found`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  showCart(id: string, cart: Cart): Promise<ReaderInUse>;
  /**
   * Takes the cart off, or nothing where there is none.
   *
   * @throws TillkitError `reader_busy`, `reader_changed`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  clearCart(id: string): Promise<ReaderInUse>;
  /**
   * Takes off a reader what somebody else has left on it. Compares first: a person has looked at what runs there, and if it is about
   * another PaymentIntent by now, nothing is done. `null`: about none. Starts nothing. A payment of ours is not cleared but canceled.
   *
   * @throws TillkitError `reader_busy`, `reader_changed`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  forceClear(what: { readonly reader: string; readonly expectedPaymentIntentId: string | null }): Promise<ReaderInUse>;
  /** Where readers stand. @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
  locations(): Promise<readonly ReaderLocation[]>;
  /**
   * What the readers of a location suggest, or those of all locations that have no suggestions of their own.
   *
   * @throws TillkitError `invalid_request`, `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  tips(place?: TipPlace): Promise<PlacedTips>;
  /**
   * Says what readers suggest from now on; it may take them five minutes to hear of it. All that was suggested there before goes,
   * in every currency. May be called again, as after a lost answer.
   *
   * @throws TillkitError `invalid_request`, `configuration_shared`, `configuration_not_found`, `location_not_found`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  setTips(request: TipChange & { readonly tips: TipMenu }): Promise<PlacedTips>;
  /**
   * Takes the suggestions away. Readers of the account then ask for no tip, those of a location what the account's ask.
   *
   * @throws TillkitError `invalid_request`, `configuration_shared`, `configuration_not_found`, `location_not_found`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  clearTips(change?: TipChange): Promise<PlacedTips>;
}
