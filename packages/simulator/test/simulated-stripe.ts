import { Stripe } from "stripe";
import { onTestFinished } from "vitest";

import { startSimulator } from "@tillkit/simulator";
import type { Simulator, SimulatorOptions } from "@tillkit/simulator";

/** A running simulator and the official client for it, closed with the test. A bug of the simulator fails the test. */
export async function simulated(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; stripe: Stripe }> {
  const simulator = await startSimulator(options);
  onTestFinished(async () => {
    await simulator.close();
    if (simulator.violations.length > 0) throw new Error(simulator.violations.join("\n"));
  });
  return { simulator, stripe: client(simulator) };
}

/** The official client, told to talk to the simulator. */
export function client({ port }: Simulator, key = "sk_test_simulator"): Stripe {
  return new Stripe(key, { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

/** A PaymentIntent for a reader. */
export function inPerson(stripe: Stripe, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return stripe.paymentIntents.create({
    amount: 1250,
    currency: "usd",
    allowed_payment_method_types: ["card_present"],
    ...more,
  });
}

/** The Stripe error a promise ends in. Fails when it does not. */
export async function refusal(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("Stripe accepted what it should have refused");
}
