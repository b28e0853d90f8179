// Stripe: "Don't report more detailed information" to anyone at the till (docs.stripe.com/declines/codes): a thief would learn it.
const words = ["lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist"] as const;

const codes: ReadonlySet<string> = new Set(words);
const inText = new RegExp(words.join("|"), "g");

/** A code of Stripe's as it may leave the server: reasons that must stay confidential become `generic_decline`. */
export function publicCode(code: string): string {
  return codes.has(code) ? "generic_decline" : code;
}

/** A sentence as it may leave the server. */
export function publicText(text: string): string {
  return text.replace(inText, "generic_decline");
}
