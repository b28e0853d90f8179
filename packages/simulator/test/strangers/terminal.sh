#!/usr/bin/env bash
# The same sale by hand, with curl. STRIPE_SECRET_KEY and STRIPE_API say who and where.
set -euo pipefail
api=${STRIPE_API:-https://api.stripe.com}

stripe() { # stripe METHOD PATH [-d name=value …]
  local method=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --request "$method" "$api$path" --user "$STRIPE_SECRET_KEY:" "$@"
}
# The first field of this name, whether the JSON is indented or not.
field() { grep --only-matching "\"$1\": *\"[^\"]*\"" | head --lines 1 | sed 's/.*"\([^"]*\)"$/\1/'; }

location=$(stripe POST /v1/terminal/locations -d display_name="Harbour Café" \
  -d "address[line1]"="1 Quay" -d "address[city]"=Boston -d "address[state]"=MA \
  -d "address[country]"=US -d "address[postal_code]"=02110 | field id)
reader=$(stripe POST /v1/terminal/readers -d registration_code=simulated-wpe -d label=Counter \
  -d location="$location" | field id)

intent=$(stripe POST /v1/payment_intents -H "Idempotency-Key: order-$RANDOM-$RANDOM" -d amount=1250 -d currency=usd \
  -d "allowed_payment_method_types[]"=card_present -d capture_method=manual -d "metadata[order]"="table 4" | field id)
echo "created $intent"

stripe POST "/v1/terminal/readers/$reader/process_payment_intent" -d payment_intent="$intent" >/dev/null
stripe POST "/v1/test_helpers/terminal/readers/$reader/present_payment_method" \
  -d type=card_present -d "card_present[number]"=4000000000009995 >/dev/null
echo "first card: $(stripe GET "/v1/payment_intents/$intent" | field decline_code)"

stripe POST "/v1/terminal/readers/$reader/process_payment_intent" -d payment_intent="$intent" >/dev/null
stripe POST "/v1/test_helpers/terminal/readers/$reader/present_payment_method" >/dev/null
echo "second card: $(stripe GET "/v1/payment_intents/$intent" | field status)"

echo "captured: $(stripe POST "/v1/payment_intents/$intent/capture" -d amount_to_capture=1250 | field status)"
echo "refunded: $(stripe POST /v1/refunds -d payment_intent="$intent" -d amount=250 | field status)"

set +e
refused=$(stripe POST "/v1/terminal/readers/$reader/process_payment_intent" -d payment_intent="$intent")
echo "curl says $?: $(field code <<<"$refused")"
