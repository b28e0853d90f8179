import { answerHeaders } from "./answer-headers.ts";
import { bodyBytes } from "./api-request.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";
import { isMultipart } from "../protocol/multipart.ts";

/** Answers a web request without a network. Rejects with a `TypeError` where a connection would have been reset. */
export type SimulatedFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The API as a `fetch`. The host of the address does not matter. */
export function simulatedFetch(answerTo: (request: ApiRequest) => Promise<ApiAnswer>): SimulatedFetch {
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const bodiless = request.method === "GET" || request.method === "HEAD";
    const answer = await unlessAborted(
      request.signal,
      answerTo({
        method: request.method,
        path: pathname,
        query: search.slice(1),
        body: bodiless ? "" : await sentBody(request),
        headers: Object.fromEntries(request.headers),
      }),
    );
    if (answer.connection === "reset") throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    if (answer.connection === "hung") await unlessAborted(request.signal, new Promise<never>(() => undefined));
    return new Response(bodyOf(answer, request.signal), { status: answer.status, headers: answerHeaders(answer) });
  };
}

function bodyOf(answer: ApiAnswer, signal: AbortSignal): string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  if (answer.connection !== "kept" || answer.rest) return inHalves(answer, signal);
  return answer.media === undefined ? answer.body : new Uint8Array(bodyBytes(answer));
}

async function sentBody(request: Request): Promise<string> {
  if (!isMultipart(request.headers.get("content-type") ?? undefined)) return request.text();
  return Buffer.from(await request.arrayBuffer()).toString("latin1");
}

/** The first half of a body, and then a broken connection, or the second half when its time has come. */
function inHalves(answer: ApiAnswer, signal: AbortSignal): ReadableStream<Uint8Array> {
  const { rest } = answer;
  const bytes = new Uint8Array(bodyBytes(answer));
  const half = Math.floor(bytes.length / 2);
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true;
        return controller.enqueue(bytes.subarray(0, half));
      }
      if (!rest) return controller.error(new TypeError("terminated"));
      await unlessAborted(signal, rest);
      controller.enqueue(bytes.subarray(half));
      controller.close();
    },
  });
}

/** What comes of the work, or the reason of the signal as soon as whoever asked has given up. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // The reason is whatever the caller gave to abort, as with any fetch.
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
