import { createPayment } from "./create-payment.ts";
import { getCheckoutOutcome, returnFromCheckout } from "./checkout-return.ts";
import { getHealth } from "./health.ts";
import { closeOrder, getOrder, setOrder } from "./orders.ts";
import { getPaymentQr } from "./payment-qr.ts";
import {
  cancelPayment,
  capturePayment,
  changeAmount,
  checkPayment,
  confirmPayment,
  getPayment,
  getTimeline,
  incrementPayment,
  listPayments,
  retryPayment,
  swapReader,
} from "./payments.ts";
import { cancelRefund, closeBill, refundPayment, resolveReview } from "./refunds.ts";
import { discardParked, listParked, retryParked } from "./parked.ts";
import {
  clearReader,
  getReader,
  listLocations,
  listReaders,
  makeConnectionToken,
  registerReader,
  renameReader,
  showCart,
} from "./readers.ts";
import { getReceipt } from "./receipt.ts";
import type { Route } from "./route.ts";
import { getSignature, takeSignature } from "./signature.ts";
import { getTips, setTips } from "./tips.ts";
import { watchPayment } from "./watch-payment.ts";
import { receiveWebhook } from "./webhook.ts";

/** Every route that is always there. */
export const routes: readonly Route[] = [
  { method: "POST", path: "/webhooks/stripe", action: "public", run: receiveWebhook },
  { method: "POST", path: "/payments", action: "payments.create", run: createPayment },
  { method: "GET", path: "/payments", action: "payments.list", run: listPayments },
  { method: "POST", path: "/payments/close", action: "payments.close", run: closeBill },
  { method: "GET", path: "/payments/:id", action: "payments.read", run: getPayment },
  { method: "GET", path: "/payments/:id/timeline", action: "payments.read", run: getTimeline },
  { method: "GET", path: "/payments/:id/qr", action: "payments.read", run: getPaymentQr },
  { method: "GET", path: "/payments/:id/events", action: "payments.watch", run: watchPayment },
  { method: "POST", path: "/payments/:id/retry", action: "payments.retry", run: retryPayment },
  { method: "POST", path: "/payments/:id/swap_reader", action: "payments.swap_reader", run: swapReader },
  { method: "POST", path: "/payments/:id/change_amount", action: "payments.change_amount", run: changeAmount },
  { method: "POST", path: "/payments/:id/confirm", action: "payments.confirm", run: confirmPayment },
  { method: "POST", path: "/payments/:id/cancel", action: "payments.cancel", run: cancelPayment },
  { method: "POST", path: "/payments/:id/capture", action: "payments.capture", run: capturePayment },
  { method: "POST", path: "/payments/:id/increment", action: "payments.increment", run: incrementPayment },
  { method: "POST", path: "/payments/:id/signature", action: "payments.sign", run: takeSignature },
  { method: "GET", path: "/payments/:id/signature.svg", action: "payments.read", run: getSignature },
  { method: "GET", path: "/payments/:id/receipt", action: "payments.read", run: getReceipt },
  { method: "POST", path: "/payments/:id/check", action: "payments.check", run: checkPayment },
  { method: "POST", path: "/payments/:id/refunds", action: "payments.refund", run: refundPayment },
  { method: "POST", path: "/payments/:id/cancel_refund", action: "payments.refund", run: cancelRefund },
  { method: "POST", path: "/payments/:id/resolve", action: "payments.resolve", run: resolveReview },
  { method: "GET", path: "/orders/:id", action: "orders.read", run: getOrder },
  { method: "POST", path: "/orders/:id", action: "orders.write", run: setOrder },
  { method: "POST", path: "/orders/:id/close", action: "orders.write", run: closeOrder },
  { method: "GET", path: "/checkout/return", action: "public", run: returnFromCheckout },
  { method: "GET", path: "/checkout/outcome", action: "public", run: getCheckoutOutcome },
  { method: "GET", path: "/readers", action: "readers.read", run: listReaders },
  { method: "GET", path: "/readers/:id", action: "readers.read", run: getReader },
  { method: "POST", path: "/readers", action: "readers.register", run: registerReader },
  { method: "POST", path: "/readers/:id/rename", action: "readers.rename", run: renameReader },
  { method: "POST", path: "/readers/:id/cart", action: "readers.cart", run: showCart },
  { method: "POST", path: "/readers/:id/clear", action: "readers.clear", run: clearReader },
  { method: "GET", path: "/locations", action: "readers.read", run: listLocations },
  { method: "GET", path: "/reader_tips", action: "readers.read", run: getTips },
  { method: "POST", path: "/reader_tips", action: "readers.tips", run: setTips },
  { method: "POST", path: "/connection_tokens", action: "readers.connect", fresh: true, run: makeConnectionToken },
  { method: "GET", path: "/parked", action: "parked.read", run: listParked },
  { method: "POST", path: "/parked/:id/retry", action: "parked.decide", run: retryParked },
  { method: "POST", path: "/parked/:id/discard", action: "parked.decide", run: discardParked },
  { method: "GET", path: "/health", action: "health.read", run: getHealth },
];
