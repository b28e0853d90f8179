import type { Gateway, GatewayCall, GatewayEvent } from "@tillkit/core";

/** Work that does harm when it is done twice. */
const once: readonly GatewayCall["effect"]["type"][] = [
  "open_intent",
  "open_session",
  "confirm_intent",
  "capture_intent",
  "increment_authorization",
  "refund",
];

/** Sees what Stripe is asked for, at the moment when it is: what is asked too early, or twice, may look right in the end. */
export function watched(gateway: Gateway, note: (broken: string) => void): Gateway {
  /** By payment and what was asked for: the key under which it may have been done. */
  const unknown = new Map<string, Map<string, string>>();
  /** A key that was sent before does nothing new. */
  const sent = new Set<string>();
  const hear = (event: GatewayEvent): GatewayEvent => {
    if (event.subject !== undefined) unknown.delete(event.subject.paymentId);
    return event;
  };
  return {
    ...gateway,
    perform: async (call) => {
      const { effect, payment, idempotencyKey, recover } = call;
      if (isTooEarly(call)) note(`${payment.id} was captured before anybody had signed`);
      const work = effect.type === "refund" ? effect.key : effect.type;
      const before = unknown.get(payment.id)?.get(work);
      if (once.includes(effect.type) && !recover && before !== undefined && !sent.has(idempotencyKey))
        note(`${idempotencyKey} was sent although nobody knew what had become of ${before}`);
      sent.add(idempotencyKey);
      const answer = await gateway.perform(call);
      if (answer.type === "unknown") {
        const ours = unknown.get(payment.id) ?? new Map<string, string>();
        unknown.set(payment.id, ours.set(work, idempotencyKey));
      } else if (answer.type !== "later") unknown.get(payment.id)?.delete(work);
      // Whoever has looked knows.
      if (effect.type.startsWith("check_") && answer.type === "done") unknown.delete(payment.id);
      return answer;
    },
    receive: (delivery) => hear(gateway.receive(delivery)),
    listEvents: async (query) => {
      const page = await gateway.listEvents(query);
      page.events.forEach(hear);
      return page;
    },
  };
}

function isTooEarly({ effect, payment }: GatewayCall): boolean {
  if (effect.type !== "capture_intent" || payment.flow !== "terminal") return false;
  return payment.signing?.policy === "required" && payment.signing.status !== "signed";
}
