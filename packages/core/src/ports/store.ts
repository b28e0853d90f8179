import type { Effect, Payment, PaymentStatus } from "../payment/payment.ts";

/** An effect that is still to be performed. */
export interface PendingEffect {
  readonly effect: Effect;
  /** When it was asked for. Milliseconds since the epoch. */
  readonly queuedAt: number;
  /** Not to be performed before this. Milliseconds since the epoch. */
  readonly nextAt: number;
  /** How often it was performed without a definite answer. */
  readonly tries: number;
  /** How often its idempotency key was replaced, because Stripe had stored a useless answer under the old one. */
  readonly generation: number;
}

/** An effect that cannot succeed and waits for a person. */
export interface ParkedEffect extends PendingEffect {
  readonly parkedAt: number;
  /** A sentence that says why. */
  readonly reason: string;
}

/** A payment with everything that is still to be done about it: one record, so that one write keeps both. */
export interface Stored {
  readonly payment: Payment;
  /** 1 for the first write, one more for each. */
  readonly version: number;
  readonly pending: readonly PendingEffect[];
  readonly parked: readonly ParkedEffect[];
}

/** One line of a payment's history. Never changed once written. */
export interface TimelineEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who brought it. */
  readonly source: Source;
  /** What was heard: the input's `type`. */
  readonly input: string;
  /** The status that it led to. */
  readonly status: PaymentStatus;
  /** Stripe's event, where one brought it (`evt_…`). */
  readonly cause?: string;
  /** What else was seen, in a sentence. */
  readonly note?: string;
}

/**
 * Who brought an input: the host's code, a Stripe event that was delivered, or that had to be fetched, Stripe's answer to a call,
 * the clock, or the host's `fulfil`.
 */
export type Source = "host" | "webhook" | "backfill" | "stripe" | "clock" | "fulfil";

/** A worker's right to perform a payment's effects, so that two never do at once. */
export interface Lease {
  /** The worker's own random word. */
  readonly token: string;
  /** When others may take over. Milliseconds since the epoch; 0: at once, which gives it back. */
  readonly until: number;
}

/** One atomic write: the record, its names, its history and the cause, all or nothing. */
export interface Commit {
  readonly payment: Payment;
  /** The version that this write was decided on; 0 for a payment that is new. */
  readonly expectedVersion: number;
  readonly pending: readonly PendingEffect[];
  readonly parked: readonly ParkedEffect[];
  /** When a worker should look at this payment again. Milliseconds since the epoch; null: never by itself. */
  readonly dueAt: number | null;
  /** Names to take; each belongs to one payment of the tenant at a time. */
  readonly take: readonly string[];
  /** Names to give back. */
  readonly drop: readonly string[];
  readonly entries: readonly TimelineEntry[];
  /** What brought this about, where it has an identity (`evt_…`): a second write with the same cause is refused. */
  readonly cause?: string;
  /** Takes, prolongs or gives back the lease, unless another worker holds it. */
  readonly lease?: Lease;
  /** The time of the write, by which leases are judged. Milliseconds since the epoch. */
  readonly at: number;
}

/** What became of a {@link Commit}. In every case but `committed`, nothing was written. */
export type CommitResult =
  | {
      readonly type: "committed";
      readonly version: number;
      /** Whether the lease that the commit asked for is ours. False where it asked for none. */
      readonly leased: boolean;
    }
  /** The record has another version by now: decide again on the fresh one. */
  | { readonly type: "conflict" }
  /** The cause was seen before. */
  | { readonly type: "duplicate" }
  /** Another payment has one of the names. */
  | { readonly type: "taken"; readonly name: string; readonly by: string };

/** Which payments to list, newest first. */
export interface PaymentQuery {
  readonly tenant: string;
  readonly flow?: Payment["flow"];
  readonly status?: readonly PaymentStatus[];
  readonly reference?: string;
  /** Only payments that are shares of this order. */
  readonly order?: string;
  /** Only payments with a review that is open (`openReviews`); false: only those without. */
  readonly review?: boolean;
  /** Only payments with an effect that cannot succeed and waits for a person. */
  readonly parked?: boolean;
  /** The id of the last payment of the page before. */
  readonly after?: string;
  /** 1 to 100. */
  readonly limit: number;
}

/** Which due payments a worker takes. */
export interface ClaimRequest {
  readonly tenant: string;
  /** Only this payment; else whatever is due, the longest overdue first. */
  readonly id?: string;
  readonly now: number;
  readonly lease: Lease;
  readonly limit: number;
}

