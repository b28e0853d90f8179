import { createTill, type Gateway, memoryStore, type Till, type WebhookDelivery } from "@tillkit/core";
import { createModelStripe } from "../../model/model-stripe.ts";
import type { ModelStripe } from "../../model/types.ts";
import { type Answering, answering } from "./answering.ts";
import { virtualClock, type VirtualClock } from "../../virtual-clock.ts";
import type { Serve, Served, ServeOptions } from "./case.ts";

/** What can be posted as it is. */
export type Payload = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** A question that the adapter has asked of `authorize`. */
interface Question {
  readonly request: unknown;
  readonly action: string;
  readonly resource: { readonly paymentId?: string };
}

/** A served adapter around a real till on a pretend Stripe, with everything that can be seen of it. */
export interface Bench extends Omit<Served, "close"> {
  readonly till: Till;
  readonly stripe: ModelStripe;
  /** What remembers answers to requests with an `Idempotency-Key`. */
  readonly answers: Answering;
  /** Moves the heartbeat of event streams and the age of idempotency keys, and nothing else. */
  readonly clock: VirtualClock;
  /** Deliveries that reached the gateway. */
  readonly received: readonly WebhookDelivery[];
  readonly asked: readonly Question[];
  /** Errors that the framework was handed. */
  readonly unhandled: readonly unknown[];
  /** How many watches are running. */
  readonly watches: number;
  /** Makes the till's lists and checks fail with this, until it is called without. */
  breakWith(error?: Error): void;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Posts an object as JSON. */
  post(path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Posts bytes, text or a stream as they are. */
  send(path: string, body: Payload, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** The signature that lets any bytes through, as an event that says nothing. */
export const ANY_BYTES = "any-bytes";

/** Starts a till and a server around it. */
export async function openBench(
  serve: Serve,
  { authorize = () => true, returnTo = () => "/thanks", parseFirst = false }: Partial<ServeOptions>,
): Promise<Bench> {
  const stripe = createModelStripe({ now: () => Date.now() });
  const received: WebhookDelivery[] = [];
  const asked: Question[] = [];
  const unhandled: unknown[] = [];
  const clock = virtualClock();
  const seen = { watches: 0, broken: undefined as Error | undefined };
  const answers = answering();
  const store = memoryStore();
  const till = createTill({ store, gateway: { ...stripe.gateway, receive: (delivery) => receive(delivery) } });

  const receive: Gateway["receive"] = (delivery) => {
    received.push(delivery);
    if (delivery.signature !== ANY_BYTES) return stripe.gateway.receive(delivery);
    return { id: `evt_any_${received.length}`, type: "any.bytes", names: [], news: [], ignored: "unknown_type" };
  };

  const observed: Till = {
    ...till,
    check: async (id) => {
      if (seen.broken !== undefined) throw seen.broken;
      return till.check(id);
    },
    list: async (query) => {
      if (seen.broken !== undefined) throw seen.broken;
      return till.list(query);
    },
    watch: async function* (id, options) {
      seen.watches += 1;
      try {
        yield* till.watch(id, options);
      } finally {
        seen.watches -= 1;
      }
    },
  };

  const served = await serve({
    till: observed,
    authorize: (request, action, resource) => {
      asked.push({ request, action, resource });
      return authorize(request, action, resource);
    },
    returnTo,
    idempotency: answers.store,
    heartbeatMs: 15_000,
    clock,
    onUnhandled: (error) => void unhandled.push(error),
    parseFirst,
  });
  const call = (path: string, init: RequestInit): Promise<Response> =>
    fetch(served.url + path, { redirect: "manual", signal: AbortSignal.timeout(5_000), ...init });

  return {
    url: served.url,
    hostUrl: served.hostUrl,
    isNative: (request) => served.isNative(request),
    till,
    stripe,
    answers,
    clock,
    received,
    asked,
    unhandled,
    get watches() {
      return seen.watches;
    },
    breakWith: (error) => {
      seen.broken = error;
    },
    get: (path, headers = {}) => call(path, { headers }),
    post: (path, body = {}, headers = {}) =>
      call(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers },
      }),
    // `duplex` lets a stream be sent as it comes; undici asks for it.
    send: (path, body, headers = {}) =>
      call(path, { method: "POST", body, headers, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) }),
    close: async () => {
      await till.stop();
      await served.close();
    },
  };
}
