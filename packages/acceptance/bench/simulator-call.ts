/** The call that is measured: a PaymentIntent is made. */
export const call = {
  url: "https://api.stripe.com/v1/payment_intents",
  method: "POST",
  headers: { authorization: "Bearer sk_test_bench", "content-type": "application/x-www-form-urlencoded" },
  body: "amount=1250&currency=usd&allowed_payment_method_types[0]=card_present",
};
