import type { Decline } from "../objects/presentation.ts";
import type { PaymentIntent } from "../objects/types.ts";
import { Refusal } from "../protocol/errors.ts";
import type { PaymentMethodRecord, World } from "../world.ts";
import { approveAttempt, declineAttempt, startAttempt } from "./authorize.ts";
import { decline } from "./declines.ts";

/** Asks the bank about a card online. Throws a 402 that shows the PaymentIntent when it says no, or must say `no`. */
export async function askBank(
  world: World,
  id: string,
  record: PaymentMethodRecord,
  no?: Decline,
  authenticated = false,
): Promise<PaymentIntent> {
  const { card, method } = record;
  startAttempt(world, id);
  // Not awaited when it takes no time, so that the events are still this request's doing.
  if (world.settings.timing.authorizeMs > 0) await pause(world);
  const presentation = { card, paymentMethod: method.id, authenticated };
  const refusal = no ?? refusalOf(record);
  if (!refusal) return approveAttempt(world, id, presentation);

  const { intent, charge } = declineAttempt(world, id, presentation, refusal);
  throw new Refusal(402, {
    type: "card_error",
    code: refusal.code,
    message: refusal.message,
    charge: charge.id,
    payment_intent: intent,
    payment_method: method,
    ...(refusal.declineCode && { decline_code: refusal.declineCode }),
  });
}

function refusalOf({ card: { outcome } }: PaymentMethodRecord): Decline | undefined {
  if (outcome.kind === "decline") return decline(outcome.code, outcome.declineCode);
  const said = outcome.kind === "challenge" ? outcome.answered : undefined;
  return said && decline(said.code, said.declineCode);
}

function pause(world: World): Promise<void> {
  return new Promise((resolve) => {
    world.clock.after(world.settings.timing.authorizeMs, resolve);
  });
}
