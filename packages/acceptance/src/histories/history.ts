import type * as core from "@tillkit/core";
import type { Gateway, Order, Payment, Store, Stored, Till } from "@tillkit/core";
import { createModelStripe, type ModelFault, type ModelStripe } from "@tillkit/testing";
import { createGates, gated, gatewayCalls, type Process, storeCalls } from "./gates.ts";
import { chance, type Chance } from "./random.ts";

/** The core under test: the real one, or a copy with a mistake planted in it. */
export type Core = Pick<typeof core, "createTill" | "memoryStore">;

/** A promise that a history broke, and how to see it again. */
export interface Violation {
  readonly seed: number;
  readonly broken: string;
  readonly schedule: readonly string[];
}

const START = Date.UTC(2026, 0, 5, 12);
const READERS = ["tmr_front", "tmr_bar"] as const;
const REFERENCES = ["bill-1", "bill-2"] as const;
const AMOUNT = 1_250;

/**
 * Plays one history: two server processes on one store, cashiers, guests and events by chance, faults and deaths anywhere between
 * two awaits; then the faults stop, and every promise must hold.
 */
export async function playHistory(seed: number, { createTill, memoryStore }: Core): Promise<Violation | undefined> {
  const random = chance(seed);
  const gates = createGates();
  const store: Store = memoryStore();
  const schedule: string[] = [];
  const orders: Order[] = [];
  const world: World = { now: START, calm: false, serial: 0 };
  const stripe = createModelStripe({
    now: () => world.now,
    readers: READERS,
    fault: () => (world.calm ? "none" : faultOf(random)),
  });
  const delivered: number[] = [];
  let broken: string | undefined;
  const note = (text: string | undefined): void => {
    broken ??= text;
  };

  function boot(name: string): Server {
    const process: Process = { name, alive: true };
    const till = createTill({
      gateway: gated<Gateway>(stripe.gateway, gatewayCalls, gates, process),
      store: gated<Store>(store, storeCalls, gates, process),
      fulfil: (order) => {
        orders.push(order);
      },
      clock: { now: () => world.now, after: () => () => undefined },
      newId: () => `${name}${(world.serial += 1)}`,
      random: () => 0,
    });
    till.events.on("trouble", (error) => {
      if (error.code !== "store_conflict" || error.cause !== undefined)
        note(`trouble: ${error.message} ${String(error.cause)}`);
    });
    return { process, till };
  }

  const servers = [boot("a"), boot("b")];
  const steps = 12 + random.below(30);
  for (let step = 0; step < steps && broken === undefined; step += 1) {
    const server = servers[random.below(servers.length)];
    if (server === undefined) break;
    schedule.push(act(server));
    await settle();
    note(oneLive(stripe));
    const lets = random.below(8);
    for (let opened = 0; opened < lets && gates.waiting > 0; opened += 1) {
      gates.open(random);
      await settle();
      note(oneLive(stripe));
    }
  }

  // Faults stop; nobody dies any more. Everything that is owed must now be paid out.
  schedule.push("calm");
  world.calm = true;
  const [survivor] = servers;
  const last = survivor?.process.alive ? survivor : boot("z");
  for (let round = 0; round < 40 && broken === undefined; round += 1) {
    world.now += round < 4 ? 61_000 : 20 * 60_000;
    stripe.tick();
    for (let event = 0; event < stripe.deliveries.length; event += 1)
      if (!delivered.includes(event) || round === 1) deliver(last, event);
    void last.till.sweep().catch(() => undefined);
    await run();
    if (round >= 6 && (await open(store)).length === 0) break;
  }
  if (broken === undefined) note(await judge(store, stripe, orders));
  return broken === undefined ? undefined : { seed, broken, schedule };

  async function run(): Promise<void> {
    for (let turn = 0; turn < 5_000; turn += 1) {
      await settle();
      if (gates.waiting === 0) {
        await settle(60);
        if (gates.waiting === 0) return;
      }
      gates.open(random);
      note(oneLive(stripe));
    }
    note("the work does not end");
  }

  function act({ process, till }: Server): string {
    const dice = random.below(100);
    const reference = random.pick(REFERENCES);
    const reader = random.pick(READERS);
    if (dice < 16) {
      quietly(
        till.collect({
          reference,
          amount: AMOUNT,
          currency: "usd",
          reader,
          capture: random.percent(20) ? "manual" : "automatic",
          confirmation: random.percent(20) ? "manual" : "automatic",
        }),
      );
      return `${process.name} collect ${reference} ${reader}`;
    }
    if (dice < 26) {
      quietly(
        till.checkout({
          reference,
          currency: "usd",
          lines: [{ name: "Soup", unitAmount: random.pick([AMOUNT, AMOUNT, 2 * AMOUNT]), quantity: 1 }],
          successUrl: "https://shop.example/back",
        }),
      );
      return `${process.name} checkout ${reference}`;
    }
    if (dice < 44)
      return `tap ${reader} ${String(stripe.tap(reader, random.percent(30) ? "insufficient_funds" : undefined))}`;
    if (dice < 46) return `customer cancels ${reader} ${String(stripe.cancelOnReader(reader))}`;
    if (dice < 54) {
      const sessions = [...stripe.sessions.keys()];
      return `pay ${String(stripe.pay(sessions[random.below(sessions.length)] ?? ""))}`;
    }
    if (dice < 70) {
      const event = random.below(stripe.deliveries.length);
      if (stripe.deliveries.length > 0) deliver({ till }, event);
      return `${process.name} event ${event}`;
    }
    if (dice < 86) {
      const kind = random.pick(["cancel", "retry", "check", "capture", "swap", "change", "confirm", "change"]);
      quietly(
        store
          .find("default", `reference:${reference}`)
          .then((stored) =>
            stored === undefined ? undefined : commandOf(till, kind, stored, reader, random.pick([AMOUNT, 2 * AMOUNT])),
          ),
      );
      return `${process.name} ${kind} ${reference}`;
    }
    if (dice < 92) {
      quietly(till.sweep());
      return `${process.name} sweep`;
    }
    if (dice < 96) {
      world.now += random.pick([700, 2_500, 11_000, 61_000, 130_000, 46 * 60_000]);
      stripe.tick();
      return "time";
    }
    process.alive = false;
    gates.abandon(process);
    const index = servers.findIndex((server) => server.process === process);
    servers[index] = boot(`${process.name}'`);
    return `${process.name} dies`;
  }

  function deliver({ till }: Pick<Server, "till">, event: number): void {
    const delivery = stripe.deliveries[event];
    if (delivery === undefined) return;
    quietly(
      till.webhook(delivery).then(async ({ outcome, paymentId }) => {
        delivered.push(event);
        if (paymentId === undefined || outcome === "ignored" || outcome === "kept" || !saysPaid(delivery.bytes)) return;
        const stored = await store.load("default", paymentId);
        if (stored?.payment.status !== "succeeded")
          note(`event ${event} said paid and was answered, but ${paymentId} is ${stored?.payment.status}`);
      }),
    );
  }
}

