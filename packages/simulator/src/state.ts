import { listenTo } from "./behaviour/webhook-endpoints.ts";
import type { ActiveFault, Faults } from "./faults.ts";
import type { RecordedRequest, RequestLog } from "./http/request-log.ts";
import { paymentScreen, plainScreen } from "./objects/screen.ts";
import type { RateLimitSwitch, RateLimits } from "./protocol/rate-limits.ts";
import type { RandomPosition } from "./random.ts";
import type { WebhooksState } from "./webhooks/webhooks-interface.ts";
import type { World } from "./world.ts";
import type { Worlds } from "./worlds.ts";

/** All that a simulator holds, as JSON. Its inside may change from version to version, and then its number does. */
export interface SimulatorState {
  readonly tillkitSimulator: 3;
  /** When it was taken, in milliseconds: where a virtual clock goes on. */
  readonly now: number;
}

/** What is inside. */
export interface HeldState extends SimulatorState {
  readonly random: RandomPosition;
  readonly worlds: readonly WorldState[];
  /** Deliveries that are still to be made, and what endpoints owe. */
  readonly webhooks: WebhooksState;
  readonly faults: readonly ActiveFault[];
  /** The latest of them. */
  readonly requests: readonly RecordedRequest[];
  readonly rateLimits?: RateLimits;
}

/** One account on one side: its maps, as lists of pairs. */
interface WorldState {
  readonly account: string | null;
  readonly livemode: boolean;
  readonly maps: Readonly<Record<string, readonly (readonly [string, unknown])[]>>;
}

/** What a snapshot is taken of. */
export interface Holder {
  readonly worlds: Worlds;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly rateLimits: RateLimitSwitch;
}

const kept = [
  "paymentIntents",
  "charges",
  "sessions",
  "refunds",
  "events",
  "readers",
  "locations",
  "configurations",
  "paymentMethods",
  "setupAttempts",
  "setupIntents",
  "disputes",
  "customers",
  "endpoints",
  "files",
  "products",
  "prices",
  "coupons",
  "deleted",
  "balanceTransactions",
  "idempotencyKeys",
  "alarms",
] as const satisfies readonly (keyof World)[];

/** So many requests are worth keeping for a demo that goes on. */
const keptRequests = 1_000;

/** Everything held now. A card on its way to the bank and a request under way are not part of it. */
export function takeSnapshot({ worlds: { all, main, webhooks }, faults, log, rateLimits }: Holder): SimulatorState {
  const state: HeldState = {
    tillkitSimulator: 3,
    now: main.clock.now(),
    random: main.random.position(),
    worlds: all.map((world) => ({
      account: world.account,
      livemode: world.livemode,
      maps: Object.fromEntries(kept.map((name) => [name, [...world[name]]])),
    })),
    webhooks: webhooks.snapshot(),
    faults: faults.rules,
    requests: log.requests.slice(-keptRequests),
    ...(rateLimits.limits && { rateLimits: rateLimits.limits }),
  };
  // A copy, because what goes on must not change it; functions do not survive, and must not.
  return JSON.parse(JSON.stringify(state)) as SimulatorState;
}

/** Looks inside a snapshot. Throws for anything else. */
export function openState(state: SimulatorState): HeldState {
  if (state.tillkitSimulator !== 3)
    throw new Error("This is not a state of the simulator, or of another version of it.");
  // Only takeSnapshot makes them.
  return state as HeldState;
}

/** Puts a snapshot into empty worlds and sets what waits for the clock going again. */
export function restore(worlds: Worlds, state: HeldState): void {
  for (const { account, livemode, maps } of state.worlds) {
    const world = worlds.of(account, livemode);
    for (const name of kept) {
      // takeSnapshot wrote these pairs from this very map.
      const into = world[name] as Map<string, unknown>;
      for (const [id, value] of maps[name] ?? []) into.set(id, value);
    }
    resume(world);
  }
}

function resume(world: World): void {
  for (const [key, { answer }] of world.idempotencyKeys) if (!answer) world.idempotencyKeys.delete(key);
  for (const [id, record] of world.sessions) world.sessions.set(id, { ...record, confirming: false });
  takeCardsBack(world);
  for (const [id, record] of world.endpoints) {
    world.endpoints.set(id, { ...record, stop: listenTo(world, record) });
  }
  world.resumeAlarms();
}

/** Cards on their way to a bank never got there: their payments, and readers, wait for a card again. */
function takeCardsBack(world: World): void {
  for (const intent of world.paymentIntents.values()) {
    if (intent.status !== "processing") continue;
    // A bank debit is on its way for days, and an alarm knows of it.
    const charge = intent.latest_charge === null ? undefined : world.charges.get(intent.latest_charge);
    if (charge?.status !== "pending")
      world.paymentIntents.set(intent.id, { ...intent, status: "requires_payment_method" });
  }
  for (const [id, slot] of world.readers) {
    if (slot.phase.kind !== "authorizing") continue;
    const { paymentIntent, cancelable, presentation } = slot.phase;
    const intent = world.paymentIntents.get(paymentIntent);
    const again = intent && slot.reader.action?.type === "process_payment_intent";
    world.readers.set(id, {
      ...slot,
      phase: again
        ? { kind: "waiting", paymentIntent, cancelable, ...(presentation.moto && { moto: true }) }
        : { kind: "idle" },
      screen: again
        ? paymentScreen("waiting_for_card", intent, "Tap, insert or swipe", cancelable)
        : plainScreen("idle", "Ready"),
    });
  }
}
