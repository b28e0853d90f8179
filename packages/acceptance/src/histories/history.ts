import type * as core from "@tillkit/core";
import type { Gateway, Order, Store, Stored, Till } from "@tillkit/core";
import { createModelStripe } from "@tillkit/testing";
import { createGates, gated, gatewayCalls, type Process, storeCalls } from "./gates.ts";
import { judge, oneLive, open } from "./judge.ts";
import { faultOf, listingMissed, LOST_PERCENT, moody, SLOW_PERCENT } from "./trouble.ts";
import { chance } from "./random.ts";

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
 * Plays one history: two server processes on one store, cashiers, guests and events by chance, calls that hang, faults and deaths
 * anywhere between two awaits; then the faults stop, and every promise must hold. Some events are never delivered, and only listed.
 */
export async function playHistory(seed: number, { createTill, memoryStore }: Core): Promise<Violation | undefined> {
  const random = chance(seed);
  const gates = createGates((call) => random.percent(call === "perform" ? SLOW_PERCENT : 0));
  const schedule: string[] = [];
  const orders: Order[] = [];
  const world: World = { now: START, calm: false, badDay: false, serial: 0 };
  const stripe = createModelStripe({
    now: () => world.now,
    readers: READERS,
    fault: () => (world.calm ? "none" : faultOf(random)),
  });
  const store = moody(memoryStore(), () => world.badDay);
  /** Ids of the events that were answered 2xx. */
  const answered = new Set<string>();
  const gateway = listingMissed(stripe.gateway, answered);
  let broken: string | undefined;
  const note = (text: string | undefined): void => {
    broken ??= text;
  };

  function boot(name: string): Server {
    const process: Process = { name, alive: true };
    const till = createTill({
      gateway: gated<Gateway>(gateway, gatewayCalls, gates, process),
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
  world.badDay = false;
  gates.hurry();
  const lost = new Set<number>();
  let known = 0;
  // Were everything told again always, then nothing that was forgotten would be missed.
  const repeats = random.percent(30);
  const [survivor] = servers;
  const last = survivor?.process.alive ? survivor : boot("z");
  for (let round = 0; round < 40 && broken === undefined; round += 1) {
    world.now += round < 4 ? 61_000 : 20 * 60_000;
    stripe.tick();
    for (let event = known; event < stripe.deliveries.length; event += 1)
      if (random.percent(LOST_PERCENT)) lost.add(event);
    known = stripe.deliveries.length;
    for (const [event, { bytes }] of stripe.deliveries.entries()) {
      const isOwed = !lost.has(event) && !answered.has(idIn(bytes));
      if (isOwed || (repeats && round === 1)) deliver(last, event);
    }
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
    if (dice < 15) {
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
    if (dice < 24) {
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
    if (dice < 40)
      return `tap ${reader} ${String(stripe.tap(reader, random.percent(30) ? "insufficient_funds" : undefined))}`;
    if (dice < 42) return `customer cancels ${reader} ${String(stripe.cancelOnReader(reader))}`;
    if (dice < 50) {
      const sessions = [...stripe.sessions.keys()];
      return `pay ${String(stripe.pay(sessions[random.below(sessions.length)] ?? ""))}`;
    }
    if (dice < 63) {
      const event = random.below(stripe.deliveries.length);
      if (stripe.deliveries.length > 0) deliver({ till }, event);
      return `${process.name} event ${event}`;
    }
    if (dice < 78) {
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
    if (dice < 86) {
      quietly(till.sweep());
      return `${process.name} sweep`;
    }
    if (dice < 88) {
      quietly(till.backfill({ pages: 1 + random.below(3) }));
      return `${process.name} back-fill`;
    }
    if (dice < 91) {
      const paid = [...stripe.intents.values()].filter(({ status }) => status === "succeeded");
      if (random.percent(30)) {
        const paymentId = paid[random.below(paid.length)]?.paymentId ?? "";
        // Often the same slip, as from a register that lost the answer.
        const slip = random.pick(["slip-1", "slip-1", "slip-2"]);
        quietly(till.refund(paymentId, { reference: slip, amount: 300 }));
        return `${process.name} refund ${paymentId} ${slip}`;
      }
      const before = stripe.deliveries.length;
      const given = stripe.refundElsewhere(paid[random.below(paid.length)]?.id ?? "", 100);
      // Stripe tells at once, as a rule.
      if (random.percent(60))
        for (let event = before; event < stripe.deliveries.length; event += 1) deliver({ till }, event);
      return `refund in the Dashboard ${String(given)}`;
    }
    if (dice < 93) {
      world.badDay = !world.badDay;
      return world.badDay ? "the disk has a bad day" : "the disk is well";
    }
    if (dice < 97) {
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
      till.webhook(delivery).then(async ({ outcome, eventId, paymentId }) => {
        answered.add(eventId);
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
  /** Whether what events say cannot be written. */
  badDay: boolean;
  serial: number;
}

interface Server {
  readonly process: Process;
  readonly till: Till;
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

function idIn(bytes: Uint8Array): string {
  // Made by the model.
  return (JSON.parse(new TextDecoder().decode(bytes)) as { readonly id: string }).id;
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
