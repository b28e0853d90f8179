import type { Clock, IdempotencyStore, Payment, Till } from "@tillkit/core";
import { type Bench, openBench } from "./bench.ts";

/** What a contract gives an adapter to mount. Everything here is for the adapter's own options, except the last two. */
export interface ServeOptions {
  readonly till: Till;
  readonly authorize: (
    request: unknown,
    action: string,
    resource: { readonly paymentId?: string },
  ) => boolean | Promise<boolean>;
  readonly returnTo: (payment: Payment | undefined) => string;
  readonly idempotency: IdempotencyStore;
  readonly heartbeatMs: number;
  readonly clock: Clock;
  /** The host's own error handling: call it with each error that the framework is handed, and answer 500 without its text. */
  readonly onUnhandled: (error: unknown) => void;
  /** Mount the host's JSON parser before the adapter: the classic mistake. */
  readonly parseFirst: boolean;
}

/** An adapter that is mounted on a real server under a prefix, next to a route of the host. */
export interface Served {
  /** The mount, without a slash at the end: `http://127.0.0.1:4321/payments-api`. */
  readonly url: string;
  /** A route of the host's own with its own JSON parser: answers a POST of JSON with `{ "received": … }`. */
  readonly hostUrl: string;
  /** Whether this is what the framework calls a request. */
  isNative(request: unknown): boolean;
  close(): Promise<void>;
}

/** Mounts an adapter. */
export type Serve = (options: ServeOptions) => Promise<Served>;

/** One claim about every adapter. */
export interface AdapterCase {
  readonly name: string;
  /** Rejects with an `AssertionError` where the claim is false. */
  run(serve: Serve): Promise<void>;
}

/** Writes a case: the server is started before and closed after, whatever happens. */
export function adapterCase(
  name: string,
  body: (bench: Bench) => Promise<void>,
  options: Partial<Pick<ServeOptions, "authorize" | "returnTo" | "parseFirst">> = {},
): AdapterCase {
  return {
    name,
    run: async (serve) => {
      const bench = await openBench(serve, options);
      try {
        await body(bench);
      } finally {
        await bench.close();
      }
    },
  };
}
