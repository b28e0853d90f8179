import type { GatewayEvent, News } from "@tillkit/core";
import type { ModelIntent, ModelRefund, ModelSession } from "./types.ts";

/** What signs a delivery of the model. */
export const SIGNATURE = "model";

/** What a reader shows: the last action that it was given. */
interface Slot {
  readonly paymentIntentId: string;
  status: "in_progress" | "succeeded" | "failed";
  failure?: {
    readonly code: "card_declined" | "customer_canceled";
    readonly declineCode?: string;
    readonly chargeId?: string;
  };
}

/** Everything that the model knows. */
export interface World {
  readonly intents: Map<string, ModelIntent>;
  readonly sessions: Map<string, ModelSession>;
  readonly refunds: Map<string, ModelRefund>;
  /** By reader. */
  readonly slots: Map<string, Slot>;
  /** The readers that exist. */
  readonly readers: readonly string[];
  readonly deliveries: { readonly bytes: Uint8Array; readonly signature: string }[];
  /** Makes an id that was never made before. */
  nextId(prefix: string): string;
  /** Makes an event. */
  tell(
    type: string,
    about: { readonly paymentId: string; readonly tenant: string } | undefined,
    names: readonly string[],
    news: readonly News[],
  ): void;
}

/** A world in which nothing has happened yet. */
export function newWorld(readers: readonly string[]): World {
  const deliveries: { bytes: Uint8Array; signature: string }[] = [];
  let serial = 0;
  const nextId = (prefix: string): string => `${prefix}_${(serial += 1)}`;
  return {
    intents: new Map(),
    sessions: new Map(),
    refunds: new Map(),
    slots: new Map(),
    readers,
    deliveries,
    nextId,
    tell: (type, about, names, news) => {
      const event: GatewayEvent = {
        id: nextId("evt"),
        type,
        names,
        news,
        ...(about === undefined ? {} : { subject: { tenant: about.tenant, paymentId: about.paymentId } }),
      };
      deliveries.push({ bytes: new TextEncoder().encode(JSON.stringify(event)), signature: SIGNATURE });
    },
  };
}

/** What must be there. */
export function get<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) throw new RangeError(`The model has no ${id}.`);
  return value;
}
