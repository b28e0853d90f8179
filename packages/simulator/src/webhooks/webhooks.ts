import type { SimulatorClock } from "../clock.ts";
import type { StripeEvent } from "../objects/types.ts";
import type { Randomness } from "../random.ts";
import type { Timing } from "../settings.ts";
import type { Delivery } from "./delivery.ts";
import { deliveryLog } from "./delivery-log.ts";
import { endpointList, longestRollMs } from "./endpoints.ts";
import type { Job } from "./job.ts";
import { renderEvent } from "./render.ts";
import { sendEvent } from "./send.ts";
import { webhookFaults } from "./webhook-faults.ts";
import type { WebhookFaultKind, WebhookTrouble } from "./webhook-faults.ts";
import type { WebhookDispatcher, WebhooksState } from "./webhooks-interface.ts";

/** What the webhooks are told and tell. */
export interface WebhookParts {
  readonly clock: SimulatorClock;
  readonly random: Randomness;
  readonly timing: Timing;
  readonly findEvent: (id: string) => StripeEvent | undefined;
  /** So many endpoints still have to take the event. */
  readonly pending: (eventId: string, left: number) => void;
  readonly changed: () => void;
  /** Where an earlier run stopped. Its deliveries wait for their endpoints to be added again. */
  readonly earlier?: WebhooksState | undefined;
}

/** Events can be sent again for so long (page Webhooks, by the CLI). */
const resendableMs = 30 * 24 * 60 * 60 * 1000;

/** An earlier run's attempts that the state keeps. */
const keptInState = 1_000;

/**
 * Sends events to endpoints. Each endpoint gets one event at a time in the order they happened, unless told otherwise:
 * Stripe promises no order, but a test that wants another one should say which.
 */
