import type { Mistake } from "./mistakes.ts";

/** Mistakes about money that is held first, about signatures, tips and bills that are split. */
export const heldMistakes: readonly Mistake[] = [
  {
    name: "a hold that should have lapsed is not looked after",
    file: "terminal/hold.ts",
    right: "if (captureBefore === undefined) return undefined;",
    wrong: "if (captureBefore !== undefined) return undefined;",
  },
  {
    name: "a capture whose answer was lost is asked for again under another key",
    file: "engine/perform.ts",
    right: `{ effect, generation }: PendingEffect, recover: boolean): string {
  const turn = recover ? \`:r\${generation}\` : "";`,
    wrong: `{ effect, generation, tries }: PendingEffect, recover: boolean): string {
  const turn = recover ? \`:r\${generation}\` : effect.type === "capture_intent" && tries > 0 ? \`:t\${tries}\` : "";`,
  },
  {
    name: "a raise whose answer was lost is asked for again under another key",
    file: "terminal/rules/incrementing.ts",
    right: `outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),`,
    wrong: `outcome_unknown: (state, { at }) => [
    { ...state, stage: "checking" },
    {
      type: "increment_authorization",
      key: \`increment_authorization:again.\${at}\`,
      paymentIntentId: state.paymentIntentId,
      amount: state.raiseTo + state.authorizedTip,
    },
  ],`,
  },
  {
    name: "two raises within a millisecond have one key",
    file: "terminal/rules/requires-capture.ts",
    right: "key: `increment_authorization:${amount}.${at}`,",
    wrong: "key: `increment_authorization:${at}`,",
  },
  {
    name: "a hold is raised, and the bill is not",
    file: "terminal/rules/incrementing.ts",
    right: "bill: state.raiseTo,",
    wrong: "bill: state.bill,",
  },
  {
    name: "everything that is held is taken although a part was asked for",
    file: "terminal/rules/holding.ts",
    right: "...(part === undefined ? {} : { amount: sum(part) }),",
    wrong: "",
  },
  {
    name: "the money is taken when the time to sign is up",
    file: "terminal/rules/requires-signature.ts",
    right: `callOff(state, { at, reason: "signature_timeout" })`,
    wrong: "(take(state, { at }) as never)",
  },
  {
    name: "the money is taken from a guest who would not sign",
    file: "terminal/rules/requires-signature.ts",
    right: `callOff(withoutSignature(state, at) ?? state, { at, reason: "signature_refused" })`,
    wrong: "take(withoutSignature(state, at) ?? state, { at }) as never",
  },
  {
    name: "nobody minds the time in which a guest has to sign",
    file: "payment/payment.ts",
    right: "return Math.min(payment.deadlineAt, payment.asking?.lookAt ?? Infinity);",
    wrong: "return payment.asking?.lookAt;",
  },
  {
    name: "nobody looks after a reader that asks for a signature once the money is taken",
    file: "payment/payment.ts",
    right: `return "asking" in payment ? payment.asking?.lookAt : undefined;`,
    wrong: "return undefined;",
  },
  {
    name: "a question is left on the reader when the guest signs on the screen",
    file: "terminal/rules/requires-signature.ts",
    right: `signature.source === "screen" ? stopAsking(state) : [];`,
    wrong: `signature.source === "screen" ? [] : [];`,
  },
  {
    name: "the tip that was entered on the till is counted as bill and as tip",
    file: "terminal/rules/holding.ts",
    right: "const bill = payment.ordered.amount;",
    wrong: "const bill = wasAsked(payment);",
  },
  {
    name: "the tip that was entered on the till is forgotten beside the reader's",
    file: "terminal/due.ts",
    right: "return { tip: entered + tip };",
    wrong: "return { tip };",
  },
  {
    name: "money that no reader was to ask for is taken for a tip",
    file: "terminal/due.ts",
    right: "if (tipping?.onReader === false) return { tip: entered };",
    wrong: "",
  },
  {
    name: "a tip that Stripe does not name is taken for an error",
    file: "terminal/due.ts",
    right: "if (tipUnnamed === true && tipping?.onReader === true && unnamed > 0)",
    wrong: "if (tipUnnamed === true && tipping?.onReader === undefined && unnamed < 0)",
  },
  {
    name: "two phones that begin at the same moment are both promised the rest of the bill",
    file: "engine/shares.ts",
    right: "await changeOrder(context, share.order, (record) => promised(context, share, record));",
    wrong: `await changeOrder(context, share.order, async (record) => {
    await promised(context, share, record);
    return undefined;
  });`,
  },
  {
    name: "the hold of a share is raised beyond what the table has ordered",
    file: "engine/till.ts",
    right: "return (await changeShare(context, { payment: before, amount, change })).payment;",
    wrong: "return (await changeShare(context, { payment: before, amount: 0, change })).payment;",
  },
];
