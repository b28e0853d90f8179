import { createTill, type Gateway, memoryStore, type Store } from "@tillkit/core";
import { startSimulator } from "@tillkit/simulator";
import { stripeGateway } from "@tillkit/stripe";
import { coffee, table } from "../src/shop/shop.ts";

const SECRET = "whsec_bench_0123456789abcdef";

/** What one sale costs, counted: calls to Stripe, and round trips to the store. */
export async function countSale(): Promise<void> {
  const simulator = await startSimulator({});
  try {
    const counts = new Map<string, number>();
    const gateway: Gateway = stripeGateway({
      secretKey: "sk_test_bench",
      webhookSecrets: SECRET,
      apiBase: simulator.url,
    });
    const store: Store = counting(memoryStore(), counts);
    const till = createTill({ gateway, store });
    const rows: Record<string, object> = {};

    const tally = async (sale: () => Promise<void>): Promise<object> => {
      counts.clear();
      const before = simulator.requests.length;
      await sale();
      return {
        "Stripe calls": simulator.requests.length - before,
        "store round trips": [...counts.values()].reduce((sum, n) => sum + n, 0),
        ...Object.fromEntries(counts),
      };
    };
    const hear = async (type: string): Promise<void> => {
      const event = simulator.events.findLast((candidate) => candidate.type === type);
      const { default: Stripe } = await import("stripe");
      const payload = JSON.stringify(event);
      const signature = new Stripe("sk_test_bench").webhooks.generateTestHeaderString({ payload, secret: SECRET });
      await till.webhook({ bytes: Buffer.from(payload), signature });
      await till.idle();
    };

    // The first in a process also asks whether there is such a reader, and where it stands.
    const first = await till.collect({ ...coffee, reference: "the first sale" });
    await till.idle();
    await till.cancel(first.id);
    await till.idle();
    rows["terminal: collect to waiting for a card"] = await tally(async () => {
      await till.collect(coffee);
      await till.idle();
    });
    await simulator.reader("tmr_front").tap("visa");
    rows["terminal: the event to the order made"] = await tally(() => hear("payment_intent.succeeded"));
    rows["terminal: the same event again"] = await tally(() => hear("payment_intent.succeeded"));
    let url = "";
    let sessionId = "";
    rows["checkout: to the open page"] = await tally(async () => {
      const payment = await till.checkout(table);
      if (payment.status === "open") ({ url, checkoutSessionId: sessionId } = payment);
    });
    await simulator.guest(url).payAndCloseTab("visa");
    rows["checkout: the event to the order made"] = await tally(() => hear("checkout.session.completed"));
    rows["checkout: the return page after it"] = await tally(async () => void (await till.confirmReturn(sessionId)));
    console.log(
      "\nWhat a sale costs  (goal: terminal 2 Stripe calls and 0 for the event, checkout 1 and at most 1 on return)",
    );
    console.table(rows);
  } finally {
    await simulator.close();
  }
}

function counting(store: Store, counts: Map<string, number>): Store {
  const counted = ["load", "find", "commit", "commitWithin", "claim", "release", "list", "timeline"] as const;
  const copy: Store = { ...store };
  for (const name of counted) {
    const call = store[name];
    Object.assign(copy, {
      [name]: (...args: readonly unknown[]): unknown => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        return Reflect.apply(call, store, args);
      },
    });
  }
  return copy;
}
