import { TillkitError } from "./errors.ts";
import { openReviews } from "./payment/open-reviews.ts";
import { isFinal } from "./payment/payment.ts";
import type {
  ChangeListener,
  Commit,
  CommitResult,
  Lease,
  Mark,
  MarkWrite,
  PaymentQuery,
  Store,
  Stored,
  TimelineEntry,
} from "./ports/store.ts";

/**
 * Keeps payments in this process. For tests and demos: everything is lost on exit.
 *
 * Answers frozen values, so that nobody can change what is kept. `commitWithin` hands `undefined` to `make`: there is no transaction
 * to join. Claims and lists look at every payment of the tenant.
 */
export function memoryStore(): Store<undefined, "sync"> {
  const tenants = new Map<string, Shelf>();
  const listeners = new Set<ChangeListener>();
  let closed = false;

  function mustBeOpen(): void {
    if (closed) throw new TillkitError("store_unusable", "The store is closed. Make a new one.");
  }

  function shelfOf(tenant: string): Shelf {
    mustBeOpen();
    let shelf = tenants.get(tenant);
    if (shelf === undefined)
      tenants.set(tenant, (shelf = { rows: new Map(), names: new Map(), causes: new Map(), marks: new Map() }));
    return shelf;
  }

  function write(commit: Commit): CommitResult {
    const { id, tenant } = commit.payment;
    const shelf = shelfOf(tenant);
    const before = shelf.rows.get(id);
    const refusal = refusalOf(commit, shelf, before);
    if (refusal !== undefined) return refusal;

    const version = commit.expectedVersion + 1;
    const lease = leaseAfter(commit, before?.lease);
    const { payment, pending, parked } = commit;
    shelf.rows.set(id, {
      stored: frozen({ payment, version, pending, parked }),
      dueAt: commit.dueAt,
      writtenAt: commit.at,
      lease,
      entries: [...(before?.entries ?? []), ...frozen(commit.entries)],
    });
    for (const name of commit.drop) if (shelf.names.get(name) === id) shelf.names.delete(name);
    for (const name of commit.take) shelf.names.set(name, id);
    if (commit.cause !== undefined) shelf.causes.set(commit.cause, id);
    tell({ tenant, id, version });
    return { type: "committed", version, leased: commit.lease !== undefined && lease?.token === commit.lease.token };
  }

  function tell(change: Parameters<ChangeListener>[0]): void {
    for (const listener of Array.from(listeners)) {
      try {
        listener(change);
      } catch {
        // The write stands, and the writer is not the one to hear of a watcher's mistake.
      }
    }
  }

  return {
    transactions: "sync",
    load: async (tenant, id) => shelfOf(tenant).rows.get(id)?.stored,
    find: async (tenant, name) => {
      const shelf = shelfOf(tenant);
      const id = shelf.names.get(name);
      return id === undefined ? undefined : shelf.rows.get(id)?.stored;
    },
    commit: async (commit) => write(commit),
    commitWithin: async ({ tenant, id, expectedVersion }, make) => {
      const version = shelfOf(tenant).rows.get(id)?.stored.version ?? 0;
      if (version !== expectedVersion) return { type: "conflict" };
      const made = make(undefined);
      if (isPromise(made)) throw promised(made);
      return write(made);
    },
    claim: async ({ tenant, id, now, lease, limit }) => {
      const { rows } = shelfOf(tenant);
      const due = [...rows.values()]
        .filter(({ stored }) => id === undefined || stored.payment.id === id)
        .filter((row) => (row.dueAt ?? Infinity) <= now && (row.lease === undefined || row.lease.until <= now))
        .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || order(a.stored.payment.id, b.stored.payment.id))
        .slice(0, limit);
      for (const row of due) row.lease = { ...lease };
      return due.map(({ stored }) => stored);
    },
    release: async ({ tenant, id, version, token }) => {
      const row = shelfOf(tenant).rows.get(id);
      if (row === undefined || row.stored.version !== version || row.lease?.token !== token) return false;
      row.lease = undefined;
      return true;
    },
    list: async (query) => page([...shelfOf(query.tenant).rows.values()], query),
    timeline: async (tenant, id) => [...(shelfOf(tenant).rows.get(id)?.entries ?? [])],
    readMark: async (tenant, name) => shelfOf(tenant).marks.get(name),
    writeMark: async (mark) => writeMark(shelfOf(mark.tenant).marks, mark),
    listMarks: async ({ tenant, prefix, after = "", limit }) =>
      [...shelfOf(tenant).marks.values()]
        .filter(({ name }) => name.startsWith(prefix) && name > after)
        .toSorted((a, b) => order(a.name, b.name))
        .slice(0, limit),
    dueMarks: async ({ tenant, now, limit }) =>
      [...shelfOf(tenant).marks.values()]
        .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
        .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || order(a.name, b.name))
        .slice(0, limit),
    prune: async ({ tenant, before, limit }) => {
      const shelf = shelfOf(tenant);
      const old = [...shelf.rows.values()]
        .filter((row) => row.stored.payment.order === undefined && isOver(row, before))
        .toSorted((a, b) => newestFirst(b.stored, a.stored))
        .slice(0, limit);
      forget(shelf, new Set(old.map(({ stored }) => stored.payment.id)));
      return old.length;
    },
    pruneOrder: async ({ tenant, order, mark: { name, version }, before }) => {
      const shelf = shelfOf(tenant);
      const shares = [...shelf.rows.values()].filter(({ stored }) => stored.payment.order === order);
      if (shelf.marks.get(name)?.version !== version || !shares.every((row) => isOver(row, before))) return undefined;
      shelf.marks.delete(name);
      forget(shelf, new Set(shares.map(({ stored }) => stored.payment.id)));
      return shares.length;
    },
    subscribe: (listener) => {
      mustBeOpen();
      // A function of its own, so that the same listener can be there twice.
      const own: ChangeListener = (change) => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    close: async () => {
      closed = true;
      listeners.clear();
      tenants.clear();
    },
  };
}

