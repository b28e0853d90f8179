import type { GatewayEffect } from "@tillkit/core";
import {
  createModelStripe,
  FIXTURE_TIME,
  type GatewayAccount,
  type ModelFault,
  type OpenedGateway,
} from "@tillkit/testing";

const now = (): number => FIXTURE_TIME;

/** The model of Stripe, opened for the gateway contract. */
export async function openModel({ moto }: GatewayAccount): Promise<OpenedGateway> {
  const planned = new Map<GatewayEffect["type"], ModelFault>();
  const model = createModelStripe({
    now,
    moto,
    fault: ({ effect }) => {
      const fault = planned.get(effect.type) ?? "none";
      planned.delete(effect.type);
      return fault;
    },
  });
  const readerId = "tmr_front";
  const signed = (bytes: Uint8Array, signature: string) => ({ bytes, signature, at: now() });

  return {
    gateway: model.gateway,
    readerId,
    now,
    reader: {
      tap: async () => must(model.tap(readerId)),
      decline: async () => must(model.tap(readerId, "insufficient_funds")),
      keyIn: async () => must(model.keyIn(readerId)),
      cancel: async () => must(model.cancelOnReader(readerId)),
    },
    guest: { pay: async (id) => must(model.pay(id)) },
    faults: {
      loseAnswer: (effect) => void planned.set(effect, "lose_answer"),
      loseRequest: (effect) => void planned.set(effect, "lose_request"),
    },
    deliveries: async () => model.deliveries.map(({ bytes, signature }) => signed(bytes, signature)),
    foreignDelivery: () => {
      const event = { id: "evt_0", type: "payment_intent.succeeded", names: ["pi_0"], news: [], ignored: "foreign" };
      return signed(new TextEncoder().encode(JSON.stringify(event)), "model");
    },
    close: async () => {},
  };
}

function must(happened: boolean): void {
  if (!happened) throw new Error("The guest could not do that.");
}
