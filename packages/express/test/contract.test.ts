import type { AddressInfo } from "node:net";
import { tillkit } from "@tillkit/express";
import { adapterContract, type Serve } from "@tillkit/testing";
import express, { type ErrorRequestHandler } from "express";
import { describe, it } from "vitest";

const serve: Serve = async ({ onUnhandled, parseFirst, ...options }) => {
  const app = express();
  if (parseFirst) app.use(express.json());
  app.use("/payments-api", tillkit(options));
  app.use(express.json());
  app.post("/host", (request, response) => {
    response.json({ received: request.body as unknown });
  });
  const onError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    onUnhandled(error);
    response.status(500).send("Sorry.");
  };
  app.use(onError);
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: `${origin}/payments-api`,
    hostUrl: `${origin}/host`,
    isNative: (request) => typeof request === "object" && request !== null && "baseUrl" in request,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

adapterContract({ describe, it, serve });
