import { withReview } from "../../payment/review.ts";
import { reviewOf } from "../../payment/settle.ts";
import { ASKING_MS, HINT_PATIENCE_MS, LOOK_AFTER_MS } from "../../payment/timing.ts";
import type { TerminalEffect, TerminalFact } from "../inputs.ts";
import { withAsked } from "../signing.ts";
import type { Asking, RequiresSignature, Succeeded, TerminalPayment } from "../state.ts";

/** The statuses in which the guest can sign. */
export type Signable = RequiresSignature | Succeeded;

type Fact<Type extends TerminalFact["type"]> = Extract<TerminalFact, { readonly type: Type }>;

/** Has a reader ask the guest; `undefined` where no signature is awaited, or a reader asks already. */
export function ask<State extends Signable>(
  state: State,
  { at, readerId = state.readerId }: { readonly at: number; readonly readerId?: string },
): readonly [State, TerminalEffect] | undefined {
  const next = state.asking === undefined ? withAsked(state) : undefined;
  if (next === undefined) return undefined;
  const { round } = next;
  const { signingFailure: _over, ...rest } = next.payment;
  const asking: Asking = { readerId, round, stage: "sending", lookAt: at + LOOK_AFTER_MS, until: at + ASKING_MS };
  return [
    // Only a field that is absent where nothing failed was taken away.
    { ...rest, asking } as State,
    { type: "ask_signature", key: `ask_signature:${round}`, paymentIntentId: state.paymentIntentId, readerId, round },
  ];
}

/** Money that was taken from a guest who would not sign, whichever of both was first: a person decides whether it goes back. */
export function withRefusal(state: Succeeded, at: number): Succeeded {
  if (state.signing?.status !== "refused") return state;
  const seen = "The guest would not sign, and the money had been taken";
  const { paymentIntentId, livemode, paid } = state;
  return withReview(state, reviewOf("signature_refused", { ...paid, paymentIntentId, livemode }, { at, seen }));
}

/** Asks on the reader that has just read the card, while it is still ours. */
export function askAtOnce<State extends Signable>(
  before: TerminalPayment,
  state: State,
  at: number,
): readonly [State, TerminalEffect] | undefined {
  const ours = before.status === "collecting" || before.status === "requires_confirmation";
  return ours && state.signing?.place === "reader" ? ask(state, { at }) : undefined;
}

/** What a reader is being asked, or why it failed, which the coming of the money does not change. */
export function questionOf(state: TerminalPayment): Pick<Signable, "asking" | "signingFailure"> {
  if (state.status !== "requires_signature") return {};
  const { asking, signingFailure } = state;
  return { ...(asking === undefined ? {} : { asking }), ...(signingFailure === undefined ? {} : { signingFailure }) };
}

/** The reader shows the question. */
export function asked<State extends Signable>(
  state: State,
  { at, round }: Fact<"signature_asked">,
): readonly [State] | undefined {
  const { asking } = state;
  if (asking === undefined || asking.round !== round) return undefined;
  return [{ ...state, asking: { ...asking, stage: "waiting", lookAt: at + LOOK_AFTER_MS } }];
}

/** The reader did not take the signature: the guest can sign on the till's screen, or be asked again. */
export function askedInVain<State extends Signable>(
  state: State,
  { round, failure }: Fact<"signature_failed">,
): readonly [State] | undefined {
  return state.asking?.round === round ? [{ ...withoutQuestion(state), signingFailure: failure }] : undefined;
}

/** Stripe refused to ask, or nobody knows whether it does. */
export function askingTrouble<State extends Signable>(
  state: State,
  news: Fact<"refused"> | Fact<"outcome_unknown">,
): readonly [State, ...TerminalEffect[]] | undefined {
  const { asking } = state;
  if (asking === undefined || news.effect !== "ask_signature") return undefined;
  if (news.type === "outcome_unknown")
    return [
      { ...state, asking: { ...asking, stage: "checking", lookAt: news.at + LOOK_AFTER_MS } },
      checkSignature(state, asking, { at: news.at }),
    ];
  const { stripeCode, message } = news;
  const failure = { code: "reader_failed" as const, message, ...(stripeCode === undefined ? {} : { stripeCode }) };
  return [{ ...withoutQuestion(state), signingFailure: failure }];
}

/** Something happened on the reader. */
export function lookAtReader<State extends Signable>(
  state: State,
  { at, afterMs = HINT_PATIENCE_MS }: { readonly at: number; readonly afterMs?: number },
): readonly [State, TerminalEffect] | undefined {
  const { asking } = state;
  if (asking === undefined) return undefined;
  return [
    { ...state, asking: { ...asking, lookAt: at + LOOK_AFTER_MS } },
    checkSignature(state, asking, afterMs === 0 ? { at } : { at, afterMs }),
  ];
}

/** Nothing was heard of the reader for a while; after a long while nothing will be. */
export function lookAgain<State extends Signable>(
  state: State,
  { at }: { readonly at: number },
): readonly [State, ...TerminalEffect[]] | undefined {
  const { asking } = state;
  if (asking === undefined || at < asking.lookAt) return undefined;
  if (at < asking.until) return lookAtReader(state, { at, afterMs: 0 });
  return [{ ...withoutQuestion(state), signingFailure: { code: "signature_timed_out" } }, ...stopAsking(state)];
}

/** Takes the question off the reader, where one asks. */
export function stopAsking({ asking, paymentIntentId }: Signable): readonly TerminalEffect[] {
  if (asking === undefined) return [];
  const { readerId, round } = asking;
  return [{ type: "cancel_signature", key: `cancel_signature:${round}`, paymentIntentId, readerId, round }];
}

/** The payment without what was asked on the reader, and without why that failed. */
export function withoutQuestion<State extends Signable>(
  state: State,
): Omit<State, "asking" | "signingFailure"> & State {
  const { asking: _asking, signingFailure: _failure, ...rest } = state;
  // Only fields that may be absent were taken away.
  return rest as Omit<State, "asking" | "signingFailure"> & State;
}

function checkSignature(
  { paymentIntentId }: Signable,
  { readerId, round }: Asking,
  { at, afterMs }: { readonly at: number; readonly afterMs?: number },
): TerminalEffect {
  const read = { type: "check_signature", key: `check_signature:${at}`, paymentIntentId, readerId, round } as const;
  return afterMs === undefined ? read : { ...read, afterMs };
}
