import { abandonAttempt, approveAttempt } from "../behaviour/authorize.ts";
import { findCard } from "../behaviour/cards.ts";
import { answerInputs } from "../behaviour/inputs.ts";
import { presentCard } from "../behaviour/present-card.ts";
import { customerCancel, timeOut } from "../behaviour/reader-end.ts";
import { findReader } from "../behaviour/reader-reach.ts";
import { askingForTip, paymentScreen, plainScreen } from "../objects/screen.ts";
import type { Screen } from "../objects/screen.ts";
import type { ReadMethod } from "../objects/presentation.ts";
import { updateReader } from "../objects/reader.ts";
import type { ReaderPhase } from "../objects/reader-slot.ts";
import type { World } from "../world.ts";

/** How a guest presents a card. */
export interface PresentOptions {
  /** What the guest types when asked for a PIN: 1234 unless told otherwise; null leaves the reader waiting for it. */
  readonly pin?: string | null;
  /** The tip chosen on the reader, in the minor unit, suggested (`screen.tips`) or any other: none unless told otherwise. */
  readonly tip?: number;
}

/** What people and the world do to one reader. Cards go by name (`visa`, `insufficient_funds`) or by number. */
export interface ReaderHands {
  readonly id: string;
  readonly label: string;
  /** What the guest sees. */
  readonly screen: Screen;
  /** Resolves with the screen once the reader asks for a card; at once when it already does. */
  waiting(): Promise<Screen>;
  /** Holds a card or phone to the reader. Resolves when the attempt is over; throws when no card is asked for. */
  tap(card?: string, options?: PresentOptions): Promise<Screen>;
  /** Puts a card into the reader. */
  insert(card?: string, options?: PresentOptions): Promise<Screen>;
  /** Swipes a card. */
  swipe(card?: string, options?: PresentOptions): Promise<Screen>;
  /** Types a card number, where `process_config[moto]` asks for one: an order by mail or telephone. */
  keyIn(card?: string, options?: Pick<PresentOptions, "tip">): Promise<Screen>;
  /** The guest presses cancel. Throws when the reader shows no such button. */
  cancel(): void;
  /** Nobody presents a card, or answers, in time. */
  timeOut(): void;
  /**
   * Answers what the reader asks, in its order; `null` skips a question that may be skipped. Without answers, every
   * question gets a made-up one. Throws when nothing is asked.
   */
  answer(answers?: readonly (string | null)[]): void;
  /** The reader loses its network, and Stripe knows. What it was asked to do waits for it. */
  goOffline(): void;
  /** The reader is back, also after `vanish`. */
  goOnline(): void;
  /**
   * The reader drops off the network and Stripe does not know: its action stays in progress, and no reader event comes.
   * A card being authorized is forgotten, unless `authorized`: then the money is taken all the same.
   */
  vanish(options?: { readonly authorized?: boolean }): void;
  /**
   * The next use goes wrong: `terminal_reader_…` codes refuse the next command (with `delivered`, a timeout is a lie),
   * a decline code declines the next card, any other code fails it on the reader (with `authorized`, the money is taken
   * all the same).
   */
  failNext(code: string, options?: { readonly delivered?: boolean; readonly authorized?: boolean }): void;
}

/** The hands for one reader, by id or label. Throws when there is none. */
export function readerHands(
  world: World,
  idOrLabel: string,
  onChange: (listener: () => void) => () => void,
): ReaderHands {
  const id = readerId(world, idOrLabel);
  const screen = () => findReader(world, id).screen;

  async function present(
    readMethod: ReadMethod | "keyed",
    card: string,
    { pin = "1234", tip }: PresentOptions,
  ): Promise<Screen> {
    await presentCard(world, id, { card: findCard(card), readMethod, pin, ...(tip !== undefined && { tip }) });
    return screen();
  }

  return {
    id,
    label: findReader(world, id).reader.label,
    get screen() {
      return screen();
    },
    waiting() {
      if (screen().kind === "waiting_for_card") return Promise.resolve(screen());
      return new Promise((resolve) => {
        const stop = onChange(() => {
          if (screen().kind !== "waiting_for_card") return;
          stop();
          resolve(screen());
        });
      });
    },
    tap: (card = "visa", options = {}) => present("contactless_emv", card, options),
    insert: (card = "visa", options = {}) => present("contact_emv", card, options),
    swipe: (card = "visa", options = {}) => present("magnetic_stripe_track2", card, options),
    keyIn: (card = "visa", options = {}) => present("keyed", card, options),
    cancel() {
      customerCancel(world, id);
    },
    timeOut() {
      timeOut(world, id);
    },
    answer(answers) {
      answerInputs(world, id, answers);
    },
    goOffline() {
      updateReader(world, id, {
        connection: "offline",
        status: "offline",
        screen: { kind: "offline", message: "No connection" },
      });
    },
    goOnline() {
      const { connection, phase } = findReader(world, id);
      if (connection === "online") return;
      updateReader(world, id, {
        connection: "online",
        status: "online",
        screen: screenFor(world, phase),
        lastSeenAt: world.clock.now(),
      });
    },
    vanish: ({ authorized = false } = {}) => vanish(world, id, authorized),
    failNext(code, { delivered = false, authorized = false } = {}) {
      updateReader(world, id, { failure: { code, delivered, authorized } });
    },
  };
}

/** What a reader that is back shows: what it was asked before. */
function screenFor(world: World, phase: ReaderPhase): Screen {
  if (phase.kind === "idle" || phase.kind === "authorizing") return plainScreen("idle", "Ready");
  if (phase.kind === "asking") return plainScreen("asking", "Please answer");
  const intent = "paymentIntent" in phase ? world.paymentIntents.get(phase.paymentIntent) : undefined;
  const message = "Tap, insert or swipe";
  if (!intent) return plainScreen("waiting_for_card", message, phase.cancelable);
  const screen = paymentScreen("waiting_for_card", intent, message, phase.cancelable);
  return askingForTip(screen, "tips" in phase ? phase.tips : undefined);
}

/** Stripe takes about two minutes to notice that a reader is gone (page Collect card payments). */
const noticedAfterMs = 120_000;

function vanish(world: World, id: string, authorized: boolean): void {
  const { phase } = findReader(world, id);
  const screen = { kind: "offline", message: "No connection" } as const;
  updateReader(world, id, { connection: "lost", phase: { kind: "idle" }, screen });
  if (phase.kind === "authorizing") {
    if (authorized) approveAttempt(world, phase.paymentIntent, phase.presentation);
    else abandonAttempt(world, phase.paymentIntent);
  }
  world.setAlarm(`connection of ${id}`, noticedAfterMs, { kind: "reader_missed", reader: id });
}

function readerId(world: World, idOrLabel: string): string {
  for (const { reader } of world.readers.values()) {
    if (reader.id === idOrLabel || reader.label === idOrLabel) return reader.id;
  }
  const known = [...world.readers.values()].map(({ reader }) => `${reader.id} (${reader.label})`).join(", ");
  throw new Error(`There is no reader '${idOrLabel}'. There are: ${known}`);
}
