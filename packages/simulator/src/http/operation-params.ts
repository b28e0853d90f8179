import type Stripe from "stripe";

import type { PresentPaymentMethodParams } from "../behaviour/test-helper.ts";

/** The parameters of every operation the simulator answers, as the `stripe` package declares them. */
export type OperationParams = {
  "POST /v1/payment_intents": Stripe.PaymentIntentCreateParams;
  "GET /v1/payment_intents": Stripe.PaymentIntentListParams;
  "GET /v1/payment_intents/{id}": Stripe.PaymentIntentRetrieveParams;
  "POST /v1/payment_intents/{id}": Stripe.PaymentIntentUpdateParams;
  "POST /v1/payment_intents/{id}/cancel": Stripe.PaymentIntentCancelParams;
  "POST /v1/payment_intents/{id}/capture": Stripe.PaymentIntentCaptureParams;
  "POST /v1/checkout/sessions": Stripe.Checkout.SessionCreateParams;
  "GET /v1/checkout/sessions": Stripe.Checkout.SessionListParams;
  "GET /v1/checkout/sessions/{id}": Stripe.Checkout.SessionRetrieveParams;
  "POST /v1/checkout/sessions/{id}": Stripe.Checkout.SessionUpdateParams;
  "POST /v1/checkout/sessions/{id}/expire": Stripe.Checkout.SessionExpireParams;
  "GET /v1/checkout/sessions/{id}/line_items": Stripe.Checkout.SessionListLineItemsParams;
  "GET /v1/terminal/readers": Stripe.Terminal.ReaderListParams;
  "GET /v1/terminal/readers/{id}": Stripe.Terminal.ReaderRetrieveParams;
  "POST /v1/terminal/readers/{id}/process_payment_intent": Stripe.Terminal.ReaderProcessPaymentIntentParams;
  "POST /v1/terminal/readers/{id}/cancel_action": Stripe.Terminal.ReaderCancelActionParams;
  "POST /v1/terminal/readers/{id}/set_reader_display": Stripe.Terminal.ReaderSetReaderDisplayParams;
  "POST /v1/test_helpers/terminal/readers/{id}/present_payment_method": PresentPaymentMethodParams;
  "GET /v1/terminal/locations": Stripe.Terminal.LocationListParams;
  "GET /v1/terminal/locations/{id}": Stripe.Terminal.LocationRetrieveParams;
  "GET /v1/charges": Stripe.ChargeListParams;
  "GET /v1/charges/{id}": Stripe.ChargeRetrieveParams;
  "POST /v1/refunds": Stripe.RefundCreateParams;
  "GET /v1/refunds": Stripe.RefundListParams;
  "GET /v1/refunds/{id}": Stripe.RefundRetrieveParams;
  "GET /v1/events": Stripe.EventListParams;
  "GET /v1/events/{id}": Stripe.EventRetrieveParams;
  "GET /v1/balance": Stripe.BalanceRetrieveParams;
  "GET /v1/account": Stripe.AccountRetrieveCurrentParams;
};
