import type { ModelAnswer } from "@tillkit/testing";
import { command, openPage, sell, slip } from "./cashier.ts";
import type { Chance } from "./random.ts";
import { quietly, READERS, type Scene, type Server, SUMS } from "./scene.ts";

/** Something that happens, in words for the schedule. */
type Act = (scene: Scene, server: Server) => string | Promise<string>;

/** How often each happens, beside the others. */
const usual: readonly (readonly [weight: number, act: Act])[] = [
  [15, sell],
  [6, openPage],
  [30, tap],
  [2, pressCancel],
  [5, answer],
  [8, pay],
  [13, hear],
  [24, command],
  [8, sweep],
  [2, backfill],
  [2, slip],
  [2, refundElsewhere],
  [1, failRefund],
  [2, disk],
  [4, time],
  [3, die],
];

/** What guests and cashiers do. */
const people: readonly Act[] = [tap, tap, tap, answer, pay, command, command, command, command, slip];

/**
 * Chooses what happens in one history. In none does everything happen that could: a shop in which nobody cancels gets further, and one
 * without pages gets further on readers.
 */
export function actsOf(random: Chance): (scene: Scene, server: Server) => string | Promise<string> {
  const weights = usual.map(([weight, happens]) => [weight * random.pick([0, 1, 1, 3]), happens] as const);
  const total = weights.reduce((sum, [weight]) => sum + weight, 0);
  return (scene, server) => {
    let dice = random.below(total);
    for (const [weight, happens] of weights) {
      if (dice < weight) return happens(scene, server);
      dice -= weight;
    }
    return "nothing";
  };
}

/** Somebody in the shop goes on. */
export async function goOn(scene: Scene, server: Server): Promise<string> {
  return (people[scene.random.below(people.length)] ?? tap)(scene, server);
}

function tap({ random, stripe }: Scene): string {
  const card = {
    tip: random.percent(25) ? SUMS.tip.onReader : 0,
    tipNamed: random.percent(70),
    raisable: random.percent(80),
    single: random.percent(4),
  };
  const decline = random.percent(30) ? "insufficient_funds" : undefined;
  const first = random.pick(READERS);
  const reader = [first, ...READERS].find((id) => stripe.tap(id, decline, card));
  return `tap ${reader ?? first} ${JSON.stringify(card)} ${decline ?? ""} ${String(reader !== undefined)}`;
}

function pressCancel({ random, stripe }: Scene): string {
  const reader = random.pick(READERS);
  return `customer cancels ${reader} ${String(stripe.cancelOnReader(reader))}`;
}

function answer({ random, stripe }: Scene): string {
  const how = random.pick<ModelAnswer>(["signs", "signs", "skips", "leaves"]);
  const reader = READERS.find((id) => stripe.answer(id, how));
  return `customer ${how} ${reader ?? "nowhere"}`;
}

function pay({ random, stripe }: Scene): string {
  return `pay ${String(stripe.pay(oneOf(random, [...stripe.sessions.keys()]) ?? ""))}`;
}

function hear({ random, stripe, deliver }: Scene, server: Server): string {
  const event = random.below(stripe.deliveries.length);
  if (stripe.deliveries.length > 0) deliver(server, event);
  return `${server.process.name} event ${event}`;
}

function sweep(_scene: Scene, { process, till }: Server): string {
  quietly(till.sweep());
  return `${process.name} sweep`;
}

function backfill({ random }: Scene, { process, till }: Server): string {
  quietly(till.backfill({ pages: 1 + random.below(3) }));
  return `${process.name} back-fill`;
}

function refundElsewhere({ random, stripe, deliver }: Scene, server: Server): string {
  const before = stripe.deliveries.length;
  const paid = [...stripe.intents.values()].filter(({ status }) => status === "succeeded");
  const given = stripe.refundElsewhere(oneOf(random, paid)?.id ?? "", SUMS.refund.dashboard);
  // Stripe tells at once, as a rule.
  if (random.percent(60)) for (let event = before; event < stripe.deliveries.length; event += 1) deliver(server, event);
  return `refund in the Dashboard ${String(given)}`;
}

function failRefund({ random, stripe }: Scene): string {
  return `refund fails ${String(stripe.failRefund(oneOf(random, [...stripe.refunds.keys()]) ?? ""))}`;
}

function disk({ world }: Scene): string {
  world.badDay = !world.badDay;
  return world.badDay ? "the disk has a bad day" : "the disk is well";
}

function time({ random, stripe, waiting, world }: Scene): string {
  const ms = random.pick([700, 2_500, 11_000, 61_000, 130_000, 46 * 60_000]);
  if (waiting() > 0) world.stoodMs += ms;
  world.now += ms;
  stripe.tick();
  return `${ms} ms`;
}

function die({ replace }: Scene, server: Server): string {
  replace(server);
  return `${server.process.name} dies`;
}

function oneOf<T>(random: Chance, from: readonly T[]): T | undefined {
  return from[random.below(from.length)];
}
