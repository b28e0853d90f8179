import type { IncomingMessage } from "node:http";
import { type IdempotencyStore, memoryIdempotency } from "@tillkit/core";
import type { Answer, Exchange, Handler } from "@tillkit/http";
import { adapterCases, type Serve } from "@tillkit/testing";
import { describe, expect, it } from "vitest";
import { serveNode } from "./serve-node.ts";

/** Adapters with one mistake each, and the claim that must catch it. */
const broken: readonly { readonly mistake: string; readonly serve: Serve; readonly caughtBy: RegExp }[] = [
  {
    mistake: "parses the body and writes it again",
    serve: serveNode({
      handler: onBytes((bytes) => Buffer.from(JSON.stringify(JSON.parse(bytes.toString())))),
    }),
    caughtBy: /numbers and escapes/,
  },
  {
    mistake: "decodes the body as text",
    serve: serveNode({ handler: onBytes((bytes) => Buffer.from(bytes.toString("utf8"))) }),
    caughtBy: /bytes that are not UTF-8/,
  },
  {
    mistake: "drops the byte order mark",
    serve: serveNode({ handler: onBytes((bytes) => Buffer.from(new TextDecoder().decode(bytes))) }),
    caughtBy: /byte order mark/,
  },
  {
    mistake: "trims the body",
    serve: serveNode({ handler: onBytes((bytes) => Buffer.from(bytes.toString("latin1").trim(), "latin1")) }),
    caughtBy: /white space around/,
  },
  {
    mistake: "has no limit for bodies",
    serve: serveNode({ handler: onExchange((exchange) => ({ ...exchange, bytes: () => exchange.bytes(1e9) })) }),
    caughtBy: /2 MB, announced or not/,
  },
  {
    mistake: "ignores authorize",
    serve: serveNode({ options: (options) => ({ ...options, authorize: () => true }) }),
    caughtBy: /asks authorize for payments\.create/,
  },
  {
    mistake: "gives authorize something else than the request",
    serve: serveNode({
      options: (options) => ({
        ...options,
        authorize: (_, action, resource) => options.authorize({}, action, resource),
      }),
    }),
    caughtBy: /asks authorize for payments\.read/,
  },
  {
    mistake: "swallows errors",
    serve: serveNode({
      handler: (handler) => ({
        handle: (exchange) => handler.handle(exchange).catch((): Answer => ({ status: 500, headers: {} })),
      }),
    }),
    caughtBy: /hands errors that are not tillkit's/,
  },
  {
    mistake: "tells the client what went wrong inside",
    serve: serveNode({
      handler: (handler, { onUnhandled }) => ({
        handle: (exchange) =>
          handler.handle(exchange).catch((error: unknown): Answer => {
            onUnhandled(error);
            return { status: 500, headers: {}, body: String(error) };
          }),
      }),
    }),
    caughtBy: /hands errors that are not tillkit's/,
  },
  {
    mistake: "collects events before it sends them",
    serve: serveNode({ handler: onAnswer(async (answer) => ({ ...answer, body: await collected(answer) })) }),
    caughtBy: /at once, under its version/,
  },
  {
    mistake: "goes on watching when the client has left",
    serve: serveNode({ handler: onAnswer(async (answer) => ({ ...answer, body: withoutReturn(answer) })) }),
    caughtBy: /ends the watch when the client leaves/,
  },
  {
    mistake: "hides Last-Event-ID",
    serve: serveNode({
      handler: onExchange((exchange) => ({
        ...exchange,
        header: (name) => (name === "last-event-id" ? undefined : exchange.header(name)),
      })),
    }),
    caughtBy: /nothing again that the client has/,
  },
  {
    mistake: "loses the query",
    serve: serveNode({ handler: onExchange((exchange) => ({ ...exchange, query: new URLSearchParams() })) }),
    caughtBy: /lists by query/,
  },
  {
    mistake: "loses headers of answers",
    serve: serveNode({
      handler: onAnswer(async ({ headers, ...answer }) => ({
        ...answer,
        headers: { "content-type": headers["content-type"] ?? "text/plain" },
      })),
    }),
    caughtBy: /kept by a cache/,
  },
  {
    mistake: "hides Idempotency-Key",
    serve: serveNode({
      handler: onExchange((exchange) => ({
        ...exchange,
        header: (name) => (name === "idempotency-key" ? undefined : exchange.header(name)),
      })),
    }),
    caughtBy: /answers a repetition/,
  },
  {
    mistake: "gives each request its own memory of keys",
    serve: serveNode({
      options: (options) => ({
        ...options,
        idempotency: { ...options.idempotency, begin: async () => ({ type: "started" }) },
      }),
    }),
    caughtBy: /lets one of 20 at once/,
  },
  {
    mistake: "keeps an answer before the work is done",
    serve: serveNode({
      options: (options) => ({ ...options, idempotency: keepingEarly(options.idempotency) }),
    }),
    caughtBy: /taken over a minute after a crash/,
  },
  {
    mistake: "never forgets a key",
    serve: serveNode({
      options: (options) => ({ ...options, idempotency: { ...options.idempotency, forgetBefore: async () => 0 } }),
    }),
    caughtBy: /remembers a key for a day/,
  },
  {
    mistake: "never gives a key back",
    serve: serveNode({
      options: (options) => ({ ...options, idempotency: { ...options.idempotency, release: async () => false } }),
    }),
    caughtBy: /wrong in itself/,
  },
  {
    mistake: "leaves its own option out",
    serve: serveNode({ options: (options) => ({ ...options, idempotency: memoryIdempotency() }) }),
    caughtBy: /while the first is at work/,
  },
];

describe("the adapter contract catches an adapter that", () => {
  it.concurrent.each(broken)("$mistake", async ({ serve, caughtBy }) => {
    const claims = adapterCases.filter(({ name }) => caughtBy.test(name));
    expect(claims).not.toEqual([]);
    const outcomes = await Promise.allSettled(claims.map((claim) => claim.run(serve)));
    expect(outcomes.map(({ status }) => status)).toContain("rejected");
  });
});

type Change = (handler: Handler<IncomingMessage>) => Handler<IncomingMessage>;

function onExchange(change: (exchange: Exchange<IncomingMessage>) => Exchange<IncomingMessage>): Change {
  return (handler) => ({ handle: (exchange) => handler.handle(change(exchange)) });
}

function onBytes(change: (bytes: Buffer) => Uint8Array): Change {
  return onExchange((exchange) => ({
    ...exchange,
    bytes: async (limit) => change(Buffer.from(await exchange.bytes(limit))),
  }));
}

function onAnswer(change: (answer: Answer) => Promise<Answer>): Change {
  return (handler) => ({ handle: async (exchange) => change(await handler.handle(exchange)) });
}

/** Keeps an empty answer as soon as the work begins. */
function keepingEarly(real: IdempotencyStore): IdempotencyStore {
  return {
    ...real,
    begin: async (request) => {
      const result = await real.begin(request);
      const { tenant, key, lease, now } = request;
      const answer = { status: 200, headers: {}, body: "" };
      if (result.type === "started")
        await real.complete({ tenant, key, token: lease.token, answer, at: now }).catch(() => undefined);
      return result;
    },
  };
}

async function collected({ body = "" }: Answer): Promise<string | Uint8Array> {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  let text = "";
  for await (const piece of body) text += piece;
  return text;
}

function withoutReturn({ body = "" }: Answer): NonNullable<Answer["body"]> {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  const pieces = body[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) };
}
