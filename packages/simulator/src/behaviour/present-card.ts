import type { AllowRedisplay, Decline, ReadMethod } from "../objects/presentation.ts";
import type { CollectedCard, ReaderFailure, ReaderPhase, ReaderSlot } from "../objects/reader-slot.ts";
import type { TestCard } from "../objects/test-card.ts";
import { updatePaymentIntent } from "../objects/payment-intent.ts";
import { updateReader } from "../objects/reader.ts";
import type { PaymentIntent } from "../objects/types.ts";
import type { World } from "../world.ts";
import { abandonAttempt, approveAttempt, declineAttempt, startAttempt } from "./authorize.ts";
import { pinDemand, refusalOf, refusalOfTyped, wrongPin } from "./card-decision.ts";
import { decline, isDeclineCode } from "./declines.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { endAction, failure } from "./reader-end.ts";
import { readCard } from "./read-card.ts";
import { findReader } from "./reader-reach.ts";
import { paymentScreen } from "../objects/screen.ts";

/** A card held to a reader. */
export interface CardPresented {
  readonly card: TestCard;
  /** `keyed` when its number is typed. */
  readonly readMethod: ReadMethod | "keyed";
  /** What the guest types when asked; null leaves the reader waiting for it. */
  readonly pin: string | null;
  /** The tip chosen on the reader, in the minor unit: none unless told otherwise. */
  readonly tip?: number;
  readonly allowRedisplay?: AllowRedisplay;
}

/**
 * A guest presents a card to a reader that waits for one.
 *
 * Resolves when the attempt is over: approved, declined, waiting for a PIN, or cut off. Throws when the reader is not
 * waiting for a card.
 */
export async function presentCard(world: World, id: string, held: CardPresented): Promise<ReaderSlot> {
  const { phase, reader, connection } = findReader(world, id);
  const wished = "allowRedisplay" in phase ? phase.allowRedisplay : undefined;
  const presented = { ...held, ...(wished !== undefined && { allowRedisplay: wished }) };
  if (connection !== "online") throw new Error(`${reader.label} is ${connection}`);
  const { readMethod, tip = 0 } = presented;
  if (tip !== 0 && !asksForTip(phase)) throw new Error(`${reader.label} asks for no tip: ${whyNoTip}`);
  // The tip is asked for before the card, also where the card is only read.
  if (asksForTip(phase) && phase.kind === "collecting") addTip(world, phase.paymentIntent, tip);
  if (readMethod !== "keyed" && readCard(world, id, phase, { ...presented, readMethod })) return findReader(world, id);
  if (phase.kind !== "waiting") throw new Error(`${reader.label} is not waiting for a card`);
  if ((readMethod === "keyed") !== (phase.moto ?? false)) {
    throw new Error(
      `${reader.label} wants ${phase.moto ? "a card number to be typed" : "a card, and no number typed"}`,
    );
  }
  if (asksForTip(phase)) addTip(world, phase.paymentIntent, tip);
  await attempt(world, id, phase, presented, () => outcome(world, id, presented, phase.pinFor !== undefined));
  return findReader(world, id);
}

/** Asks the bank about a card that was read before. Resolves when the attempt is over. */
export async function confirmCollected(
  world: World,
  id: string,
  { paymentIntent, ...card }: CollectedCard,
): Promise<void> {
  const presented = { ...card, readMethod: card.readMethod };
  await attempt(world, id, { paymentIntent, cancelable: false }, presented, () => outcome(world, id, presented, true));
}

/** Asks the bank, then runs `conclude`, unless the reader has been cut off in between. */
async function attempt(
  world: World,
  id: string,
  { paymentIntent, cancelable }: { readonly paymentIntent: string; readonly cancelable: boolean },
  presented: CardPresented,
  conclude: () => Promise<void> | void,
): Promise<void> {
  const intent = findPaymentIntent(world, paymentIntent);
  // Another reader or a cancel may have been faster, also while this one waited for a PIN.
  if (intent.status !== "requires_payment_method" && intent.status !== "requires_confirmation") {
    refuseMovedOn(world, id, intent);
    return;
  }
  const asked = startAttempt(world, paymentIntent);
  const how = presentation(world, id, presented, "none");
  const phase = { kind: "authorizing", paymentIntent, cancelable, presentation: how } as const;
  updateReader(world, id, { phase, screen: paymentScreen("processing", asked, "Processing…") });
  await pause(world);
  if (findReader(world, id).phase === phase) await conclude();
}

async function outcome(world: World, id: string, presented: CardPresented, withPin: boolean): Promise<void> {
  const { phase, failure: told } = findReader(world, id);
  if (phase.kind !== "authorizing") return;
  const intent = findPaymentIntent(world, phase.paymentIntent);
  if (intent.status !== "processing" && intent.status !== "requires_payment_method") {
    refuseMovedOn(world, id, intent);
    return;
  }
  if (told && !told.code.startsWith("terminal_reader_")) {
    updateReader(world, id, { failure: null });
    return toldToFail(world, id, intent, presented, told);
  }
  const keyed = presented.readMethod === "keyed";
  const pin = keyed ? undefined : pinDemand(world, intent, presented.card);
  // A chip asks for the PIN at once; only a tap is refused first.
  const asksAgain = pin !== undefined && !withPin && presented.readMethod === "contactless_emv";
  if (asksAgain) return softDecline(world, id, intent, presented, pin);
  if (pin !== undefined && wrongPin(pin, presented.pin)) {
    return declined(world, id, intent, presented, decline("card_declined", "incorrect_pin"));
  }
  const refusal = keyed ? refusalOfTyped(world, intent, presented.card) : refusalOf(world, intent, presented.card);
  if (refusal) return declined(world, id, intent, presented, refusal);
  approved(world, id, intent, presented, pin);
}

