import { createServer } from "node:net";
import { stripeGateway } from "@tillkit/stripe";
import { paymentFixture } from "@tillkit/testing";
import { expect, it } from "vitest";

/** A server that does this to each connection once its request has come in. */
async function serverThat(react: (end: () => void, stop: () => void) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () =>
      react(
        () => socket.resetAndDestroy(),
        () => server.close(),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server has a port.");
  const gateway = stripeGateway({
    secretKey: "sk_test_abc",
    webhookSecrets: [],
    apiBase: `http://127.0.0.1:${address.port}`,
    timeoutMs: 200,
  });
  return {
    open: () =>
      gateway.perform({
        effect: { type: "open_intent", key: "open_intent" },
        payment: paymentFixture(),
        idempotencyKey: "k",
        recover: false,
      }),
    close: () => void server.close(),
  };
}

it("a server that takes the request and says nothing leaves it unknown", async () => {
  const server = await serverThat(() => {});
  expect(await server.open()).toMatchObject({ type: "unknown" });
  server.close();
});

it("a broken connection leaves it unknown, even when the client's own repetition finds nobody", async () => {
  // The first request arrived; that the second was refused proves nothing about it.
  const server = await serverThat((end, stop) => {
    stop();
    end();
  });
  expect(await server.open()).toMatchObject({ type: "unknown" });
});
