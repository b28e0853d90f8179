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

/** A screen that has nothing to do with money. */
export function plainScreen(kind: Screen["kind"], message: string, cancelable = false): Screen {
  return { kind, message, cancelable };
}
