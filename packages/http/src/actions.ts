/** What a request wants to do, for `authorize` to judge. */
export type Action =
  /** `POST /payments` */
  | "payments.create"
  /** `GET /payments/:id`, its timeline, its QR code, its signature and its receipt. */
  | "payments.read"
  /** `GET /payments` */
  | "payments.list"
  /** `GET /payments/:id/events` */
  | "payments.watch"
  | "payments.retry"
  | "payments.swap_reader"
  | "payments.change_amount"
  | "payments.confirm"
  | "payments.cancel"
  | "payments.capture"
  /** `POST /payments/:id/increment` */
  | "payments.increment"
  /** `POST /payments/:id/signature` */
  | "payments.sign"
  | "payments.check"
  /** `POST /payments/:id/refunds` and `POST /payments/:id/cancel_refund` */
  | "payments.refund"
  /** `POST /payments/close` */
  | "payments.close"
  /** `GET /orders/:id` */
  | "orders.read"
  /** `POST /orders/:id` and `POST /orders/:id/close` */
  | "orders.write"
  /** `POST /payments/:id/resolve` */
  | "payments.resolve"
  /** `GET /readers`, `GET /readers/:id`, `GET /locations` and `GET /reader_tips` */
  | "readers.read"
  /** `POST /readers` */
  | "readers.register"
  | "readers.rename"
  /** `POST /readers/:id/cart` */
  | "readers.cart"
  /** `POST /readers/:id/clear` */
  | "readers.clear"
  /** `POST /reader_tips` */
  | "readers.tips"
  /** `POST /connection_tokens` */
  | "readers.connect"
  /** `GET /parked` */
  | "parked.read"
  /** `POST /parked/:id/retry` and `POST /parked/:id/discard` */
  | "parked.decide"
  | "health.read";

/** What the action is about. */
export interface Resource {
  /** The payment that the path names, whether or not it exists. */
  readonly paymentId?: string;
  /** The reader that the path names, whether or not it exists. */
  readonly readerId?: string;
}

/**
 * Decides who may do what. Only `true` lets a request in; `false` is answered 403.
 *
 * Webhooks and the return from Checkout are not asked about: the one carries a signature, the other tells only how the payment
 * stands. Guests are not either: they carry the code of their table or the signed link to their bill.
 */
export type Authorize<Native> = (request: Native, action: Action, resource: Resource) => boolean | Promise<boolean>;
