import { stripeGateway } from "@tillkit/stripe";
import { type Simulator, startSimulator } from "@tillkit/simulator";
import type { GatewayEffect, WebhookDelivery } from "@tillkit/core";
import type { GatewayAccount, OpenedGateway } from "@tillkit/testing";
import { Stripe } from "stripe";

const secret = "whsec_contract0000000000";
const { webhooks } = new Stripe("sk_test_abc");

/** Which request an effect makes. */
const requests: Readonly<Record<GatewayEffect["type"], string>> = {
  open_intent: "POST /v1/payment_intents",
  hand_to_reader: "POST /v1/terminal/readers/{id}/process_payment_intent",
  update_intent: "POST /v1/payment_intents/{id}",
  confirm_intent: "POST /v1/terminal/readers/{id}/confirm_payment_intent",
  check_intent: "GET /v1/payment_intents/{id}",
  cancel_action: "POST /v1/terminal/readers/{id}/cancel_action",
  cancel_intent: "POST /v1/payment_intents/{id}/cancel",
  capture_intent: "POST /v1/payment_intents/{id}/capture",
  increment_authorization: "POST /v1/payment_intents/{id}/increment_authorization",
  ask_signature: "POST /v1/terminal/readers/{id}/collect_inputs",
  check_signature: "GET /v1/files/{id}",
  cancel_signature: "POST /v1/terminal/readers/{id}/cancel_action",
  open_session: "POST /v1/checkout/sessions",
  check_session: "GET /v1/checkout/sessions/{id}",
  refund: "POST /v1/refunds",
  check_refunds: "GET /v1/refunds",
  refund_on_reader: "POST /v1/terminal/readers/{id}/refund_payment",
  check_reader_refund: "GET /v1/refunds",
  cancel_reader_refund: "POST /v1/terminal/readers/{id}/cancel_action",
  expire_session: "POST /v1/checkout/sessions/{id}/expire",
};

/** The Stripe gateway in front of a simulator of its own. */
export interface Simulated extends OpenedGateway {
  readonly simulator: Simulator;
}

export async function simulated(account: GatewayAccount = { moto: false }): Promise<Simulated> {
  const simulator = await startSimulator({ settings: { account } });
  const gateway = stripeGateway({ secretKey: "sk_test_abc", webhookSecrets: secret, apiBase: simulator.url });
  const now = (): number => simulator.clock.now();
  const sign = (event: object): WebhookDelivery => {
    const payload = JSON.stringify(event, null, 2);
    const timestamp = Math.floor(now() / 1000);
    const signature = webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return { bytes: Buffer.from(payload), signature, at: now() };
  };
  const reader = simulator.reader("tmr_front");
  // An endpoint that never takes anything: its events are those that could not be delivered.
  simulator.webhooks.add({ url: "http://127.0.0.1:9/webhooks", secret });
  simulator.webhooks.hold();

  return {
    simulator,
    gateway,
    readerId: reader.id,
    now,
    reader: {
      tap: async () => void (await reader.tap()),
      decline: async () => void (await reader.tap("insufficient_funds")),
      keyIn: async () => void (await reader.keyIn()),
      cancel: async () => reader.cancel(),
    },
    guest: { pay: (id) => simulator.guest(id).payAndCloseTab() },
    faults: {
      loseAnswer: (effect) => void simulator.faults.add({ on: requests[effect], times: 1, kind: "truncate_body" }),
      // The client repeats once after a connection that broke before the answer, whatever it is told.
      loseRequest: (effect) => void simulator.faults.add({ on: requests[effect], times: 2, kind: "lose_request" }),
    },
    deliveries: async () => simulator.events.map(sign),
    foreignDelivery: () =>
      sign({
        id: "evt_foreign",
        object: "event",
        type: "payment_intent.succeeded",
        livemode: false,
        data: {
          object: {
            id: "pi_foreign",
            object: "payment_intent",
            status: "succeeded",
            amount_received: 5000,
            currency: "usd",
            livemode: false,
            metadata: { order: "7" },
          },
        },
      }),
    close: () => simulator.close(),
  };
}
