import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Router } from "express";
import { Refusal } from "../refusal.ts";

/** Passes `/sim/…` on to the simulator's control routes, so that the page talks to one origin only. */
export function simulatorRoutes(simulatorUrl: string): Router {
  const router = Router();

  router.use(async (request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const answer = await fetch(`${simulatorUrl}/_simulator${request.url}`, {
      method: request.method,
      headers: { "content-type": request.get("content-type") ?? "application/json" },
      signal: gone.signal,
      ...(request.method === "GET" || request.method === "HEAD" ? {} : { body: await bodyOf(request) }),
    }).catch((error: unknown) => {
      if (gone.signal.aborted) return undefined;
      throw new Refusal(502, "simulator_gone", `The simulator does not answer: ${String(error)}`);
    });
    if (!answer) return;

    response.status(answer.status).type(answer.headers.get("content-type") ?? "application/json");
    response.set("cache-control", "no-store");
    response.flushHeaders();
    if (!answer.body) {
      response.end();
      return;
    }
    // A page that closes ends its stream of changes in the middle; that is no error.
    await pipeline(answer.body, response).catch(() => response.destroy());
  });

  return router;
}

async function bodyOf(request: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