export function webhooks(parts: WebhookParts): WebhookDispatcher {
  const { clock, random, timing, findEvent, pending, changed, earlier } = parts;
  const endpoints = endpointList(clock, random, earlier?.rolled);
  const faults = webhookFaults(random, changed, earlier?.faults);
  const log = deliveryLog(changed, earlier?.deliveries);
  const owed = new Map(earlier?.owed.map(([event, keys]) => [event, new Set(keys)]));
  const jobs = new Map(earlier?.jobs.map((job) => [job.delivery, job]));
  /** Jobs of an earlier run whose endpoint has not been added yet. */
  const parked = new Set(jobs.values());
  const queues = new Map<string, Job[]>();
  const working = new Set<string>();
  /** Deliveries on their way, or due now. */
  const dueNow = new Set<number>();
  const heldBefore = new Set(earlier?.held);
  let held: Job[] | undefined = earlier?.held && [];
  let closed = false;

  /** An attempt to be made, and a line in the log for it. */
  function newJob(wanted: Omit<Job, "delivery">, event: StripeEvent, status: Delivery["status"]): Job {
    const { endpoint, attempt, due } = wanted;
    const url = endpoints.get(endpoint)?.url ?? "";
    const delivery = log.add({ event: event.id, type: event.type, url, attempt, at: due, status });
    const job = { ...wanted, delivery };
    jobs.set(delivery, job);
    return job;
  }

  function finish({ delivery }: Job, change: Partial<Delivery>): void {
    jobs.delete(delivery);
    dueNow.delete(delivery);
    log.mark(delivery, change);
  }

  /** Sends it now, or when it is due. */
  function set(job: Job): void {
    const wait = job.due - clock.now();
    if (wait <= 0) enqueue(job);
    else clock.after(wait, () => closed || enqueue(job));
  }

  function enqueue(job: Job): void {
    dueNow.add(job.delivery);
    log.mark(job.delivery, { status: "waiting", at: clock.now() });
    const queue = queues.get(job.endpoint) ?? [];
    queue.push(job);
    queues.set(job.endpoint, queue);
    const sent = work(job.endpoint);
    clock.waitFor?.(sent);
  }

  const nextJob = (endpoint: string): Job | undefined => (closed ? undefined : queues.get(endpoint)?.shift());

  async function work(endpoint: string): Promise<void> {
    if (working.has(endpoint)) return;
    working.add(endpoint);
    // The request that caused the event is answered before the event sets out.
    await new Promise((resolve) => setImmediate(resolve));
    for (let job = nextJob(endpoint); job; job = nextJob(endpoint)) await deliver(job);
    working.delete(endpoint);
    log.lookAgain();
  }

  async function deliver(job: Job): Promise<void> {
    const endpoint = endpoints.get(job.endpoint);
    const event = findEvent(job.event);
    // An endpoint that was disabled or deleted meanwhile gets nothing any more.
    if (!endpoint || !event) return finish(job, { status: "dropped" });
    log.mark(job.delivery, { status: "sending", at: clock.now() });
    const sent = sendEvent(clock, {
      url: endpoint.url,
      body: renderEvent(endpoint, { ...event, pending_webhooks: job.pending }),
      livemode: event.livemode,
      secrets: endpoints.secrets(job.endpoint),
      timeoutMs: timing.webhookTimeoutMs,
      corruption: job.corruption,
    });
    // One of a long queue is news, too.
    clock.waitFor?.(sent);
    const status = await sent;
    if (closed) return;
    const taken = status !== undefined && status >= 200 && status < 300;
    if (taken) settle(job);
    else retry(job, event, endpoint.livemode ? timing.webhookRetryLiveMs : timing.webhookRetryMs);
    finish(job, { status: taken ? "delivered" : "failed", ...(status !== undefined && { httpStatus: status }) });
  }

  /** The same endpoint may take an event twice; it counts once. */
  function settle({ event, endpoint }: Job): void {
    const left = owed.get(event);
    if (!left?.delete(endpoint)) return;
    if (left.size === 0) owed.delete(event);
    pending(event, left.size);
  }

  function retry({ endpoint, pending: wanting, attempt }: Job, event: StripeEvent, pausesMs: readonly number[]): void {
    const pause = pausesMs[attempt - 1];
    if (pause === undefined) return;
    const next = { endpoint, event: event.id, pending: wanting, attempt: attempt + 1, due: clock.now() + pause };
    set(newJob(next, event, "waiting"));
  }

  /** The first attempts to deliver an event, and what goes wrong with them. */
  function start(event: StripeEvent, fault?: WebhookFaultKind): void {
    const wanting = endpoints.wanting(event);
    owed.set(event.id, new Set(wanting));
    const { repeat = 1, delayMs = 0, corrupt }: WebhookTrouble = typeof fault === "object" ? fault : {};
    const wanted = {
      event: event.id,
      pending: event.pending_webhooks,
      attempt: 1,
      due: clock.now() + delayMs,
      ...(corrupt && { corruption: corrupt }),
    };
    for (const endpoint of wanting)
      for (let i = 0; i < repeat; i++) {
        const job = newJob({ ...wanted, endpoint }, event, held ? "held" : "waiting");
        if (fault === "drop") finish(job, { status: "dropped" });
        else if (held) held.push(job);
        else set(job);
      }
  }

  return {
    add(endpoint) {
      const key = endpoints.add(endpoint);
      for (const job of parked) {
        if (job.endpoint !== key) continue;
        parked.delete(job);
        // What was held before is held again, unless what holds it has been released since.
        if (held && heldBefore.has(job.delivery)) held.push(job);
        else set(job);
      }
      return () => endpoints.remove(key);
    },
    hold() {
      held ??= [];
    },
    release(order = "as_sent") {
      const kept = held ?? [];
      held = undefined;
      heldBefore.clear();
      const ordered =
        order === "reversed" ? kept.toReversed() : order === "shuffled" ? random.shuffle("webhooks", kept) : kept;
      for (const job of ordered) enqueue(job);
    },
    faults,
    dropNext: (times = 1) => void faults.add({ times, kind: "drop" }),
    repeatNext: (repeat = 2) => void faults.add({ times: 1, kind: { repeat } }),
    twinNext: () => void faults.add({ times: 1, kind: "twin" }),
    delayNext: (delayMs) => void faults.add({ times: 1, kind: { delayMs } }),
    corruptNext: (corrupt) => void faults.add({ times: 1, kind: { corrupt } }),
    resend(eventId, endpoint) {
      const event = findEvent(eventId);
      if (!event) throw new Error(`There is no event ${eventId}`);
      if (event.created * 1000 < clock.now() - resendableMs)
        throw new Error(`The event ${eventId} is over 30 days old`);
      const wanting = endpoint === undefined ? endpoints.wanting(event) : endpoints.named(endpoint);
      for (const key of wanting) {
        const wanted = { endpoint: key, event: event.id, pending: event.pending_webhooks, attempt: 1 };
        enqueue(newJob({ ...wanted, due: clock.now() }, event, "waiting"));
      }
    },
    rollSecret: (endpoint, { keepMs = longestRollMs } = {}) => endpoints.roll(endpoint, keepMs),
    dispatch(event, twin) {
      if (endpoints.wanting(event).length === 0) return;
      const fault = faults.strike(event);
      start(event, fault);
      if (fault === "twin") start(twin());
    },
    interested: (about) => endpoints.wanting(about).length,
    get endpoints() {
      return endpoints.all;
    },
    get deliveries() {
      return log.deliveries;
    },
    settled: () => log.until(() => closed || (working.size === 0 && dueNow.size === 0)),
    answered: (eventId) =>
      log.until(() => closed || ![...dueNow].some((delivery) => jobs.get(delivery)?.event === eventId)),
    snapshot: () => ({
      deliveries: log.deliveries.slice(-keptInState),
      jobs: [...jobs.values()],
      rolled: endpoints.rolled,
      owed: [...owed].map(([event, keys]) => [event, [...keys]] as const),
      held: held && [...heldBefore, ...held.map(({ delivery }) => delivery)],
      faults: faults.rules,
    }),
    close() {
      closed = true;
      log.lookAgain();
    },
  };
}
