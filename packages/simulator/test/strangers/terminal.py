"""The same sale with Stripe's official Python client. STRIPE_SECRET_KEY and STRIPE_API say who and where."""

import os

import stripe

stripe.api_key = os.environ["STRIPE_SECRET_KEY"]
stripe.api_base = os.environ.get("STRIPE_API", stripe.api_base)

location = stripe.terminal.Location.create(
    display_name="Harbour Café",
    address={"line1": "1 Quay", "city": "Boston", "state": "MA", "country": "US", "postal_code": "02110"},
)
reader = stripe.terminal.Reader.create(registration_code="simulated-wpe", label="Counter", location=location.id)

intent = stripe.PaymentIntent.create(
    amount=1250,
    currency="usd",
    allowed_payment_method_types=["card_present"],
    capture_method="manual",
    metadata={"order": "table 4"},
    idempotency_key="order-table-4",
)
print("created", intent.id)

reader.process_payment_intent(payment_intent=intent.id)
stripe.terminal.Reader.TestHelpers.present_payment_method(
    reader.id, type="card_present", card_present={"number": "4000000000009995"}
)
intent.refresh()
print("first card:", intent.last_payment_error.decline_code)

reader.process_payment_intent(payment_intent=intent.id)
stripe.terminal.Reader.TestHelpers.present_payment_method(reader.id)
intent = stripe.PaymentIntent.retrieve(intent.id, expand=["latest_charge"])
print("second card:", intent.status, intent.latest_charge.payment_method_details.card_present.last4)

print("captured:", intent.capture().status)
print("refunded:", stripe.Refund.create(payment_intent=intent.id, amount=250).status)

try:
    reader.process_payment_intent(payment_intent=intent.id)
except stripe.error.InvalidRequestError as error:
    print("refused:", error.http_status, error.code, error.request_id[:4])

try:
    stripe.PaymentIntent.create(amount=1000, currency="usd", payment_method="pm_card_chargeDeclined", confirm=True)
except stripe.error.CardError as error:
    print("card error:", error.code, error.error.payment_intent.status)

pages = stripe.PaymentIntent.list(limit=1)
print("listed:", [one.amount for one in pages.auto_paging_iter()])
