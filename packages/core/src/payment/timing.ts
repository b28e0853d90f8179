/** How long the till hears nothing about a payment in progress before it asks Stripe. Milliseconds. */
export const LOOK_AFTER_MS = 10_000;

/** How long a read waits when an event that tells the same is probably on its way. Milliseconds. */
export const HINT_PATIENCE_MS = 2_000;

/** How long a declined payment waits for another try before the till calls it off. Milliseconds. */
export const ABANDON_AFTER_MS = 30 * 60_000;

/**
 * How long the cashier may look at a card, in milliseconds. Stripe allows 30 seconds from the reading; what is left is for the news of
 * it, and for the confirmation, to arrive.
 */
export const LOOK_AT_CARD_MS = 22_000;

/** How often one attempt is handed to a reader that turned out not to have it. */
export const MAX_DISPATCHES = 2;

/** How long a reader asks for the card that money goes back to. Milliseconds. */
export const PRESENT_MS = 2 * 60_000;

/** How long after that a reader that cannot be told to stop is still waited for. Milliseconds. */
export const GIVE_UP_MS = 15 * 60_000;

/** How long the till waits between two looks at a hold that should have lapsed. Milliseconds. */
export const HOLD_LOOK_MS = 15 * 60_000;

/** How long a reader is waited for that asks for a signature; it gives up after two minutes itself. Milliseconds. */
export const ASKING_MS = 150_000;
