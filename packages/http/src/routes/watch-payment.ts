import { isAtRest } from "@tillkit/core";
import type { Call } from "../call.ts";
import { eventStream } from "../event-stream.ts";
import type { Answer } from "../exchange.ts";

/**
 * `GET /payments/:id/events`: the payment now, then each change, as server-sent events whose id is the version.
 *
 * A client that comes back with `Last-Event-ID` is not told what it knows; if that was the end, 204 tells an EventSource to stop
 * (WHATWG HTML, "Server-sent events").
 */
export async function watchPayment({ settings, id, exchange }: Call): Promise<Answer> {
  const { till, clock, heartbeatMs } = settings;
  const { payment, version } = await till.get(id);
  const known = versionOf(exchange.header("last-event-id"));
  // A version from the future is not one of this payment's: the client starts afresh.
  const after = known > version ? 0 : known;
  if (isAtRest(payment) && after === version) return { status: 204, headers: {} };
  return {
    status: 200,
    // nginx would collect the events otherwise.
    headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
    body: eventStream((signal) => till.watch(id, { signal }), { after, heartbeatMs, clock }),
  };
}

function versionOf(lastEventId: string | undefined): number {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : 0;
}
