import { type ErrorCode, errorCodes } from "@tillkit/core";

/** What a developer must know about a code, beside its status. */
interface Explanation {
  /** What has happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly advice: string;
  /** Whether the same request, sent again unchanged, can succeed. */
  readonly retry: string;
}

const no = "No: the same request fails again.";

const explanations: Readonly<Record<ErrorCode, Explanation>> = {
  invalid_request: {
    meaning: "A field is missing, unknown, of the wrong type or out of range. Nothing was started.",
    advice: "Read `details.path`, or the list `errors` of an HTTP answer, for the field, and correct it.",
    retry: no,
  },
  invalid_amount: {
    meaning:
      "The amount is negative, has a fraction, or is not a multiple of what the currency allows. Amounts are whole numbers of minor units: 1250 is $12.50.",
    advice:
      "Compute amounts in minor units from the start. Three-decimal currencies end in 0; ISK and UGX are sent with two decimals that are always 00.",
    retry: no,
  },
  unknown_currency: {
    meaning: "The currency is not one that Stripe charges in, or is not written as three lower-case letters.",
    advice: "Send `usd`, not `USD` or `$`.",
    retry: no,
  },
  currency_not_local: {
    meaning: "Readers take the currency of the country they stand in, and this is another. Nothing was stored or sent.",
    advice: "Charge in `details.local`, or on a Checkout page, which takes other currencies.",
    retry: no,
  },
  amount_too_small: {
    meaning: "The amount is below Stripe's minimum charge in this currency.",
    advice: "Take it in cash, or add it to the next bill. `currencies.get(code)?.minimum` has the figure.",
    retry: no,
  },
  amount_too_large: {
    meaning: "The amount is above Stripe's maximum charge in this currency.",
    advice: "Split the bill into several references.",
    retry: no,
  },
  signature_empty: {
    meaning: "What was drawn is no signature: a dot, a tap or a slip of the finger. Nothing was kept.",
    advice: "Clear the pad and ask the guest again. Strokes are sent in CSS pixels, as the screen saw them.",
    retry: no,
  },
  malformed_body: {
    meaning: "The body of a request is not JSON, or is JSON but not an object.",
    advice: "Send one JSON object, as UTF-8.",
    retry: no,
  },
  idempotency_key_invalid: {
    meaning:
      "The header `Idempotency-Key` is neither a quoted string (RFC 9651) nor a bare word, is sent twice, or is not 1 to 255 characters long. Nothing was started.",
    advice: 'Send a random UUID: `Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"`.',
    retry: no,
  },
  webhook_signature_invalid: {
    meaning:
      "A delivery carries no valid Stripe signature over exactly these bytes. `details.reason` says which check failed: `no_header`, `malformed_header`, `no_v1_signature`, `mismatch`, `too_old`, `in_future` or `no_secret`.",
    advice:
      "`mismatch`: compare `STRIPE_WEBHOOK_SECRET` with the endpoint's own secret (each endpoint, each mode and `stripe listen` has another), and make sure that nothing changes the body on the way. `too_old` and `in_future`: set the server's clock. Others can send anything to a public address, so a few of these are normal.",
    retry: "Stripe sends the event again by itself; it is accepted once the cause is removed.",
  },
  webhook_wrong_mode: {
    meaning: "A verified delivery belongs to the other mode: a live event at a till with a test key, or the reverse.",
    advice: "Give each mode its own endpoint address and its own signing secret.",
    retry: no,
  },
  forbidden: {
    meaning: "`authorize` did not answer `true` for this action, or a browser sent the request from another site.",
    advice: "Sign in, or let `authorize` allow the action. It decides by request, action and payment id.",
    retry: no,
  },
  payment_not_found: {
    meaning: "No payment of this tenant has this id, or this Checkout Session.",
    advice: "Check the id, the tenant of the till and the store's file. Payments of other tenants are never found.",
    retry: no,
  },
  parked_not_found: {
    meaning: "Nothing of this id is parked: somebody has decided about it before, or it was never there.",
    advice: "List what is parked again.",
    retry: no,
  },
  signature_not_found: {
    meaning: "The payment has no signature: none was wanted, the guest has not signed yet, or would not.",
    advice: "Look at `signature.status` of the payment first.",
    retry: "Yes, once the guest has signed.",
  },
  reader_not_found: {
    meaning: "Stripe knows no such reader under this key and in this mode.",
    advice:
      "List the readers with `till.readers.list()`. A reader that is registered in live mode does not exist in test mode.",
    retry: no,
  },
  location_not_found: {
    meaning: "Stripe knows no such location under this key and in this mode.",
    advice: "List the locations with `till.readers.locations()`.",
    retry: no,
  },
  configuration_not_found: {
    meaning:
      "Stripe names no default configuration of the account's readers, which is where tips for the whole account are kept. Nothing was changed.",
    advice:
      "Open Terminal in Stripe's Dashboard once, in this mode, and try again; or set the tips of a location, which needs no default.",
    retry: "Yes, once Stripe has made the configuration.",
  },
  guest_link_invalid: {
    meaning:
      "The code or the link of a guest is made up, was changed, belongs to another tenant, or its table has another code by now. Which of these is not told: whoever tries links out learns nothing.",
    advice:
      "Show the guest a page that asks to scan the code on the table again. Links also end when the secret that signed them is dropped from `secrets`.",
    retry: no,
  },
  route_not_found: {
    meaning: "tillkit has no such route below the address that it is mounted at.",
    advice:
      "Compare with the [routes](../how-to/mount-in-express.md#the-routes). The return route exists only where `returnTo` is given, and those of guests where `guest` is.",
    retry: no,
  },
  method_not_allowed: {
    meaning: "The route exists, but not for this method. The header `Allow` lists those that it has.",
    advice: "Use one of the methods of `Allow`.",
    retry: no,
  },
  transition_rejected: {
    meaning:
      "The command does not fit the payment's status, like `retry` on a payment that is paid. The message says what can be asked now. Nothing was changed.",
    advice:
      "Show the payment as it is; another register may have acted first. Offer only the buttons that `commandsOf(payment)` lists.",
    retry: no,
  },
  overcapture_unavailable: {
    meaning: "More was to be captured than is held on the card, and this card does not allow it.",
    advice:
      "Capture what is held, and take the rest as a payment of its own. `hold.maximum` of the payment says how much can be captured.",
    retry: no,
  },
  increment_unavailable: {
    meaning:
      "The hold cannot be raised to this amount: the card does not allow it, it was made without `hold.incremental`, or as much is held already.",
    advice: "Leave what is held, and take the rest as a payment of its own.",
    retry: no,
  },
  reader_busy: {
    meaning:
      "The reader has something else to do. `details.paymentId` and `details.register` name a payment of this till; `details.action` " +
      "says what another application runs on it.",
    advice: "Wait for it, cancel it, or choose another reader. tillkit never puts one of its payments over another.",
    retry: "Yes, when the other payment has ended.",
  },
  reader_changed: {
    meaning:
      "The reader was to be cleared of what a person had seen on it, and runs something else by now. Nothing was cleared.",
    advice: "Look again: `details.action` and `details.paymentIntentId` say what runs on it now.",
    retry: no,
  },
  configuration_shared: {
    meaning:
      "The readers of other locations go by the same Terminal Configuration as those of this one, so that their tips would change, too. `details.sharedWith` names those locations, comma-separated. Nothing was changed.",
    advice:
      "To change all of them, send the locations that are named as `alsoIn`. To change only this one, give it a Configuration of its own in Stripe's Dashboard first.",
    retry: no,
  },
  registration_refused: {
    meaning: "Stripe did not take the registration code: it is wrong, used, or has run out.",
    advice: "Have the reader show a new code, and send that.",
    retry: no,
  },
  reference_in_use: {
    meaning:
      "The reference belongs to a payment that is open or paid, with another amount, currency or flow, or to a refund of another amount. `details` has both. One bill share is never payable twice at a time, and one return slip is never given back twice.",
    advice:
      "Cancel the other payment and wait until it is canceled, or use another reference: `bill-17/2` for the second share of bill 17.",
    retry: "Only after the other payment is canceled.",
  },
  reference_closed: {
    meaning:
      "The host has closed the bill of this reference with `till.close`, as after it was paid in cash. It can be paid no more, on any phone or reader.",
    advice:
      "Tell the guest that the bill is settled. A bill that is to be paid after all is another: give it another reference.",
    retry: no,
  },
  order_not_found: {
    meaning: "Nobody has said what this order costs, in this tenant. A share of it cannot be compared with anything.",
    advice:
      "Call `till.orders.set(order, { amount, currency })` before its first share, and again when the bill changes.",
    retry: "After the order is set.",
  },
  order_closed: {
    meaning: "The host has closed the order with `till.orders.close`. It takes no other share, and its price stays.",
    advice: "Tell the guest that the bill is settled. What is ordered later is another order.",
    retry: no,
  },
  share_too_large: {
    meaning:
      "The share is more than the order leaves: the rest is paid, or being paid on other phones and readers. `details.left` says how much can be asked for. Nothing was charged.",
    advice: "Show what is left, and ask for at most that. A page that was left frees its share when it closes.",
    retry: "With a smaller share; with the same one only after another share was called off.",
  },
  refund_too_large: {
    meaning:
      "More than can be given back: what was taken, without what has gone back or is on its way, whoever asked for it. `details.refundable` says what is left. Nothing was changed.",
    advice: "Show what is left, and the refunds that there are. Leave the amount out to give back all that is left.",
    retry: "With a smaller amount.",
  },
  refund_needs_card: {
    meaning: "An Interac card gives money back only where it is presented again, on a reader. Nothing was changed.",
    advice: "Ask the guest for the card, and name the `reader` to present it on.",
    retry: "With a reader.",
  },
  basket_changed: {
    meaning:
      "The host's prices and what the guest was shown differ: a price has changed, or another phone has added something. Nothing was charged, and no page was opened. `bill` has the lines as they are now.",
    advice: "Show the guest the new bill, and send what was shown when they press Pay again.",
    retry: "No: send the new lines as `shown`.",
  },
  basket_refused: {
    meaning: "The host's `price` answered `{ refused }`: something is sold out, or unknown. Nothing was charged.",
    advice: "Show the sentence, which is the host's own, and let the guest change the basket.",
    retry: no,
  },
  page_not_open: {
    meaning:
      "A QR code was asked for of a payment whose page is not open: not yet, not any more, or it is a payment on a reader.",
    advice: "Read the payment: `url` is there while its page is open.",
    retry: "Yes, while the payment is `opening`.",
  },
  receipt_unavailable: {
    meaning: "The payment has brought no money and holds none: there is nothing to print.",
    advice: "Print when it is paid or held. `details.status` says how it stands.",
    retry: "Yes, once it is paid or held.",
  },
  store_conflict: {
    meaning:
      "Too many writers changed one payment, or held the file, at the same time. Nothing was changed by this call.",
    advice:
      "Send it again. If it happens often, look for a process that keeps a transaction on the same SQLite file open.",
    retry: "Yes.",
  },
  idempotency_in_progress: {
    meaning:
      "A request with the same `Idempotency-Key` is still being worked on. If the process that worked on it has died, the next one takes it over after a minute.",
    advice: "Send it again, unchanged and under the same key, after the seconds that `Retry-After` says.",
    retry: "Yes, with the same key.",
  },
  guest_link_expired: {
    meaning:
      "The guest's link to a bill was good, and has run out: after two hours, unless `linkTtlMs` says otherwise.",
    advice: "Arrive again with the table's code, and give the old link as `previous`: the guest keeps the bill.",
    retry: no,
  },
  body_too_large: {
    meaning: "The body is larger than the limit, 1 MiB unless the host has set another. Reading stopped there.",
    advice: "Send less, or raise `webhookBodyLimit` or `jsonBodyLimit`.",
    retry: no,
  },
  unsupported_media_type: {
    meaning: "The body is not `application/json`, or is compressed.",
    advice: "Set `Content-Type: application/json` and send no `Content-Encoding`.",
    retry: no,
  },
  idempotency_key_reused: {
    meaning:
      "The `Idempotency-Key` was used before for another route, another payment or another body, byte by byte. Nothing was done.",
    advice:
      "Make a new key for each thing that somebody wants, and keep it only while the very same bytes are sent again.",
    retry: no,
  },
  secret_key_missing: {
    meaning: "No secret key was given to `stripeGateway`.",
    advice: "Set `STRIPE_SECRET_KEY` and pass it as `secretKey`.",
    retry: no,
  },
  publishable_key_given: {
    meaning: "A publishable key (`pk_…`) was given where a secret (`sk_…`) or restricted (`rk_…`) one is needed.",
    advice: "Copy the secret key from Stripe's Dashboard. A publishable key cannot take payments.",
    retry: no,
  },
  invalid_key: {
    meaning: "The key is not a Stripe key, has white space or quotes in it, or Stripe does not accept it.",
    advice: "Copy the key alone, without quotes. Where it has been rolled or has expired, take the new one.",
    retry: no,
  },
  missing_permission: {
    meaning: "The restricted key may not do this. The message names the permission.",
    advice: "Add the permission to the key in Stripe's Dashboard.",
    retry: no,
  },
  webhook_secret_invalid: {
    meaning:
      "The webhook signing secret is missing, blank, or does not begin with `whsec_`. With a blank one anybody could sign.",
    advice:
      "Copy it from the endpoint's page in Stripe's Dashboard, or from `stripe listen`. Pass `webhookSecrets: []` only where no webhook is ever received.",
    retry: no,
  },
  raw_body_unavailable: {
    meaning: "Something parsed the body before tillkit could read its bytes, so no signature can be checked.",
    advice: "Mount tillkit before `express.json()` and every other parser.",
    retry: "Stripe sends the event again by itself; it is accepted once the order is right.",
  },
  fulfil_not_synchronous: {
    meaning:
      "`fulfil` returned a promise inside a transaction that cannot wait for one, as SQLite's cannot. The transaction was rolled back and nothing was ordered.",
    advice:
      "Write the order with the `tx` that `fulfil` is given and return, or pass `fulfil: { atLeastOnce: async (order) => … }`.",
    retry: "tillkit calls `fulfil` again by itself, and parks it for a person after 12 tries.",
  },
  fulfil_failed: {
    meaning:
      "Your `fulfil` threw, for the payment in `details`, and `cause` has what it threw. Nothing was written: inside a transaction, that was rolled back.",
    advice:
      'Listen with `till.events.on("trouble", …)` and log it. A bug is mended, and the order is made by the next try.',
    retry: "tillkit calls `fulfil` again by itself, and parks it for a person after 12 tries.",
  },
  afterwards_failed: {
    meaning:
      "What follows from an order, by the name in `details`, threw or took longer than 30 seconds. The order itself is made.",
    advice: 'Listen with `till.events.on("trouble", …)` and log it.',
    retry: "tillkit calls it again by itself, and parks it for a person after 24 tries.",
  },
  fulfil_answer_invalid: {
    meaning:
      "`fulfil` answered `{ refused: … }` with something that is no reason, so it is not known whether the order was made. Inside a transaction, that was rolled back.",
    advice: "Return nothing when the order is made, and the reason in words when it cannot be made.",
    retry: "tillkit calls `fulfil` again by itself, and parks it for a person after 12 tries.",
  },
  store_unusable: {
    meaning:
      "The store was used after `close()`, its file cannot be opened or is damaged, or a newer tillkit has made it.",
    advice: "Close the store last, after `till.stop()`. Do not go back to an older tillkit on the same file.",
    retry: no,
  },
  background_failed: {
    meaning:
      'Work in the background threw an error that is none of tillkit\'s, most often in a store or a gateway of your own. It is the `cause`, and its words are in the message. Only `till.events.on("trouble", …)` tells of it; no request is answered with it.',
    advice: "Mend what threw. What was written down is not lost.",
    retry: "tillkit does it again by itself, with the next sweep.",
  },
  invalid_option: {
    meaning: "An option of `createTill`, a gateway, a store or an adapter makes no sense. The message names it.",
    advice: "Correct the option. It is thrown where the object is made, so a process that starts has none of these.",
    retry: no,
  },
  reader_unreachable: {
    meaning: "The reader does not answer, or is switched off. It shows what it showed before.",
    advice: "Check its power and its network. Payments are not affected: theirs are repeated by themselves.",
    retry: "Yes.",
  },
  stripe_unavailable: {
    meaning: "Stripe could not be reached, or did not answer. Nothing is known of the outcome of this call.",
    advice: "Try again. Payments are not affected: what they need of Stripe is repeated by itself.",
    retry: "Yes.",
  },
};

/** Every code with its status, its meaning and what to do. */
export function errorList(): string {
  return (Object.keys(errorCodes) as ErrorCode[]) // ErrorCode is this very set of keys
    .map((code) => {
      const { meaning, advice, retry } = explanations[code];
      return [
        `## ${code}`,
        `HTTP ${errorCodes[code]}. ${meaning}`,
        `**What to do.** ${advice}`,
        `**Again?** ${retry}`,
      ].join("\n\n");
    })
    .join("\n\n");
}
