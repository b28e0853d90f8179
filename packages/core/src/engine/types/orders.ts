import type { OrderAccount } from "../../payment/account.ts";
import type { Closing } from "./requests.ts";

/** Orders whose bill is split: several payments, each a share with a reference of its own, that name the same `order`. */
export interface Orders {
  /**
   * Says what an order costs, before its first share is asked for, and again whenever the bill changes. It may be less than what was
   * paid: then `over` says how much is the guests'.
   *
   * @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `order_closed`, `store_conflict`
   */
  set(order: string, price: { readonly amount: number; readonly currency: string }): Promise<OrderAccount>;
  /** What is due, paid and being paid. @throws TillkitError `order_not_found` */
  get(order: string): Promise<OrderAccount>;
  /**
   * Takes no other share, and calls off those that are being paid, as after the rest was paid in cash. Money that comes for one of them
   * after all becomes a review.
   *
   * @throws TillkitError `invalid_request`, `order_not_found`, `store_conflict`
   */
  close(order: string, closing: Closing): Promise<OrderAccount>;
}