function approved(
  world: World,
  id: string,
  { id: intentId }: PaymentIntent,
  presented: CardPresented,
  pin?: string,
): void {
  const { outcome: card } = presented.card;
  const byCard = card.kind === "approve" || card.kind === "pin_retry" ? card.verification : "none";
  const verification = pin === undefined ? byCard : pin === "offline_pin_required" ? "offline_pin" : "online_pin";
  const paid = approveAttempt(world, intentId, presentation(world, id, presented, verification));
  endAction(world, id, paymentScreen("approved", paid, "Approved"), { status: "succeeded" });
}

function declined(
  world: World,
  id: string,
  { id: intentId }: PaymentIntent,
  presented: CardPresented,
  refusal: Decline,
): void {
  const how = presentation(world, id, presented, "failure");
  const { intent, error } = declineAttempt(world, intentId, how, refusal);
  const { type, code, message, decline_code, charge, doc_url } = error;
  const apiError = {
    type,
    ...(code && { code }),
    ...(message && { message }),
    ...(decline_code && { decline_code }),
    ...(charge && { charge }),
    ...(doc_url && { doc_url }),
  };
  const screen = paymentScreen("declined", intent, "Declined");
  endAction(world, id, screen, failure("card_declined", refusal.message, apiError));
}

/** Refused for want of a PIN, inside an action that goes on: one PaymentIntent, two charges. */
async function softDecline(
  world: World,
  id: string,
  intent: PaymentIntent,
  presented: CardPresented,
  code: string,
): Promise<void> {
  const { phase } = findReader(world, id);
  const cancelable = phase.kind === "authorizing" && phase.cancelable;
  const how = presentation(world, id, presented, "failure");
  const { intent: open } = declineAttempt(world, intent.id, how, decline("card_declined", code));
  const waiting = { kind: "waiting", paymentIntent: intent.id, cancelable, pinFor: presented.card.name } as const;
  const screen = paymentScreen("enter_pin", open, "Insert the card and enter the PIN", cancelable);
  updateReader(world, id, { phase: waiting, screen });
  if (presented.pin === null) return;

  await pause(world);
  if (findReader(world, id).phase !== waiting) return;
  const inserted: CardPresented = { ...presented, readMethod: "contact_emv" };
  await attempt(world, id, waiting, inserted, () => outcome(world, id, inserted, true));
}

function toldToFail(
  world: World,
  id: string,
  intent: PaymentIntent,
  presented: CardPresented,
  { code, authorized }: ReaderFailure,
): void {
  if (code === "card_declined") return declined(world, id, intent, presented, decline(code, "generic_decline"));
  if (isDeclineCode(code)) return declined(world, id, intent, presented, decline("card_declined", code));

  const now = authorized
    ? approveAttempt(world, intent.id, presentation(world, id, presented, "none"))
    : abandonAttempt(world, intent.id);
  const screen = paymentScreen("declined", now, "Something went wrong");
  endAction(world, id, screen, failure(code, `The reader failed with ${code}.`));
}

/** The PaymentIntent was paid or canceled elsewhere while this reader still asked for a card. */
function refuseMovedOn(world: World, id: string, intent: PaymentIntent): ReaderSlot {
  const message = `The PaymentIntent can no longer be paid: its status is ${intent.status}.`;
  const code = "payment_intent_unexpected_state";
  const screen = paymentScreen("declined", intent, "This payment is closed");
  return endAction(world, id, screen, failure(code, message, { type: "invalid_request_error", code, message }));
}

function presentation(
  world: World,
  id: string,
  { card, readMethod, allowRedisplay }: CardPresented,
  verification: "none" | "offline_pin" | "online_pin" | "failure",
) {
  // The network sees no card there, and Stripe shows a payment by plain card.
  if (readMethod === "keyed") return { card, moto: true } as const;
  const { reader } = findReader(world, id);
  const inPerson = { readMethod, reader: id, location: reader.location, verification };
  return { card, inPerson, ...(allowRedisplay !== undefined && { allowRedisplay }) };
}

/** Whether the guest is asked for a tip. */
export function asksForTip(phase: ReaderPhase): boolean {
  return "tips" in phase && phase.tips !== undefined;
}

/** Why a reader that waits for a payment asks for no tip. */
export const whyNoTip =
  "skip_tipping was true, the tip was chosen before, or its configuration suggests none in this currency.";

function addTip(world: World, id: string, tip: number): void {
  const intent = findPaymentIntent(world, id);
  if (intent.status !== "requires_payment_method") return;
  const { tip: _earlier, ...details } = intent.amount_details ?? {};
  const named = world.settings.tipNamed && { tip: { amount: tip } };
  updatePaymentIntent(world, intent.id, { amount: intent.amount + tip, amount_details: { ...details, ...named } });
}

/** How long the bank takes. Nothing is awaited when it takes no time, so that a tap is then over at once. */
function pause(world: World): Promise<void> {
  const { authorizeMs } = world.settings.timing;
  if (authorizeMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    world.clock.after(authorizeMs, resolve);
  });
}
