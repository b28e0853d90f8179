import { answerHeaders } from "./answer-headers.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";

/** Answers a web request without a network. Rejects with a `TypeError` where a connection would have been reset. */
export type SimulatedFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The API as a `fetch`. The host of the address does not matter. */
export function simulatedFetch(answerTo: (request: ApiRequest) => Promise<ApiAnswer>): SimulatedFetch {
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const bodiless = request.method === "GET" || request.method === "HEAD";
    const answer = await answerTo({
      method: request.method,
      path: pathname,
      query: search.slice(1),
      body: bodiless ? "" : await request.text(),
      headers: Object.fromEntries(request.headers),
    });
    if (answer.connection === "reset") throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    const body = answer.connection === "truncated" ? halfOf(answer.body) : answer.body;
    return new Response(body, { status: answer.status, headers: answerHeaders(answer) });
  };
}

/** The first half of a body, and then a broken connection. */
function halfOf(body: string): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError("terminated"));
      else controller.enqueue(new TextEncoder().encode(body.slice(0, Math.floor(body.length / 2))));
      sent = true;
    },
  });
}
