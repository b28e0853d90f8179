import { expireHold } from "./behaviour/authorize.ts";
import { bankAnswers } from "./behaviour/delayed-payment.ts";
import { decideLater } from "./behaviour/disputes.ts";
import { succeedLater } from "./behaviour/give-back.ts";
import { watchExpiry } from "./behaviour/sessions.ts";
import { listenTo } from "./behaviour/webhook-endpoints.ts";
import type { RandomPosition } from "./random.ts";
import type { WebhooksState } from "./webhooks/webhooks-interface.ts";
import type { World } from "./world.ts";
import type { Worlds } from "./worlds.ts";

/** All that a simulator holds, as JSON. Its inside may change from version to version, and then its number does. */
export interface SimulatorState {
  readonly tillkitSimulator: 2;
}

/** What is inside. */
export interface HeldState extends SimulatorState {
  readonly random: RandomPosition;
  readonly worlds: readonly WorldState[];
  /** Deliveries that are still to be made, and what endpoints owe. */
  readonly webhooks: WebhooksState;
}

/** One account on one side: its maps, as lists of pairs. */
interface WorldState {
  readonly account: string | null;
  readonly livemode: boolean;
  readonly maps: Readonly<Record<string, readonly (readonly [string, unknown])[]>>;
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
  "balanceTransactions",
  "idempotencyKeys",
] as const satisfies readonly (keyof World)[];

/** Everything held now. A card on its way to the bank and a request under way are not part of it. */
export function takeSnapshot({ all, main, webhooks }: Worlds): HeldState {
  const worlds = all.map((world) => ({
    account: world.account,
    livemode: world.livemode,
    maps: Object.fromEntries(kept.map((name) => [name, [...world[name]]])),
  }));
  const state = { tillkitSimulator: 2, random: main.random.position(), worlds, webhooks: webhooks.snapshot() };
  // A copy, because what goes on must not change it; functions such as timers do not survive, and must not.
  return JSON.parse(JSON.stringify(state)) as HeldState;
}

/** Looks inside a snapshot. Throws for anything else. */
export function openState(state: SimulatorState): HeldState {
  if (state.tillkitSimulator !== 2)
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
  for (const [id, slot] of world.readers) {
    if (slot.phase.kind !== "authorizing") continue;
    const intent = world.paymentIntents.get(slot.phase.paymentIntent);
    if (intent?.status === "processing")
      world.paymentIntents.set(intent.id, { ...intent, status: "requires_payment_method" });
    world.readers.set(id, { ...slot, phase: { kind: "idle" }, screen: { kind: "idle", message: "Ready" } });
  }
  for (const [id, record] of world.sessions) {
    world.sessions.set(id, { ...record, confirming: false, cancelExpiry: () => undefined });
    if (record.session.status === "open") watchExpiry(world, id);
    resumeDebit(world, id, record.session.payment_intent);
  }
  for (const intent of world.paymentIntents.values()) {
    const charge = intent.latest_charge === null ? undefined : world.charges.get(intent.latest_charge);
    if (intent.status === "requires_capture" && charge) expireHold(world, intent, charge);
  }
  for (const { id, status } of world.refunds.values()) if (status === "pending") succeedLater(world, id);
  for (const { id, status } of world.disputes.values()) if (status.endsWith("under_review")) decideLater(world, id);
  for (const [id, record] of world.endpoints) {
    world.endpoints.set(id, { ...record, stop: listenTo(world, record) });
  }
}

/** A bank debit on its way is paid after all: which one was to fail is known only to the run that took it. */
function resumeDebit(world: World, sessionId: string, intentId: string | null): void {
  const chargeId = intentId === null ? null : world.paymentIntents.get(intentId)?.latest_charge;
  if (intentId === null || !chargeId || world.charges.get(chargeId)?.status !== "pending") return;
  world.clock.after(world.settings.timing.asyncPaymentMs, () => {
    bankAnswers(world, { sessionId, intentId, chargeId, succeeds: true });
  });
}
