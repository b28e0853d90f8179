/** The event types to enable at a webhook endpoint for tillkit. Any other is answered and ignored. */
export const STRIPE_EVENTS = [
  "payment_intent.succeeded",
  "payment_intent.amount_capturable_updated",
  "payment_intent.processing",
  "payment_intent.canceled",
  "payment_intent.payment_failed",
  // For the card on the receipt: the PaymentIntent's own event does not carry it.
  "charge.succeeded",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "terminal.reader.action_succeeded",
  "terminal.reader.action_failed",
  "terminal.reader.action_updated",
] as const;
