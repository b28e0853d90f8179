import { answerChallenge, returnUrl } from "../behaviour/challenge.ts";
import { answerSetupChallenge } from "../behaviour/confirm-setup.ts";
import { find } from "../behaviour/payment-intents.ts";
import { find as findSetup } from "../behaviour/setup-intents.ts";
import type { World } from "../world.ts";

/** What the holder of a card answers when their bank asks (3-D Secure). */
export interface CardholderHands {
  /** "Yes, this is me." Gives the address the browser goes to, if the request named one. */
  approve(): Promise<string | null>;
  /** "No", or the holder gives up: the payment waits for another card. */
  refuse(): Promise<string | null>;
}

/** The holder whom a bank asks about a PaymentIntent or SetupIntent, by its id or by the address of the bank's page. */
export function cardholderHands(world: World, intentOrUrl: string): CardholderHands {
  const id = intentId(intentOrUrl);
  const answer = async (yes: boolean) => {
    if (id.startsWith("seti_")) {
      const before = findSetup(world, id);
      answerSetupChallenge(world, id, yes);
      return returnUrl(before, before);
    }
    const before = find(world, id);
    await answerChallenge(world, id, yes);
    return returnUrl(before, before);
  };
  return { approve: () => answer(true), refuse: () => answer(false) };
}

/** The id in the address of a bank's page, or the id itself. */
export function intentId(intentOrUrl: string): string {
  return /(?:pi|seti)_\w+/.exec(intentOrUrl)?.[0] ?? intentOrUrl;
}
