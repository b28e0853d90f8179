import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createTill, type Till, TillkitError } from "@tillkit/core";
import { toNodeListener, createHandler } from "@tillkit/http";
import { sqliteStore } from "@tillkit/sqlite";
import { stripeGateway } from "@tillkit/stripe";
import type { News, Order } from "./messages.ts";

// node server.ts <file> <address of Stripe> <webhook secret>: one of several server processes on one file.
const [file = "", apiBase = "", webhookSecrets = ""] = process.argv.slice(2);

const store = sqliteStore({ file, busyTimeoutMs: 10_000 });
const till = createTill({
  // A call never waits longer than the lease, so that who takes a payment over finds nobody at work.
  gateway: stripeGateway({ secretKey: "sk_test_soak", webhookSecrets, apiBase, timeoutMs: 1_500 }),
  leaseMs: 2_500,
  sweepEveryMs: 150,
  store,
  fulfil: ({ payment }, tx) => {
    tx.prepare("INSERT INTO orders (payment, reference) VALUES (?, ?)").run(payment.id, payment.reference);
  },
});
// What goes wrong in the background is done again by the next sweep; the ledger at the end shows whether it was.
till.events.on("trouble", () => undefined);
till.start();

const server = createServer(toNodeListener(createHandler({ till, authorize: () => false })));
server.listen(0, "127.0.0.1", () => {
  // Listening on TCP, so the address is one of TCP.
  tell({ type: "listening", port: (server.address() as AddressInfo).port });
});
process.on("message", (order: Order) => {
  void carryOut(till, order).then((status) => tell({ type: "answer", reference: order.reference, status }));
});
process.on("disconnect", () => process.exit());

async function carryOut({ collect, checkout, retry, cancel, findByReference }: Till, order: Order): Promise<string> {
  const { reference } = order;
  try {
    if (order.type === "collect")
      return (await collect({ reference, amount: 1_250, currency: "usd", reader: order.reader })).status;
    if (order.type === "checkout")
      return (
        await checkout({
          reference,
          currency: "usd",
          lines: [{ name: "Soup", unitAmount: 1_250, quantity: 1 }],
          successUrl: "https://shop.example/back",
        })
      ).status;
    const found = await findByReference(reference);
    if (found === undefined) return "nothing";
    return (await (order.type === "retry" ? retry(found.payment.id) : cancel(found.payment.id))).status;
  } catch (error) {
    if (TillkitError.is(error)) return error.code;
    throw error;
  }
}

function tell(news: News): void {
  process.send?.(news);
}
