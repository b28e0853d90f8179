import { updatePaymentIntent } from "../objects/payment-intent.ts";
import { createPaymentMethod } from "../objects/payment-method.ts";
import { updateReader } from "../objects/reader.ts";
import type { ReaderPhase } from "../objects/reader-slot.ts";
import type { AllowRedisplay, ReadMethod } from "../objects/presentation.ts";
import { paymentScreen, plainScreen } from "../objects/screen.ts";
import type { TestCard } from "../objects/test-card.ts";
import type { World } from "../world.ts";
import { decline, declineByAmount } from "./declines.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { endAction, failure, refusedByBank } from "./reader-end.ts";
import { findReader } from "./reader-reach.ts";
import { giveBack } from "./give-back.ts";
import { failSetup, setUpInPerson } from "./complete-setup.ts";

/** The card as it is read. */
interface ReadCard {
  readonly card: TestCard;
  readonly readMethod: ReadMethod;
  readonly pin: string | null;
  readonly allowRedisplay?: AllowRedisplay;
}

/** Reads a card for anything but a payment on the spot. Says whether that is what the reader waited for. */
export function readCard(world: World, id: string, phase: ReaderPhase, read: ReadCard): boolean {
  if (phase.kind === "collecting") collect(world, id, phase.paymentIntent, read);
  else if (phase.kind === "setting_up") setUp(world, id, phase.setupIntent, read);
  else if (phase.kind === "refunding") refund(world, id, phase, read.card);
  else return false;
  return true;
}

/** How long a card that was read may wait for its confirmation (page Collect card payments). */
const confirmWithinMs = 30_000;

function collect(world: World, id: string, intentId: string, read: ReadCard): void {
  const intent = findPaymentIntent(world, intentId);
  if (intent.status !== "requires_payment_method") {
    const message = `The PaymentIntent can no longer be paid: its status is ${intent.status}.`;
    const code = "payment_intent_unexpected_state";
    const screen = paymentScreen("declined", intent, "This payment is closed");
    endAction(world, id, screen, failure(code, message, { type: "invalid_request_error", code, message }));
    return;
  }
  const ready = updatePaymentIntent(world, intentId, { status: "requires_confirmation", last_payment_error: null });
  const { card, readMethod, pin, allowRedisplay } = read;
  const wished = allowRedisplay !== undefined && { allowRedisplay };
  const collected = { paymentIntent: intentId, card, readMethod, pin, ...wished };
  updateReader(world, id, { collected });
  const { action, location } = findReader(world, id).reader;
  const inPerson = { readMethod, reader: id, location, verification: "none" } as const;
  endAction(world, id, paymentScreen("processing", ready, "Please wait"), {
    status: "succeeded",
    ...(action?.collect_payment_method && {
      collect_payment_method: {
        ...action.collect_payment_method,
        payment_method: createPaymentMethod(world, { card, inPerson }),
      },
    }),
  });
  world.setAlarm(`card in ${id}`, confirmWithinMs, { kind: "card_lapses", reader: id, paymentIntent: intentId });
}

/** A card that was read for this payment is forgotten, because nobody confirmed it in time. */
export function cardLapses(world: World, id: string, intentId: string): void {
  if (world.readers.get(id)?.collected?.paymentIntent !== intentId) return;
  updateReader(world, id, { collected: null, screen: plainScreen("idle", "Ready") });
  if (findPaymentIntent(world, intentId).status === "requires_confirmation")
    updatePaymentIntent(world, intentId, { status: "requires_payment_method" });
}

function setUp(world: World, id: string, setupIntent: string, { card, readMethod, allowRedisplay }: ReadCard): void {
  const { reader } = findReader(world, id);
  const inPerson = { readMethod, reader: id, location: reader.location, verification: "none" } as const;
  const { outcome } = card;
  if (outcome.kind === "decline") {
    const refusal = decline(outcome.code, outcome.declineCode);
    failSetup(world, setupIntent, createPaymentMethod(world, { card, inPerson }), refusal);
    endAction(world, id, plainScreen("declined", "Declined"), refusedByBank(refusal));
    return;
  }
  const generated = setUpInPerson(world, setupIntent, {
    card,
    inPerson,
    ...(allowRedisplay !== undefined && { allowRedisplay }),
  });
  const { action } = findReader(world, id).reader;
  endAction(world, id, plainScreen("approved", "Card saved"), {
    status: "succeeded",
    ...(action?.process_setup_intent && {
      process_setup_intent: {
        ...action.process_setup_intent,
        ...(generated !== null && { generated_card: generated }),
      },
    }),
  });
}

function refund(world: World, id: string, phase: ReaderPhase & { readonly kind: "refunding" }, card: TestCard): void {
  const charge = world.charges.get(phase.charge);
  const details = charge?.payment_method_details;
  const paidWith = details?.interac_present?.last4 ?? details?.card_present?.last4;
  if (!charge || paidWith !== card.number.slice(-4)) {
    const refused = failure("card_declined", "This is not the card that paid.");
    endAction(world, id, plainScreen("declined", "Use the card that paid"), refused);
    return;
  }
  const byAmount = world.settings.amountEndings && details?.interac_present !== undefined;
  const refusal = byAmount ? declineByAmount(phase.amount) : undefined;
  if (refusal) {
    endAction(world, id, plainScreen("declined", "Declined"), refusedByBank(refusal));
    return;
  }
  const { action } = findReader(world, id).reader;
  const metadata = action?.refund_payment?.metadata ?? {};
  const made = giveBack(world, charge, { amount: phase.amount, reason: null, metadata });
  endAction(world, id, plainScreen("approved", "Refunded"), {
    status: "succeeded",
    ...(action?.refund_payment && { refund_payment: { ...action.refund_payment, refund: made.id } }),
  });
}