interface World {
  now: number;
  /** Whether faults have stopped. */
  calm: boolean;
  serial: number;
}

interface Server {
  readonly process: Process;
  readonly till: Till;
}

function faultOf(random: Chance): ModelFault {
  const dice = random.below(100);
  if (dice < 8) return "lose_answer";
  if (dice < 14) return "lose_request";
  if (dice < 22) return "later";
  if (dice < 24) return "fail_before";
  return dice < 26 ? "fail_after" : "none";
}

async function commandOf(
  till: Till,
  kind: string,
  { payment }: Stored,
  reader: string,
  amount: number,
): Promise<unknown> {
  switch (kind) {
    case "swap":
      return till.swapReader(payment.id, reader);
    case "change":
      return till.changeAmount(payment.id, amount);
    case "confirm":
      return till.confirm(payment.id);
    case "cancel":
      return till.cancel(payment.id);
    case "retry":
      return till.retry(payment.id, { reader });
    case "capture":
      return till.capture(payment.id);
    default:
      return till.check(payment.id, { waitMs: 0 });
  }
}

/** At no moment may a bill have two things that a customer can pay, or one that can be paid beside one that was. */
function oneLive({ intents, sessions }: ModelStripe): string | undefined {
  const live = new Map<string, number>();
  const count = (reference: string): void => void live.set(reference, (live.get(reference) ?? 0) + 1);
  for (const { status, reference } of intents.values()) if (status !== "canceled") count(reference);
  for (const { status, reference } of sessions.values()) if (status === "open") count(reference);
  for (const [reference, things] of live)
    if (things > 1) return `${reference} has ${things} things that are paid or can be`;
  return undefined;
}

