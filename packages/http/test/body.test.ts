import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { exactBody } from "@tillkit/http";
import { describe, expect, it } from "vitest";
import { listen } from "./serve-node.ts";

/** Sends a body through a real server, and hands what `read` makes of it back. */
async function through(
  body: string | ReadableStream<Uint8Array>,
  read: (request: IncomingMessage) => Promise<Uint8Array>,
): Promise<string> {
  const { origin, close } = await listen((request, response) => {
    read(request).then(
      (bytes) => response.end(bytes),
      (error: { readonly code?: string; readonly message: string }) => response.writeHead(500).end(error.code),
    );
  });
  try {
    const init = { method: "POST", body, ...(typeof body === "string" ? {} : { duplex: "half" as const }) };
    return await (await fetch(origin, init)).text();
  } finally {
    await close();
  }
}

describe("the exact bytes of a body", () => {
  it("are those that a host kept as rawBody, whatever body has become", async () => {
    const text = await through("{}", (request) =>
      exactBody(Object.assign(request, { rawBody: Buffer.from("{ }"), body: { parsed: true } }), 100),
    );
    expect(text).toBe("{ }");
  });

  it.each([
    ["a Buffer", { body: Buffer.from("{ }") }],
    ["text", { body: "{ }" }],
    ["base64 that says so", { body: "eyB9", isBase64Encoded: true }],
  ])("are what a serverless host gives as %s", async (_, leftovers) => {
    expect(await through("", (request) => exactBody(Object.assign(request, leftovers), 100))).toBe("{ }");
  });

  it("are limited there too", async () => {
    const text = await through("", (request) => exactBody(Object.assign(request, { rawBody: "x".repeat(101) }), 100));
    expect(text).toBe("body_too_large");
  });

  it("are exactly as many as the limit, and not one more", async () => {
    expect(await through("x".repeat(100), (request) => exactBody(request, 100))).toHaveLength(100);
    expect(await through("x".repeat(101), (request) => exactBody(request, 100))).toBe("body_too_large");
  });

  it("are gone once somebody has read them", async () => {
    const text = await through("{}", async (request) => {
      await buffer(request);
      return exactBody(request, 100);
    });
    expect(text).toBe("raw_body_unavailable");
  });

  it("are none where there is no body, even if somebody looked", async () => {
    const text = await through("", async (request) => {
      await buffer(request);
      return exactBody(Object.assign(request, { body: {} }), 100);
    });
    expect(text).toBe("");
  });

  it("of a client that never stops sending are not waited for", async () => {
    const piece = new Uint8Array(1_048_576);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(piece);
      },
    });
    const outcome = await through(endless, (request) => exactBody(request, 100)).catch(() => "cut off");
    expect(outcome).toMatch(/^(body_too_large|cut off)$/);
    expect(sent).toBeLessThan(100);
  });
});
