import { createHmac, timingSafeEqual } from "node:crypto";
import { stripeGateway } from "@tillkit/stripe";
import Stripe from "stripe";
import { measure, print } from "./measure.ts";

const SECRET = "whsec_bench_0123456789abcdef";

/** Verifying and reading one delivery: ours, the official client's, and what the bare operations cost. */
export function benchWebhook(): void {
  const stripe = new Stripe("sk_test_bench");
  const gateway = stripeGateway({ secretKey: "sk_test_bench", webhookSecrets: SECRET });
  const bytes = Buffer.from(delivery());
  const at = Date.now();
  const signature = stripe.webhooks.generateTestHeaderString({
    payload: bytes.toString(),
    secret: SECRET,
    timestamp: Math.floor(at / 1_000),
  });
  const [time = "", mac = ""] = signature.split(",").map((part) => part.slice(part.indexOf("=") + 1));
  const expected = Buffer.from(mac, "hex");
  const byHand = (): void => {
    const digest = createHmac("sha256", SECRET).update(`${time}.`).update(bytes).digest();
    if (!timingSafeEqual(digest, expected)) throw new Error("The floor does not verify.");
    JSON.parse(bytes.toString());
  };
  print(
    `Verify and read an event of ${bytes.length} bytes`,
    measure([
      { name: "stripe constructEvent", run: () => void stripe.webhooks.constructEvent(bytes, signature, SECRET) },
      { name: "tillkit receive", run: () => void gateway.receive({ bytes, signature, at }) },
      { name: "floor: HMAC and JSON.parse by hand", run: byHand },
    ]),
    ">= 1.10 of constructEvent",
  );

  const forged = `t=${time},v1=${"0".repeat(64)}`;
  print(
    "Refuse a forged event",
    measure([
      { name: "stripe constructEvent", run: () => fails(() => stripe.webhooks.constructEvent(bytes, forged, SECRET)) },
      { name: "tillkit receive", run: () => fails(() => gateway.receive({ bytes, signature: forged, at })) },
    ]),
    ">= 2.3 of constructEvent",
  );
}

function fails(run: () => unknown): void {
  try {
    run();
  } catch {
    return;
  }
  throw new Error("A forged event was taken.");
}

/** A `payment_intent.succeeded` of usual size, printed as Stripe prints it. */
function delivery(): string {
  return JSON.stringify(
    {
      id: "evt_1SbenchBENCHbench0000000",
      object: "event",
      api_version: "2026-10-28.endive",
      created: 1_795_000_000,
      data: {
        object: {
          id: "pi_3SbenchBENCHbench0000000",
          object: "payment_intent",
          amount: 1_250,
          amount_capturable: 0,
          amount_details: { tip: {} },
          amount_received: 1_250,
          application: null,
          application_fee_amount: null,
          automatic_payment_methods: null,
          canceled_at: null,
          cancellation_reason: null,
          capture_method: "automatic",
          client_secret: `pi_3SbenchBENCHbench0000000_secret_${"x".repeat(25)}`,
          confirmation_method: "automatic",
          created: 1_795_000_000,
          currency: "usd",
          customer: null,
          description: "Counter sale",
          last_payment_error: null,
          latest_charge: "ch_3SbenchBENCHbench0000000",
          livemode: false,
          metadata: {
            tillkit_payment: "pay_0bench",
            tillkit_tenant: "default",
            tillkit_reference: "bill-1",
            tillkit_environment: "default",
          },
          next_action: null,
          on_behalf_of: null,
          payment_method: "pm_1SbenchBENCHbench0000000",
          payment_method_options: {
            card_present: { request_extended_authorization: false, request_incremental_authorization_support: false },
          },
          payment_method_types: ["card_present"],
          processing: null,
          receipt_email: null,
          review: null,
          setup_future_usage: null,
          shipping: null,
          source: null,
          statement_descriptor: null,
          statement_descriptor_suffix: null,
          status: "succeeded",
          transfer_data: null,
          transfer_group: null,
          // Real events carry more of the same; this makes up the length that was measured in the field.
          padding: "x".repeat(700),
        },
      },
      livemode: false,
      pending_webhooks: 1,
      request: { id: "req_bench", idempotency_key: "tillkit:default:pay_0bench:hand_to_reader:1.1" },
      type: "payment_intent.succeeded",
    },
    undefined,
    2,
  );
}
