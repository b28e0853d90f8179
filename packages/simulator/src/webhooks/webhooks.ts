import type { SimulatorClock } from "../clock.ts";
import { matches } from "../objects/event.ts";
import type { StripeEvent } from "../objects/types.ts";
import type { Randomness } from "../random.ts";
import type { Timing } from "../settings.ts";
import type { Corruption, Delivery, WebhookEndpoint } from "./delivery.ts";
import { sendEvent } from "./send.ts";
import type { EventScope, WebhookDispatcher } from "./webhooks-interface.ts";

interface Job {
  readonly delivery: number;
  readonly endpoint: WebhookEndpoint;
  readonly event: StripeEvent;
}

/** What the webhooks are told and tell. */
export interface WebhookParts {
  readonly clock: SimulatorClock;
  readonly random: Randomness;
  readonly timing: Timing;
  readonly findEvent: (id: string) => StripeEvent | undefined;
  /** The endpoint at this url took the event. */
  readonly taken: (eventId: string, url: string) => void;
  readonly changed: () => void;
}

/**
 * Sends events to endpoints. Each endpoint gets one event at a time in the order they happened, unless told otherwise:
 * Stripe promises no order, but a test that wants another one should say which.
 */
export function webhooks({ clock, random, timing, findEvent, taken, changed }: WebhookParts): WebhookDispatcher {
  const endpoints: WebhookEndpoint[] = [];
  const deliveries: Delivery[] = [];
  const queues = new Map<WebhookEndpoint, Job[]>();
  const sending = new Set<WebhookEndpoint>();
  const listeners = new Set<() => void>();
  let held: Job[] | undefined;
  let drops = 0;
  let repeats = 1;
  let delayMs = 0;
  let corruption: Corruption | undefined;
  let closed = false;

  function record(job: Omit<Job, "delivery">, attempt: number, at: number, status: Delivery["status"]): Job {
    const id = deliveries.length;
    const { event, endpoint } = job;
    deliveries.push({ id, event: event.id, type: event.type, url: endpoint.url, attempt, at, status });
    return { ...job, delivery: id };
  }

  function mark(id: number, change: Partial<Delivery>): void {
    const delivery = deliveries[id];
    if (delivery) deliveries[id] = { ...delivery, ...change };
    changed();
    for (const listener of listeners) listener();
  }

  function enqueue(job: Job): void {
    mark(job.delivery, { status: "waiting", at: clock.now() });
    const queue = queues.get(job.endpoint) ?? [];
    queues.set(job.endpoint, [...queue, job]);
    const sent = work(job.endpoint);
    clock.waitFor?.(sent);
  }

  async function work(endpoint: WebhookEndpoint): Promise<void> {
    if (sending.has(endpoint)) return;
    sending.add(endpoint);
    // The request that caused the event is answered before the event sets out.
    await new Promise((resolve) => setImmediate(resolve));
    for (let job = take(endpoint); job; job = take(endpoint)) await deliver(job);
    sending.delete(endpoint);
    for (const listener of listeners) listener();
  }

  function take(endpoint: WebhookEndpoint): Job | undefined {
    if (closed) return undefined;
    const [job, ...rest] = queues.get(endpoint) ?? [];
    queues.set(endpoint, rest);
    return job;
  }

  async function deliver(job: Job): Promise<void> {
    if (drops > 0) {
      drops--;
      mark(job.delivery, { status: "dropped" });
      return;
    }
    const wrong = corruption;
    corruption = undefined;
    mark(job.delivery, { status: "sending", at: clock.now() });
    const event = findEvent(job.event.id) ?? job.event;
    const status = await sendEvent(clock, job.endpoint, event, timing.webhookTimeoutMs, wrong);
    if (closed) return;
    const answer = status === undefined ? {} : { httpStatus: status };
    if (status !== undefined && status >= 200 && status < 300) {
      taken(job.event.id, job.endpoint.url);
      mark(job.delivery, { status: "delivered", ...answer });
      return;
    }
    mark(job.delivery, { status: "failed", ...answer });
    retry(job);
  }

  function retry({ delivery, endpoint, event }: Job): void {
    const attempt = deliveries[delivery]?.attempt ?? 1;
    const pause = timing.webhookRetryMs[attempt - 1];
    if (pause === undefined) return;
    const next = record({ endpoint, event }, attempt + 1, clock.now() + pause, "waiting");
    later.add(next.delivery);
    clock.after(pause, () => {
      later.delete(next.delivery);
      if (!closed) enqueue(next);
    });
  }

  const later = new Set<number>();

  function start(event: StripeEvent, endpoint: WebhookEndpoint, afterMs: number): void {
    const job = record({ endpoint, event }, 1, clock.now() + afterMs, held ? "held" : "waiting");
    if (held) held.push(job);
    else if (afterMs > 0) {
      later.add(job.delivery);
      clock.after(afterMs, () => {
        later.delete(job.delivery);
        if (!closed) enqueue(job);
      });
    } else enqueue(job);
  }

  function wanting(about: EventScope): WebhookEndpoint[] {
    return endpoints.filter((endpoint) => wants(endpoint, about));
  }

  function until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => {
      const listener = () => {
        if (!done()) return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
    });
  }

  function due({ id, status }: Delivery): boolean {
    return status === "sending" || (status === "waiting" && !later.has(id));
  }

  return {
    add(endpoint) {
      endpoints.push(endpoint);
      return () => {
        const at = endpoints.indexOf(endpoint);
        if (at >= 0) endpoints.splice(at, 1);
      };
    },
    hold() {
      held ??= [];
    },
    release(order = "as_sent") {
      const jobs = held ?? [];
      held = undefined;
      const ordered =
        order === "reversed" ? jobs.toReversed() : order === "shuffled" ? random.shuffle("webhooks", jobs) : jobs;
      for (const job of ordered) enqueue(job);
    },
    dropNext(count = 1) {
      drops += count;
    },
    repeatNext(times = 2) {
      repeats = times;
    },
    delayNext(ms) {
      delayMs = ms;
    },
    corruptNext(how) {
      corruption = how;
    },
    resend(eventId) {
      const event = findEvent(eventId);
      if (!event) throw new Error(`There is no event ${eventId}`);
      for (const endpoint of wanting(event)) enqueue(record({ endpoint, event }, 1, clock.now(), "waiting"));
    },
    dispatch(event) {
      const wanted = wanting(event);
      if (wanted.length === 0) return;
      const [times, afterMs] = [repeats, delayMs];
      repeats = 1;
      delayMs = 0;
      for (const endpoint of wanted) for (let i = 0; i < times; i++) start(event, endpoint, afterMs);
    },
    interested: (about) => wanting(about).length,
    endpoints,
    deliveries,
    settled: () => until(() => closed || (sending.size === 0 && !deliveries.some(due))),
    answered: (eventId) =>
      until(() => closed || !deliveries.some((delivery) => delivery.event === eventId && due(delivery))),
    close() {
      closed = true;
      for (const listener of listeners) listener();
    },
  };
}

/** Accounts and modes are kept apart; `connect` endpoints hear of connected accounts, and of nothing else. */
function wants(endpoint: WebhookEndpoint, { account = null, livemode, type }: EventScope): boolean {
  const { events, connect = false, livemode: live = false, account: own = null } = endpoint;
  if (live !== livemode) return false;
  if (connect ? account === null : own !== account) return false;
  return events === undefined || events.some((pattern) => matches(pattern, type));
}
