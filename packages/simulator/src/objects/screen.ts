/** What a reader shows to the guest. */
export interface Screen {
  readonly kind:
    | "idle"
    | "cart"
    | "waiting_for_card"
    | "enter_pin"
    | "asking"
    | "processing"
    | "approved"
    | "declined"
    | "canceled"
    | "timed_out"
    | "offline";
  readonly message: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly paymentIntent?: string;
  /** Whether the guest sees a cancel button. */
  readonly cancelable?: boolean;
  /** What the guest is asked to choose from before the card, beside another amount and none at all. Absent: no tip is asked for. */
  readonly tips?: readonly TipSuggestion[];
}

/** A tip as a reader suggests it. */
export interface TipSuggestion {
  /** In the minor unit. */
  readonly amount: number;
  /** Where the amount was reckoned from one. */
  readonly percentage?: number;
}

/** A screen about a payment. */
export function paymentScreen(
  kind: Screen["kind"],
  { id, amount, currency }: { readonly id: string; readonly amount: number; readonly currency: string },
  message: string,
  cancelable = false,
): Screen {
  return { kind, message, amount, currency, paymentIntent: id, cancelable };
}

/** The same screen, which also asks for a tip where there are suggestions. */
export function askingForTip(screen: Screen, tips: Screen["tips"]): Screen {
  return { ...screen, ...(tips !== undefined && { tips }) };
}

/** A screen that has nothing to do with money. */
export function plainScreen(kind: Screen["kind"], message: string, cancelable = false): Screen {
  return { kind, message, cancelable };
}