/** A small document of a tenant that is no payment: how far the back-fill has come, or an event that waits for its payment. */
export interface Mark {
  /** 1 to 255 characters, unique in the tenant. */
  readonly name: string;
  /** 1 for the first write, one more for each. A mark that was removed begins again at 1. */
  readonly version: number;
  /** JSON, as whoever wrote it wrote it. At most 1 MiB. */
  readonly value: string;
  /** When somebody should look at it again. Milliseconds since the epoch; null: never by itself. */
  readonly dueAt: number | null;
}

/** One write of a {@link Mark}: compare and swap. */
export interface MarkWrite {
  readonly tenant: string;
  readonly name: string;
  /** The version that this write was decided on; 0 where there must be no such mark. */
  readonly expectedVersion: number;
  /** What to keep; null removes the mark. */
  readonly value: string | null;
  readonly dueAt: number | null;
}

/** An order that is to be deleted with its shares. */
export interface OldOrder {
  readonly tenant: string;
  readonly order: string;
  /** What is kept of it, at the version at which it was found to be over. */
  readonly mark: Pick<Mark, "name" | "version">;
  /** Only where all shares were made and last written before. Milliseconds since the epoch. */
  readonly before: number;
}

/** Told of each committed change, in this process and, where the store can, from others. May be told twice; never too late. */
export type ChangeListener = (change: {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
}) => void;

/**
 * Keeps payments. Small, and made for money: no get and set, but one atomic commit guarded by version.
 *
 * `Tx` is what the host's `fulfil` is handed to write its order in the same transaction. `Mode` says whether that transaction can
 * wait for a promise.
 */
export interface Store<Tx = unknown, Mode extends TransactionMode = TransactionMode> {
  /** Whether {@link Store.commitWithin} can wait for a promise. */
  readonly transactions: Mode;
  load(tenant: string, id: string): Promise<Stored | undefined>;
  /** The payment that has this name now. */
  find(tenant: string, name: string): Promise<Stored | undefined>;
  commit(commit: Commit): Promise<CommitResult>;
  /**
   * Opens a transaction, makes sure that the payment still has `expectedVersion`, hands the transaction to `make`, and writes what it
   * answers, all or nothing. If `make` throws, nothing is written and the error is passed on.
   */
  commitWithin(
    guard: { readonly tenant: string; readonly id: string; readonly expectedVersion: number },
    make: (tx: Tx) => Mode extends "sync" ? Commit : Commit | Promise<Commit>,
  ): Promise<CommitResult>;
  /** Takes the lease of payments that are due and free. One worker gets each. */
  claim(request: ClaimRequest): Promise<readonly Stored[]>;
  /** Gives a lease back, unless the payment has changed since `version`, or the lease is not ours any more: then answers false. */
  release(release: {
    readonly tenant: string;
    readonly id: string;
    readonly version: number;
    readonly token: string;
  }): Promise<boolean>;
  list(query: PaymentQuery): Promise<readonly Stored[]>;
  /** The history of a payment, oldest first. */
  timeline(tenant: string, id: string): Promise<readonly TimelineEntry[]>;
  readMark(tenant: string, name: string): Promise<Mark | undefined>;
  /** Writes or removes a mark, unless it has another version by now: then answers false, and nothing is changed. */
  writeMark(write: MarkWrite): Promise<boolean>;
  /** The marks whose names begin with `prefix`, in the order of their names, from after the name `after` on. */
  listMarks(query: {
    readonly tenant: string;
    readonly prefix: string;
    readonly after?: string;
    /** 1 to 100. */
    readonly limit: number;
  }): Promise<readonly Mark[]>;
  /** The marks whose time has come, the longest overdue first. Everybody is shown the same ones: whoever writes one first has it. */
  dueMarks(query: { readonly tenant: string; readonly now: number; readonly limit: number }): Promise<readonly Mark[]>;
  /**
   * Deletes up to `limit` payments that are over, the oldest first, with their history, names and causes, and answers how many. Over is
   * what has a status of `finalStatuses`, was made and last written before `before`, is never due by itself, and has nothing pending,
   * parked or to review. Shares of orders are left: they are part of a sum.
   */
  prune(old: { readonly tenant: string; readonly before: number; readonly limit: number }): Promise<number>;
  /**
   * Deletes the mark of an order together with all its shares, or nothing: `undefined` where the mark has another version, or where one
   * share is not over and old as `prune` has it. Answers how many payments there were.
   */
  pruneOrder(old: OldOrder): Promise<number | undefined>;
  /** Answers how to stop listening. */
  subscribe(listener: ChangeListener): () => void;
  /** Gives back files and connections. Every later call throws `store_unusable`. */
  close(): Promise<void>;
}

/** `sync`: what runs inside the transaction must return, not promise. */
export type TransactionMode = "sync" | "async";
