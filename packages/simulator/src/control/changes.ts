import type { ServerResponse } from "node:http";

import type { InProcessSimulator } from "../simulator-interface.ts";

/** Server-sent events: one line per kind of change, as `data: {"changed":"readers"}`. Bursts come as one line. */
export function streamChanges({ onChange }: Pick<InProcessSimulator, "onChange">, response: ServerResponse): void {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
  });
  response.write(": connected\n\n");

  const waiting = new Set<string>();
  const stop = onChange((kind) => {
    if (waiting.size === 0) setImmediate(flush);
    waiting.add(kind);
  });
  response.on("close", stop);

  function flush(): void {
    for (const kind of waiting) response.write(`data: ${JSON.stringify({ changed: kind })}\n\n`);
    waiting.clear();
  }
}
