import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Till, TillkitError } from "@tillkit/core";
import { createHandler, toNodeListener } from "@tillkit/http";
import type { News, Order, Setup } from "./messages.ts";
import { openTill } from "./open-till.ts";

// node server.ts <setup as JSON>: one of several server processes on one database. Written by `startServers` from a Setup.
const till = await openTill(JSON.parse(process.argv[2] ?? "") as Setup);
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

async function carryOut(
  { collect, checkout, retry, confirmReturn, findByReference }: Till,
  order: Order,
): Promise<string> {
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
    if (order.type === "return") return (await confirmReturn(order.session)).status;
    const found = await findByReference(reference);
    return found === undefined ? "nothing" : (await retry(found.payment.id)).status;
  } catch (error) {
    if (TillkitError.is(error)) return error.code;
    throw error;
  }
}

function tell(news: News): void {
  process.send?.(news);
}
