import type Stripe from "stripe";

import { invalidParameter, invalidRequest } from "../protocol/errors.ts";
import type { ReaderSlot } from "../objects/reader-slot.ts";
import type { Reader } from "../objects/types.ts";
import type { World } from "../world.ts";
import { readCardNumber } from "./card-number.ts";
import { cards, findCard } from "./cards.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { asksForTip, presentCard, whyNoTip } from "./present-card.ts";
import { findReader } from "./reader-reach.ts";

/** The parameters as the client declares them; their own name is not exported. */
export type PresentPaymentMethodParams = NonNullable<
  Parameters<Stripe["testHelpers"]["terminal"]["readers"]["presentPaymentMethod"]>[1]
>;

/**
 * POST /v1/test_helpers/terminal/readers/{id}/present_payment_method: Stripe's own way to tap a simulated reader.
 *
 * The answer shows the reader at once; with an authorization that takes time its action is still in progress.
 */
export async function presentFromTestHelper(
  world: World,
  id: string,
  params: PresentPaymentMethodParams,
): Promise<Reader> {
  const { phase, connection } = findReader(world, id);
  if (phase.kind === "idle" || phase.kind === "authorizing" || phase.kind === "asking" || connection !== "online")
    throw invalidRequest("This reader is not waiting for a card.");
  if (params.amount_tip && !asksForTip(phase))
    throw invalidParameter(`This reader asks for no tip: ${whyNoTip}`, "amount_tip");
  const tip = params.amount_tip === undefined ? {} : { tip: params.amount_tip };
  if (phase.kind === "waiting" && phase.moto) {
    const { cvc } = params.card ?? {};
    if (params.card && cvc === undefined)
      throw invalidParameter("Missing required param: card[cvc].", "card[cvc]", "parameter_missing");
    const card = params.card ? readCardNumber(world, params.card).card : findCard("visa");
    return shown(world, id, presentCard(world, id, { card, readMethod: "keyed", pin: null, ...tip }));
  }
  const types = "paymentIntent" in phase ? findPaymentIntent(world, phase.paymentIntent).payment_method_types : [];
  const onlyInterac = types.includes("interac_present") && !types.includes("card_present");
  const number = params.card_present?.number ?? params.interac_present?.number ?? params.card?.number;
  const card =
    number === undefined ? findCard(onlyInterac ? "interac" : "visa") : cards.find((c) => c.number === number);
  if (!card) throw invalidParameter("This is not the number of a test card.", "card_present[number]", "invalid_number");

  const readMethod = params.type === "card" ? "contact_emv" : "contactless_emv";
  return shown(world, id, presentCard(world, id, { card, readMethod, pin: "1234", ...tip }));
}

/** The reader once the bank has answered, or at once when that takes its time. */
async function shown(world: World, id: string, presented: Promise<ReaderSlot>): Promise<Reader> {
  if (world.settings.timing.authorizeMs <= 0) return (await presented).reader;
  return findReader(world, id).reader;
}
