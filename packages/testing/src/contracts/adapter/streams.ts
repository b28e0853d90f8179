import assert from "node:assert/strict";
import { type AdapterCase, adapterCase } from "./case.ts";
import type { Bench } from "./bench.ts";
import { tap, until, waitingForCard } from "./steps.ts";

/** Live updates: server-sent events. */
export const streamCases: readonly AdapterCase[] = [
  adapterCase("sends the payment as it is at once, under its version", async (bench) => {
    const { id, version } = await waitingForCard(bench);
    await using stream = await open(bench, id);
    assert.match(stream.response.headers.get("content-type") ?? "", /^text\/event-stream/);
    assert.equal(stream.response.headers.get("cache-control"), "no-store");
    assert.equal(stream.response.headers.get("x-accel-buffering"), "no");
    const { event, id: eventId, data } = await stream.next();
    assert.deepEqual({ event, eventId }, { event: "payment", eventId: String(version) });
    assert.equal(data["id"], id);
    assert.equal(data["stage"], "waiting_for_card");
  }),
  adapterCase("sends each change while it happens, and ends when nothing more will", async (bench) => {
    const { id } = await waitingForCard(bench);
    await using stream = await open(bench, id);
    await stream.next();
    await tap(bench);
    let last = await stream.next();
    while (last.data["final"] !== true) last = await stream.next();
    assert.equal(last.data["status"], "succeeded");
    assert.equal(await stream.ended(), true);
    assert.equal(bench.watches, 0);
  }),
  adapterCase("sends nothing again that the client has, and 204 when that was the end", async (bench) => {
    const { id, version } = await waitingForCard(bench);
    await using stream = await open(bench, id, String(version));
    await tap(bench);
    const next = await stream.next();
    assert(Number(next.id) > version, "The version that the client had was sent again.");
    const { version: final } = await bench.till.get(id);
    const over = await bench.get(`/payments/${id}/events`, { "last-event-id": String(final) });
    assert.equal(over.status, 204);
  }),
  adapterCase("starts afresh for a Last-Event-ID that makes no sense", async (bench) => {
    const { id, version } = await waitingForCard(bench);
    for (const lastEventId of ["999999", "-1", "x", "1e3"]) {
      await using stream = await open(bench, id, lastEventId);
      assert.equal((await stream.next()).id, String(version));
    }
  }),
  adapterCase("keeps a silent stream alive", async (bench) => {
    const { id } = await waitingForCard(bench);
    await using stream = await open(bench, id);
    await stream.next();
    for (let beats = 0; beats < 3; beats += 1) {
      await until("the stream is silent", () => bench.clock.waiting > 0);
      await bench.clock.advance(15_000);
      assert.match(await stream.comment(), /^:/);
    }
  }),
  adapterCase("ends the watch when the client leaves", async (bench) => {
    const { id } = await waitingForCard(bench);
    const stream = await open(bench, id);
    await stream.next();
    assert.equal(bench.watches, 1);
    await stream[Symbol.asyncDispose]();
    await until("the watch ends", () => bench.watches === 0);
    assert.deepEqual(bench.unhandled, []);
  }),
];

interface Event {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Stream extends AsyncDisposable {
  readonly response: Response;
  /** The next event; comments before it are passed over. */
  next(): Promise<Event>;
  /** The next comment. */
  comment(): Promise<string>;
  /** Whether nothing but the end comes. */
  ended(): Promise<boolean>;
}

async function open({ url }: Bench, id: string, lastEventId?: string): Promise<Stream> {
  const leaving = new AbortController();
  // An adapter that collects the events first would keep us waiting for ever.
  const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(5_000)]);
  const headers: Record<string, string> = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const response = await fetch(`${url}/payments/${id}/events`, { headers, signal });
  assert.equal(response.status, 200);
  assert(response.body !== null);
  const blocks = blocksOf(response.body);
  const block = async (fits: (text: string) => boolean): Promise<string | undefined> => {
    for (;;) {
      const { done, value } = await blocks.next();
      if (done === true || fits(value)) return value;
    }
  };
  return {
    response,
    next: async () => {
      const text = await block(isEvent);
      assert(text !== undefined, "The stream ended where an event should have come.");
      return parse(text);
    },
    comment: async () => {
      const text = await block((candidate) => candidate.startsWith(":"));
      assert(text !== undefined, "The stream ended where a comment should have come.");
      return text;
    },
    ended: async () => (await block(isEvent)) === undefined,
    [Symbol.asyncDispose]: async () => leaving.abort(),
  };
}

const isEvent = (block: string): boolean => /^data:/m.test(block);

/** The parts of a stream between its blank lines. */
async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined, undefined> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    for (let end = rest.indexOf("\n\n"); end !== -1; end = rest.indexOf("\n\n")) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 2);
    }
  }
  return undefined;
}

function parse(block: string): Event {
  const fields = new Map(
    block.split("\n").map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  const data: unknown = JSON.parse(fields.get("data") ?? "null");
  assert(typeof data === "object" && data !== null, "An event without an object as its data.");
  // An object with string keys, as just seen.
  return {
    id: fields.get("id") ?? "",
    event: fields.get("event") ?? "",
    data: data as Readonly<Record<string, unknown>>,
  };
}
