import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../ports/clock.ts";
import type { Gateway } from "../ports/gateway.ts";
import type { Store } from "../ports/store.ts";
import type { Pace } from "./pace.ts";
import type { TillEvents } from "./types/events.ts";
import type { Afterwards, AtLeastOnce, FulfilAnswer, Order, SigningDefaults } from "./types/options.ts";

/** The host's `fulfil`, whichever way it wants to be called. */
export type Fulfilling =
  | { readonly once: (order: Order, tx: unknown) => FulfilAnswer | Promise<FulfilAnswer> }
  | AtLeastOnce;

/** What every part of the engine works with. */
export interface Context {
  readonly tenant: string;
  readonly gateway: Gateway;
  readonly store: Store;
  readonly fulfilling: Fulfilling;
  readonly afterwards: Afterwards;
  readonly events: EventEmitter<TillEvents>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly random: () => number;
  readonly collectionTimeoutMs: number;
  readonly holdWarningMs: number;
  /** Whether others than tills of this tenant use the readers, too. */
  readonly sharedReaders: boolean;
  /** How guests sign on this reader. */
  readonly signingOn: (readerId: string) => SigningDefaults;
  readonly leaseMs: number;
  readonly backfillEveryMs: number;
  /** What Stripe lets us ask. */
  readonly pace: Pace;
}
