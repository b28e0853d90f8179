import { createHmac } from "node:crypto";
import type { Payment, Store, WebhookDelivery } from "@tillkit/core";
import { firstCommit, paymentFixture } from "@tillkit/testing";

/** The secret that deliveries are signed with. */
export const SECRET = "whsec_bench_0123456789abcdef";

/** A payment that waits for a card on its reader. */
export function waiting(n: number): Extract<Payment, { readonly status: "collecting" }> {
  const { deadlineAt, ...common } = paymentFixture({ id: `pay_${n}` });
  return {
    ...common,
    status: "collecting",
    paymentIntentId: `pi_${n}`,
    dispatch: 1,
    stage: "waiting_for_card",
    onReader: true,
    deadlineAt,
    lookAt: deadlineAt + 1_000,
  };
}

/** Writes so many of them down. */
export async function makeWaiting(store: Store, first: number, count: number): Promise<void> {
  for (let from = first; from < first + count; from += 1_000)
    await Promise.all(
      Array.from({ length: Math.min(1_000, first + count - from) }, (_, n) =>
        store.commit(firstCommit(waiting(from + n), { dueAt: 4e12 })),
      ),
    );
}

/** What Stripe says when it ends: an event of the usual size, signed now. */
export function deliveryOf(n: number, outcome: "succeeded" | "canceled"): Omit<WebhookDelivery, "at"> {
  const { id, tenant, reference, ordered, paymentIntentId } = waiting(n);
  const bytes = Buffer.from(
    JSON.stringify(
      {
        id: `evt_${n}`,
        object: "event",
        api_version: "2026-10-28.endive",
        created: 1_795_000_000,
        data: {
          object: {
            id: paymentIntentId,
            object: "payment_intent",
            ...ordered,
            amount_received: outcome === "succeeded" ? ordered.amount : 0,
            latest_charge: `ch_${n}`,
            livemode: false,
            metadata: {
              tillkit_payment: id,
              tillkit_tenant: tenant,
              tillkit_reference: reference,
              tillkit_environment: "default",
            },
            status: outcome,
            // Stripe says forty things more of a PaymentIntent that nobody here reads.
            padding: "x".repeat(2_000),
          },
        },
        livemode: false,
        type: `payment_intent.${outcome}`,
      },
      undefined,
      2,
    ),
  );
  const time = Math.floor(Date.now() / 1_000);
  const mac = createHmac("sha256", SECRET).update(`${time}.`).update(bytes).digest("hex");
  return { bytes, signature: `t=${time},v1=${mac}` };
}