/** What is kept of one tenant. */
interface Shelf {
  readonly rows: Map<string, Row>;
  readonly names: Map<string, string>;
  /** Each with the payment that it changed. */
  readonly causes: Map<string, string>;
  readonly marks: Map<string, Mark>;
}

interface Row {
  readonly stored: Stored;
  readonly dueAt: number | null;
  readonly writtenAt: number;
  readonly entries: readonly TimelineEntry[];
  lease: Lease | undefined;
}

function refusalOf(commit: Commit, { names, causes }: Shelf, before: Row | undefined): CommitResult | undefined {
  if (commit.cause !== undefined && causes.has(commit.cause)) return { type: "duplicate" };
  if ((before?.stored.version ?? 0) !== commit.expectedVersion) return { type: "conflict" };
  for (const name of commit.take) {
    const by = names.get(name);
    if (by !== undefined && by !== commit.payment.id) return { type: "taken", name, by };
  }
  return undefined;
}

function writeMark(marks: Map<string, Mark>, { name, expectedVersion, value, dueAt }: MarkWrite): boolean {
  if ((marks.get(name)?.version ?? 0) !== expectedVersion) return false;
  if (value === null) marks.delete(name);
  else marks.set(name, Object.freeze({ name, version: expectedVersion + 1, value, dueAt }));
  return true;
}

function isOver({ stored: { payment, pending, parked }, dueAt, writtenAt }: Row, before: number): boolean {
  const isIdle = dueAt === null && pending.length + parked.length + openReviews(payment).length === 0;
  return isFinal(payment) && isIdle && payment.createdAt < before && writtenAt < before;
}

function forget({ rows, names, causes }: Shelf, ids: ReadonlySet<string>): void {
  for (const id of ids) rows.delete(id);
  for (const [name, id] of names) if (ids.has(id)) names.delete(name);
  for (const [cause, id] of causes) if (ids.has(id)) causes.delete(cause);
}

function leaseAfter({ lease, at }: Commit, held: Lease | undefined): Lease | undefined {
  if (lease === undefined) return held;
  const isOthers = held !== undefined && held.token !== lease.token && held.until > at;
  return isOthers ? held : { ...lease };
}

function page(rows: readonly Row[], query: PaymentQuery): readonly Stored[] {
  const payments = rows.map(({ stored }) => stored).toSorted(newestFirst);
  const start =
    query.after === undefined ? 0 : payments.findIndex(({ payment }) => payment.id === query.after) + 1 || Infinity;
  return payments
    .slice(start)
    .filter(
      ({ payment, parked }) =>
        (query.flow === undefined || payment.flow === query.flow) &&
        (query.status === undefined || query.status.includes(payment.status)) &&
        (query.reference === undefined || payment.reference === query.reference) &&
        (query.order === undefined || payment.order === query.order) &&
        (query.review === undefined || openReviews(payment).length > 0 === query.review) &&
        (query.parked === undefined || parked.length > 0 === query.parked),
    )
    .slice(0, query.limit);
}

function newestFirst({ payment: a }: Stored, { payment: b }: Stored): number {
  return b.createdAt - a.createdAt || order(b.id, a.id);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Values that are ours and frozen all through: what a new version shares with the one before is not copied again. */
const kept = new WeakSet<object>();

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || kept.has(value)) return value;
  const copy = Array.isArray(value)
    ? value.map(frozen)
    : // Unlike an assignment, this keeps a key that is called `__proto__` a key.
      Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozen(inner)]));
  kept.add(Object.freeze(copy));
  // The copy has the same keys with copies of the same values.
  return copy as T;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function promised(promise: PromiseLike<unknown>): TillkitError {
  // Whatever becomes of it comes too late to matter, and must not bring the process down.
  void Promise.resolve(promise).catch(() => undefined);
  return new TillkitError(
    "fulfil_not_synchronous",
    "What runs inside this store's transaction returned a promise. Make it synchronous, or use `atLeastOnce`.",
  );
}
