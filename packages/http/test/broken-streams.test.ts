import type { IncomingMessage } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { createTill, memoryStore, type Till, type Versioned } from "@tillkit/core";
import { createHandler, toFetch, toNodeListener } from "@tillkit/http";
import { createModelStripe } from "@tillkit/testing";
import { describe, expect, it } from "vitest";
import { listen } from "./serve-node.ts";

const { gateway } = createModelStripe({ now: () => 0 });
const lost = new Error("The connection to the database was lost.");

/** A till whose watches break after the first news. */
async function breaking(): Promise<{ readonly till: Till; readonly path: string }> {
  const real = createTill({ gateway, store: memoryStore() });
  const { id } = await real.collect({ reference: "bill-1", amount: 1250, currency: "usd", reader: "tmr_front" });
  await real.idle();
  const watch = async function* (): AsyncGenerator<Versioned, void, undefined> {
    yield await real.get(id);
    throw lost;
  };
  return { till: { ...real, watch }, path: `/payments/${id}/events` };
}

describe("an event stream that breaks", () => {
  it("is seen broken by the client, so that it comes back, and the host hears why", async () => {
    const { till, path } = await breaking();
    const heard: unknown[] = [];
    const handler = createHandler<IncomingMessage>({ till, authorize: () => true });
    const server = await listen(toNodeListener(handler, { onError: (error) => void heard.push(error) }));
    try {
      // The break may be faster than the headers.
      await expect(fetch(server.origin + path).then((response) => response.text())).rejects.toThrow();
      expect(heard).toEqual([lost]);
    } finally {
      await server.close();
    }
  });

  it("is an error of the body with Web responses", async () => {
    const { till, path } = await breaking();
    const handle = toFetch(createHandler({ till, authorize: () => true }));
    const response = await handle(new Request(`http://till.example${path}`));
    await expect(response.text()).rejects.toBe(lost);
  });
});

describe("a watch", () => {
  it("ends when a Web client leaves, whether the body is canceled or the request aborted", async () => {
    const real = createTill({ gateway, store: memoryStore() });
    const { id } = await real.collect({ reference: "bill-2", amount: 1250, currency: "usd", reader: "tmr_front" });
    await real.idle();
    const ended: string[] = [];
    const watch: Till["watch"] = async function* (payment, options) {
      try {
        yield* real.watch(payment, options);
      } finally {
        ended.push(payment);
      }
    };
    const handle = toFetch(createHandler({ till: { ...real, watch }, authorize: () => true }));
    const url = `http://till.example/payments/${id}/events`;

    const canceled = (await handle(new Request(url))).body?.getReader();
    await canceled?.read();
    await canceled?.read();
    await canceled?.cancel();
    await turn();
    expect(ended).toHaveLength(1);

    const leaving = new AbortController();
    const aborted = (await handle(new Request(url, { signal: leaving.signal }))).body?.getReader();
    await aborted?.read();
    await aborted?.read();
    leaving.abort();
    expect(await aborted?.read()).toMatchObject({ done: true });
    await turn();
    expect(ended).toHaveLength(2);
  });
});
