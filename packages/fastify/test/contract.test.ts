import { tillkit } from "@tillkit/fastify";
import { adapterContract, type Serve } from "@tillkit/testing";
import Fastify from "fastify";
import { describe, it } from "vitest";

const serve: Serve = async ({ onUnhandled, parseFirst, ...options }) => {
  const app = Fastify({ forceCloseConnections: true });
  app.setErrorHandler(async (error: { readonly statusCode?: number }, _request, reply) => {
    if (error.statusCode === undefined) onUnhandled(error);
    return reply.code(error.statusCode ?? 500).send("Sorry.");
  });
  // A parser of the host's for every type: the plugin must not inherit it.
  if (parseFirst) app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, { body }));
  await app.register(tillkit, { prefix: "/payments-api", ...options });
  app.post("/host", (request, reply) => reply.send({ received: request.body }));
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url: `${origin}/payments-api`,
    hostUrl: `${origin}/host`,
    isNative: (request) => typeof request === "object" && request !== null && "routeOptions" in request,
    close: () => app.close(),
  };
};

adapterContract({ describe, it, serve });
