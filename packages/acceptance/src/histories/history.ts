import type * as core from "@tillkit/core";
import type { Gateway, Order, Store } from "@tillkit/core";
import { createModelStripe } from "@tillkit/testing";
import { actsOf, goOn } from "./acts.ts";
import { watched } from "./calls.ts";
import { habitsOf } from "./cashier.ts";
import { createGates, gated, gatewayCalls, type Process, storeCalls } from "./gates.ts";
import { all, judge, neverMore, oneLive, open, unsettled } from "./judge.ts";
import { chance } from "./random.ts";
import {
  quietly,
  READERS,
  REFERENCES,
  type Scene,
  type Server,
  settle,
  SHARES,
  START,
  SUMS,
  TABLE,
  type Wishes,
  type World,
} from "./scene.ts";
import { faultOf, listingMissed, LOST_PERCENT, moody, SLOW_PERCENT } from "./trouble.ts";

/** The core under test: the real one, or a copy with a mistake planted in it. */
export type Core = Pick<typeof core, "createTill" | "memoryStore">;

/** A promise that a history broke, and how to see it again. */
export interface Violation {
  readonly seed: number;
  readonly broken: string;
  readonly schedule: readonly string[];
}

/** Longer than any hold of the model lasts. */
const LAPSED_MS = 3 * 24 * 60 * 60_000;

/**
 * Plays one history: two server processes on one store, cashiers, guests and events by chance, calls that hang, faults and deaths
 * anywhere between two awaits; then the faults stop, holds lapse, and every promise must hold. Some events are never delivered, and
 * only listed.
 */
export async function playHistory(seed: number, { createTill, memoryStore }: Core): Promise<Violation | undefined> {
  const random = chance(seed);
  const gates = createGates((call) => random.percent(call === "perform" ? SLOW_PERCENT : 0));
  const schedule: string[] = [];
  const orders: Order[] = [];
  const world: World = { now: START, calm: false, badDay: false, stoodMs: 0, serial: 0 };
  const stripe = createModelStripe({
    now: () => world.now,
    readers: READERS,
    fault: () => (world.calm ? "none" : faultOf(random)),
  });
  const store = moody(memoryStore(), () => world.badDay);
  /** Ids of the events that were answered 2xx. */
  const answered = new Set<string>();
  let broken: string | undefined;
  const note = (text: string | undefined): void => {
    broken ??= text;
  };
  const gateway = watched(listingMissed(stripe.gateway, answered), note);
  const wishes = new Map<string, Wishes>();
  const table = random.percent(20) ? random.pick(SUMS.table) : undefined;
  const servers = [boot("a"), boot("b")];
  const scene: Scene = {
    random,
    stripe,
    store,
    world,
    references: table === undefined ? REFERENCES : SHARES,
    table,
    habits: habitsOf(random),
    waiting: () => gates.waiting,
    wishesOf: (paymentId) => {
      const known = wishes.get(paymentId) ?? { captures: [], raises: [], signed: false };
      wishes.set(paymentId, known);
      return known;
    },
    deliver,
    replace: (server) => {
      const { process } = server;
      process.alive = false;
      gates.abandon(process);
      servers[servers.indexOf(server)] = boot(`${process.name}'`);
    },
  };

  if (table !== undefined) {
    for (const { till } of servers.slice(0, 1)) quietly(till.orders.set(TABLE, { amount: table, currency: "usd" }));
    await run();
  }
  const act = actsOf(random);
  const haste = random.pick([6, 12, 18]);
  const steps = 12 + random.below(30);
  for (let step = 0; step < steps && broken === undefined; step += 1) {
    const server = servers[random.below(servers.length)];
    if (server === undefined) break;
    schedule.push(await act(scene, server));
    await settle();
    note(oneLive(stripe));
    const lets = random.below(haste);
    for (let opened = 0; opened < lets && gates.waiting > 0; opened += 1) {
      gates.open(random);
      await settle();
      note(oneLive(stripe));
    }
    note(await neverMore(scene));
  }

  // Nobody dies any more, and at some evening faults stop. Everything that is owed must now be paid out.
  schedule.push("evening");
  world.calm = random.percent(50);
  world.badDay = false;
  gates.hurry();
  const [survivor] = servers;
  const last = survivor?.process.alive ? survivor : boot("z");
  await run();
  const evening = random.below(14);
  for (let step = 0; step < evening && broken === undefined; step += 1) {
    schedule.push(await goOn(scene, last));
    await run();
    note(await neverMore(scene));
  }
  schedule.push("calm");
  world.calm = true;
  const lost = new Set<number>();
  let known = 0;
  // Were everything told again always, then nothing that was forgotten would be missed.
  const repeats = random.percent(30);
  for (let round = 0; round < 40 && broken === undefined; round += 1) {
    await pass(round < 4 ? 61_000 : 20 * 60_000, { repeats: repeats && round === 1 });
    if (round >= 6 && (await open(store)).length === 0) break;
  }
  for (const { payment } of await all(store)) note(unsettled(payment));
  if (holds()) {
    // Whether Stripe tells of it or not.
    await pass(LAPSED_MS, { swallows: random.percent(50) });
    for (let round = 0; round < 4 && broken === undefined; round += 1) await pass(20 * 60_000);
  }
  if (broken === undefined) note(await judge(scene, orders));
  return broken === undefined ? undefined : { seed, broken, schedule };

  /** Time passes in which everything goes well. */
  async function pass(
    ms: number,
    { repeats: repeating = false, swallows = false }: { readonly repeats?: boolean; readonly swallows?: boolean } = {},
  ): Promise<void> {
    world.now += ms;
    stripe.tick();
    if (swallows) for (const { bytes } of stripe.deliveries.slice(known)) answered.add(idIn(bytes));
    for (let event = known; event < stripe.deliveries.length; event += 1)
      if (random.percent(LOST_PERCENT)) lost.add(event);
    known = stripe.deliveries.length;
    for (const [event, { bytes }] of stripe.deliveries.entries()) {
      const isOwed = !lost.has(event) && !answered.has(idIn(bytes));
      if (isOwed || repeating) deliver(last, event);
    }
    quietly(last.till.sweep());
    await run();
  }

  function holds(): boolean {
    return [...stripe.intents.values()].some(({ status }) => status === "requires_capture");
  }

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

function idIn(bytes: Uint8Array): string {
  // Made by the model.
  return (JSON.parse(new TextDecoder().decode(bytes)) as { readonly id: string }).id;
}

function saysPaid(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).includes('"type":"paid"');
}
