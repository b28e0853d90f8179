import { createPaymentMethod, updatePaymentMethod } from "../objects/payment-method.ts";
import type { Decline, Presentation } from "../objects/presentation.ts";
import { createSetupAttempt } from "../objects/setup-attempt.ts";
import type { PaymentMethod, SetupIntent } from "../objects/types.ts";
import type { World } from "../world.ts";
import { keepFor } from "./payment-methods.ts";
import { find, putSetup } from "./setup-intents.ts";

/** A reader has read the card. Gives the id of the card that can be charged later; Interac leaves none. */
export function setUpInPerson(
  world: World,
  id: string,
  { card, inPerson, allowRedisplay }: Presentation,
): string | null {
  const method = createPaymentMethod(world, { card, ...(inPerson && { inPerson }) });
  const wished = allowRedisplay !== undefined && { allowRedisplay };
  const generated = card.interac ? null : createPaymentMethod(world, { card, setUp: true, ...wished });
  const attempt = createSetupAttempt(world, find(world, id), { method, generated: generated?.id ?? null });
  if (generated?.card) {
    const generatedFrom = { charge: null, payment_method_details: null, setup_attempt: attempt.id };
    updatePaymentMethod(world, generated.id, { card: { ...generated.card, generated_from: generatedFrom } });
  }
  succeed(world, id, method, attempt.id, generated?.id ?? null);
  return generated?.id ?? null;
}

/** The bank took the card online: it belongs to the customer, if there is one. */
export function setUpOnline(world: World, id: string, method: PaymentMethod, authenticated: boolean): SetupIntent {
  const attempt = createSetupAttempt(world, find(world, id), { method, authenticated });
  return succeed(world, id, method, attempt.id, method.id);
}

/** The card was refused: the same SetupIntent waits for another one. */
export function failSetup(world: World, id: string, method: PaymentMethod, refusal: Decline): SetupIntent {
  const { code, message, declineCode } = refusal;
  const error = {
    type: "card_error" as const,
    code,
    message,
    payment_method: method,
    ...(declineCode !== undefined && { decline_code: declineCode }),
  };
  const attempt = createSetupAttempt(world, find(world, id), { method, error });
  const failed = putSetup(world, {
    ...find(world, id),
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    last_setup_error: error,
    latest_attempt: attempt.id,
  });
  world.emit("setup_intent.setup_failed", failed);
  return failed;
}

function succeed(world: World, id: string, method: PaymentMethod, attempt: string, keep: string | null): SetupIntent {
  const setup = find(world, id);
  const kept = keep === null ? undefined : world.paymentMethods.get(keep)?.method;
  if (kept && kept.customer === null && setup.customer !== null) keepFor(world, kept.id, setup.customer, true);
  else if (kept) updatePaymentMethod(world, kept.id, {}, { setUp: true });
  const done = putSetup(world, {
    ...setup,
    status: "succeeded",
    payment_method: method.id,
    next_action: null,
    last_setup_error: null,
    latest_attempt: attempt,
  });
  world.emit("setup_intent.succeeded", done);
  return done;
}