async function open(store: Store): Promise<readonly Stored[]> {
  const all = await store.list({ tenant: "default", limit: 100 });
  return all.filter(({ pending }) => pending.length > 0);
}

async function judge(
  store: Store,
  { intents, reusedKeys, surprises }: ModelStripe,
  orders: readonly Order[],
): Promise<string | undefined> {
  const all = await store.list({ tenant: "default", limit: 100 });
  const orderedIds = orders.map(({ payment }) => payment.id);
  for (const intent of intents.values()) {
    if (intent.status !== "succeeded") continue;
    const payment = all.find((stored) => stored.payment.id === intent.paymentId)?.payment;
    if (payment === undefined) return `${intent.id} is paid and no payment knows it`;
    if (payment.status !== "succeeded") return `${intent.id} is paid at Stripe, ${payment.id} says ${payment.status}`;
  }
  for (const stored of all) {
    const wrong = judgeOne(stored, orderedIds.filter((id) => id === stored.payment.id).length, intents);
    if (wrong !== undefined) return wrong;
  }
  for (const { paymentIntentId, charged, owed } of surprises) {
    const payment = all.find((stored) => stored.payment.id === intents.get(paymentIntentId)?.paymentId)?.payment;
    if (payment?.ordered.amount !== charged)
      return `a reader was given ${paymentIntentId} for ${owed}, and it charged ${charged}`;
  }
  return reusedKeys.length === 0 ? undefined : `${reusedKeys.join(", ")} was sent again for something else`;
}

function judgeOne(
  { payment, pending, parked }: Stored,
  orders: number,
  intents: ModelStripe["intents"],
): string | undefined {
  if (pending.length > 0) return `${payment.id} still has ${pending.map(({ effect }) => effect.type).join(", ")} to do`;
  if (parked.length > 0)
    return `${payment.id} parked ${parked.map(({ effect, reason }) => `${effect.type}: ${reason}`).join(", ")}`;
  const wanted = payment.status === "succeeded" && payment.fulfilment.status === "done" ? 1 : 0;
  if (orders !== wanted) return `${payment.id} (${payment.status}) has ${orders} orders, not ${wanted}`;
  if (payment.status !== "succeeded") return unsettled(payment);
  const intent = intents.get(payment.paid.paymentIntentId ?? "");
  if (intent?.status !== "succeeded") return `${payment.id} says paid, Stripe says ${intent?.status ?? "nothing"}`;
  const right = intent.received === payment.ordered.amount;
  // A tap that was faster than the new amount is held for a person.
  if (right === (payment.fulfilment.status === "done")) return undefined;
  return `${payment.id} took ${intent.received} of ${payment.ordered.amount}, and its order is ${payment.fulfilment.status}`;
}

/** A payment that waits for a person may stay; one that waits for the machine may not. */
function unsettled({ id, status }: Payment): string | undefined {
  return status === "canceled" || status === "expired" || status === "requires_capture"
    ? undefined
    : `${id} ended as ${status}`;
}

function saysPaid(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).includes('"type":"paid"');
}

function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

/** Lets promises go on for some turns: enough for what is between two gates, or, with 60, for anything. */
async function settle(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
}
