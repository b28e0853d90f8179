import { heldMistakes } from "./held-mistakes.ts";

/** A mistake that somebody could make, planted in a copy of the core by replacing one piece of its text. */
export interface Mistake {
  /** What the wrong code does. */
  readonly name: string;
  /** Below `packages/core/src`. */
  readonly file: string;
  /** The right text; it must stand in the file exactly once, so that this list cannot go stale. */
  readonly right: string;
  readonly wrong: string;
}

/**
 * Mistakes of real systems, and of our own first drafts. Each must be caught by a history; a check that lets one pass is no check.
 */
export const mistakes: readonly Mistake[] = [
  {
    name: "the version is not checked, so the last writer wins",
    file: "memory-store.ts",
    right: `if ((before?.stored.version ?? 0) !== commit.expectedVersion) return { type: "conflict" };`,
    wrong: "",
  },
  {
    name: "the event is marked as seen although its write lost",
    file: "memory-store.ts",
    right: `if (commit.cause !== undefined && causes.has(commit.cause)) return { type: "duplicate" };`,
    wrong: `if (commit.cause !== undefined && causes.has(commit.cause)) return { type: "duplicate" };
  if (commit.cause !== undefined) causes.set(commit.cause, commit.payment.id);`,
  },
  {
    name: "the order is made before anybody looks whether the payment has changed",
    file: "memory-store.ts",
    right: `if (version !== expectedVersion) return { type: "conflict" };`,
    wrong: "",
  },
  {
    name: "names are not kept apart, so a bill has two payments",
    file: "memory-store.ts",
    right: `if (by !== undefined && by !== commit.payment.id) return { type: "taken", name, by };`,
    wrong: "",
  },
  {
    name: "each try has a key of its own",
    file: "engine/perform.ts",
    right: "return `tillkit:${payment.tenant}:${payment.id}:${effect.key}${turn}`;",
    wrong: "return `tillkit:${payment.tenant}:${payment.id}:${effect.key}${turn}:${Math.random()}`;",
  },
  {
    name: "a key with a stored 500 is replaced without looking for what was made under it",
    file: "engine/perform.ts",
    right: `    recover,
  });`,
    wrong: `    recover: false,
  });`,
  },
  {
    name: "a key with a stored 500 is kept, and answers 500 for ever",
    file: "engine/perform.ts",
    right: "keySpent: answer.keySpent === true } };",
    wrong: "keySpent: false } };",
  },
  {
    name: "Stripe is called before the payment is written down",
    file: "engine/start-payment.ts",
    right: "const result = await store.commit(commit);",
    wrong: `await context.gateway.perform({ effect: firstEffect(payment), payment, idempotencyKey: payment.id, recover: false } as never);
  const result = await store.commit(commit);`,
  },
  {
    name: "cancel is taken for done before Stripe has said so",
    file: "terminal/rules/calling-off.ts",
    right: `    status: "canceling",
    paymentIntentId: state.paymentIntentId,`,
    wrong: `    status: "canceled" as never,
    paymentIntentId: state.paymentIntentId,`,
  },
  {
    name: "a page is taken for closed before Stripe has said so",
    file: "checkout/rules.ts",
    right: `{ ...common(state), status: "expiring", checkoutSessionId, cancelReason: reason, stage: "expiring" }`,
    wrong: `{ ...common(state), status: "canceled" as never, checkoutSessionId, cancelReason: reason, stage: "expiring" }`,
  },
  {
    name: "a tap that beats the cancellation is ignored",
    file: "terminal/rules/canceling.ts",
    right: `  paid: succeed,`,
    wrong: `  paid: () => undefined as never,`,
  },
  {
    name: "a guest who pays while the page is being closed is ignored",
    file: "checkout/rules.ts",
    right: `paid: succeed,
    check: (state, { at }) =>
      state.checkoutSessionId === undefined ? [state] : [state, checkSession(state.checkoutSessionId, { at })],
    card_seen: seeCard,
  },

  succeeded: {`,
    wrong: `paid: () => undefined as never,
  },

  succeeded: {`,
  },
  {
    name: "a lost race is taken for done",
    file: "engine/apply.ts",
    right: `if (result.type === "duplicate") return { stored, outcome: "duplicate", leased: false };`,
    wrong: `return { stored, outcome: "duplicate", leased: false };`,
  },
  {
    name: "the webhook makes the order too",
    file: "engine/take.ts",
    right: `if (applied.leased && lease !== undefined) workers`,
    wrong: `if (applied.stored.payment.status === "succeeded" && "once" in context.fulfilling)
    await context.fulfilling.once({ payment: applied.stored.payment, onceKey: id }, undefined);
  if (applied.leased && lease !== undefined) workers`,
  },
  {
    name: "a bill's name is given back while its payment can still be paid",
    file: "payment/payment.ts",
    right: `if (!isOver(payment) || payment.closed !== undefined)`,
    wrong: `if (!isOver(payment) && payment.status !== "declined")`,
  },
  {
    name: "nobody looks after a payment from which nothing is heard",
    file: "payment/payment.ts",
    right: "return payment.withdrawal === undefined ? Math.min(payment.deadlineAt, payment.lookAt) : payment.lookAt;",
    wrong: "return undefined;",
  },
  {
    name: "a hand-over that overtakes the withdrawal is not taken back",
    file: "terminal/rules/collecting.ts",
    right: "return [next, takeOff(state, at), checkIntent(state, { at, afterMs: HINT_PATIENCE_MS })];",
    wrong: "return undefined;",
  },
  {
    name: "a reader is given the payment before Stripe has the new amount",
    file: "terminal/rules/presenting.ts",
    right: "return hasRightAmount(next)",
    wrong: "return hasRightAmount(next) || true",
  },
  {
    name: "a tap that beats the new amount is fulfilled as if it were right",
    file: "payment/settle.ts",
    right: "const fits = evidence.amount === due.amount + due.tip;",
    wrong: "const fits = evidence.amount > 0;",
  },
  {
    name: "a card that was looked at too long is left on the reader",
    file: "payment/payment.ts",
    right: "return payment.confirmBy;",
    wrong: "return undefined;",
  },
  {
    name: "an event that could not be written is answered, and forgotten",
    file: "engine/kept-events.ts",
    right: `return { ...known, outcome: await keep(context, failed, pauseMs(context, 0)), reason: "failed" };`,
    wrong: `return { ...known, outcome: "kept", reason: "failed" };`,
  },
  {
    name: "a kept event is thrown away before it is done",
    file: "engine/kept-events.ts",
    right: "let { reason } = kept;",
    wrong: `let { reason } = kept;
  await writeValue(context, mark, { value: null, dueAt: null });`,
  },
  {
    name: "the first page of what was missed is taken for all of it",
    file: "engine/backfill.ts",
    right: "if (next === undefined) {",
    wrong: "if (events.length >= 0) {",
  },
  {
    name: "what was missed is fetched once, and never again",
    file: "engine/backfill.ts",
    right: "complete: await save(end, dueIn(context, context.backfillEveryMs)) };",
    wrong: "complete: await save(end, null) };",
  },
  {
    name: "a slip that is shown again gives money back again",
    file: "engine/refunding.ts",
    right: "const existing = payment.refunds.find((refund) => refund.reference === reference && isAlive(refund));",
    wrong: "const existing = payment.refunds.find(() => false);",
  },
  {
    name: "a refund whose answer was lost is asked for under another name",
    file: "engine/perform.ts",
    right: "const answer = await context.gateway.perform({\n    effect,",
    wrong:
      'const answer = await context.gateway.perform({\n    effect: effect.type === "refund" && pending.tries > 0 ? { ...effect, id: `${effect.id}x` } : effect,',
  },
  ...heldMistakes,
];
