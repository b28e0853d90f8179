import type { CommandType, Store, Till } from "@tillkit/core";
import type { ModelStripe } from "@tillkit/testing";
import type { Process } from "./gates.ts";
import type { Chance } from "./random.ts";

/** When every history begins. Milliseconds since the epoch. */
export const START = Date.UTC(2026, 0, 5, 12);

/** The readers of the shop. */
export const READERS = ["tmr_front", "tmr_bar"] as const;

/** The bills of the evening. */
export const REFERENCES = ["bill-1", "bill-2"] as const;

/** The shares of guests at one table, who together pay no more than they have ordered. */
export const SHARES = ["share-1", "share-2", "share-3"] as const;
export const TABLE = "table-1";

/**
 * Sums that cannot be taken for each other, in minor units: so that what was taken shows what it was taken for.
 */
export const SUMS = {
  bill: 1_250,
  /** What a bill, or a hold, is raised to. */
  raised: [4_000, 4_900],
  /** A part of a bill that is captured. */
  part: 700,
  /** A tip that is entered on the till, given on the reader, or written on the receipt. */
  tip: { entered: 60, onReader: 175, onReceipt: 310 },
  /** What a table orders: two shares, with or without one that is raised. */
  table: [2_600, 5_500],
  refund: { slip: 300, dashboard: 100 },
} as const;

/** A server process, and the till in it. */
export interface Server {
  readonly process: Process;
  readonly till: Till;
}

/** What changes in a history, beside what the till writes. */
export interface World {
  now: number;
  /** Whether faults have stopped. */
  calm: boolean;
  /** Whether what events say cannot be written. */
  badDay: boolean;
  /** How long calls may have stood still. Milliseconds. */
  stoodMs: number;
  serial: number;
}

/** What the host has asked of a payment that is right only if it was asked for. */
export interface Wishes {
  readonly captures: { readonly amount?: number; readonly tip?: number }[];
  readonly raises: number[];
  /** Whether a signature was accepted. */
  signed: boolean;
}

/** Where a history plays, for everybody who acts in it. */
export interface Scene {
  readonly random: Chance;
  readonly stripe: ModelStripe;
  /** The store itself, without gates. */
  readonly store: Store;
  readonly world: World;
  /** What is paid: bills, or the shares of the table. */
  readonly references: readonly [string, ...string[]];
  /** What the table has ordered, where shares are paid. Minor units. */
  readonly table: number | undefined;
  /** What the cashiers ask for. */
  readonly habits: readonly CommandType[];
  /** How many calls stand still. */
  readonly waiting: () => number;
  /** What was asked of a payment, by its id. */
  wishesOf(paymentId: string): Wishes;
  /** Sends an event to a server. */
  deliver(server: Pick<Server, "till">, event: number): void;
  /** A server dies, and another takes its place. */
  replace(server: Server): void;
}

/** What fails is the history's, and not the test's. */
export function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

/** Lets promises go on for some turns: enough for what is between two gates, or, with 60, for anything. */
export async function settle(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
}
