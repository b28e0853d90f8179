import { isAtRest, type Store, type Stored, TillkitError } from "@tillkit/core";
import type { Simulator } from "@tillkit/simulator";
import type { Chance } from "../histories/random.ts";
import { pause } from "./pause.ts";
import type { Servers } from "./servers.ts";

/** A shop with its readers, cashiers and guests. */
export interface Shop {
  readonly servers: Servers;
  readonly simulator: Simulator;
  readonly store: Store;
  readonly random: Chance;
  readonly readers: readonly string[];
}

/** Sells so many bills. Each reader has its own queue, and so has the dining room, which pays on pages. */
export async function sellAll(shop: Shop, sales: number): Promise<void> {
  let next = 0;
  const queue = async (reader: string | undefined): Promise<void> => {
    while (next < sales) {
      next += 1;
      await sell(shop, `bill-${next}`, reader);
    }
  };
  await Promise.all([...shop.readers.map(queue), queue(undefined), queue(undefined)]);
}

const PATIENCE_MS = 60_000;

/** One bill, until it is paid: whoever stands at the till presses again what has no answer, and the guest pays where one can. */
async function sell(shop: Shop, reference: string, reader: string | undefined): Promise<void> {
  const { servers, simulator, store, random } = shop;
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const payment = (await found(store, reference))?.payment;
    if (payment !== undefined && isAtRest(payment)) return;
    if (payment === undefined)
      await servers.ask(
        reader === undefined ? { type: "checkout", reference } : { type: "collect", reference, reader },
      );
    else if (payment.status === "declined") await servers.ask({ type: "retry", reference });
    else if (payment.status === "open") await payOnPage(shop, reference, payment.checkoutSessionId);
    else if (reader !== undefined) await tap(simulator, reader, random);
    await pause(15);
  }
}

/** The payment of a bill. While the database is away nothing is found, and the cashier presses again. */
async function found(store: Store, reference: string): Promise<Stored | undefined> {
  try {
    return await store.find("default", `reference:${reference}`);
  } catch (error) {
    if (TillkitError.is(error) && error.retryable) return undefined;
    throw error;
  }
}

async function tap(simulator: Simulator, reader: string, random: Chance): Promise<void> {
  const hands = simulator.reader(reader);
  if (hands.screen.kind === "waiting_for_card")
    await hands.tap(random.percent(15) ? "insufficient_funds" : "visa").catch(() => undefined);
}

/** Half of the guests come back from the page; the others close it, and only Stripe's event tells. */
async function payOnPage({ servers, simulator, random }: Shop, reference: string, session: string): Promise<void> {
  if (!simulator.sessions.some(({ id, status }) => id === session && status === "open")) return;
  await simulator
    .guest(session)
    .payAndCloseTab("visa")
    .catch(() => undefined);
  if (random.percent(50)) await servers.ask({ type: "return", reference, session });
}
