import { tillkit } from "@tillkit/next";
import { adapterContract, type Serve } from "@tillkit/testing";
import { NextRequest } from "next/server.js";
import { describe, it } from "vitest";
import { serveFetch } from "./serve-fetch.ts";

const serve: Serve = async ({ onUnhandled, parseFirst, ...options }) => {
  const route = tillkit({ basePath: "/payments-api", ...options });
  const served = await serveFetch(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/host") return hostRoute(request);
    const native = new NextRequest(request);
    if (parseFirst) await native.text();
    // Node's `fetch` in the contract sends no other methods.
    const method = request.method as keyof typeof route;
    return route[method](native);
  }, onUnhandled);
  return {
    url: `${served.origin}/payments-api`,
    hostUrl: `${served.origin}/host`,
    isNative: (request) => request instanceof NextRequest,
    close: () => served.close(),
  };
};

async function hostRoute(request: Request): Promise<Response> {
  try {
    const received: unknown = await request.json();
    return Response.json({ received });
  } catch {
    return new Response("Not JSON.", { status: 400 });
  }
}

adapterContract({ describe, it, serve });
