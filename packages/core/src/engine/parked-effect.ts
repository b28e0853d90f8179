import type { ParkedEffect } from "../ports/store.ts";
import type { Parked } from "./reports.ts";

/** Between a payment's id and the key of its effect. No key has it. */
const OF = "~";

/** How a parked effect looks to a person. */
export function parkedEffectOf(paymentId: string, { effect, reason, tries, parkedAt }: ParkedEffect): Parked {
  return {
    id: `${paymentId}${OF}${effect.key}`,
    kind: "effect",
    type: effect.type,
    paymentId,
    reason,
    tries,
    parkedAt,
  };
}

/** The payment and the key that a parked effect's id stands for; nothing where it is the id of an event. */
export function effectOf(id: string): { readonly paymentId: string; readonly key: string } | undefined {
  const end = id.lastIndexOf(OF);
  return end < 0 ? undefined : { paymentId: id.slice(0, end), key: id.slice(end + OF.length) };
}
