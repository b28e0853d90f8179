import type { CommandType, NextStep } from "@tillkit/core";
import type { GuidanceResource, PaymentResource } from "@tillkit/http";

/** The commands of a payment that are buttons of their own; another reader and another amount have panels. */
type SheetCommand = Extract<CommandType, "confirm" | "retry" | "capture" | "cancel" | "check">;

/** What a button does: a command of the payment, or `start` for one that was not started, and two ways out of the sheet. */
export type ActionName = SheetCommand | "start" | "back_to_sale" | "new_sale";

/** A button of the payment sheet. */
export interface Action {
  readonly name: ActionName;
  readonly label: string;
}

/** What the payment sheet shows: tillkit's words, and a button for what is legal now. The first button is the main one. */
export interface View extends Pick<GuidanceResource, "headline" | "detail" | "tone" | "slow"> {
  readonly actions: readonly Action[];
}

/** What to show for a payment. */
export function viewOf(payment: PaymentResource): View {
  const { headline, detail, tone, slow } = payment.guidance;
  return { headline, detail, tone, ...(slow === undefined ? {} : { slow }), actions: actionsOf(payment) };
}

const backToSale: Action = { name: "back_to_sale", label: "Back to the sale" };
const newSale: Action = { name: "new_sale", label: "New sale" };

function actionsOf(payment: PaymentResource): readonly Action[] {
  if (payment.status === "succeeded") return [newSale];
  if (payment.final) return [backToSale, newSale];
  const legal = inOrder(payment)
    .filter((name) => payment.commands.includes(name))
    .map((name) => ({ name, label: labelOf(name, payment) }));
  // The bank may take days; the next guest does not wait for it.
  return payment.status === "processing" ? [newSale, ...legal] : legal;
}

/** What helps most comes first. */
function inOrder({ stage, guidance: { tone, steps } }: PaymentResource): readonly SheetCommand[] {
  if (tone === "unsure") return ["check", "confirm", "retry", "cancel"];
  if (steps[0] === "other_means") return ["cancel", "retry", "check"];
  // The card is in the reader: nothing can be called off until the bank has spoken.
  if (stage === "processing") return ["check"];
  return ["confirm", "retry", "capture", "cancel", "check"];
}

const labels: Readonly<Record<Exclude<SheetCommand, "retry" | "cancel">, string>> = {
  confirm: "Charge it",
  capture: "Take the money",
  check: "Check with Stripe",
};

const retryLabels: Readonly<Partial<Record<NextStep, string>>> = {
  other_card: "Try another card",
  try_again: "Try again",
  insert_card: "Try again",
};

function labelOf(name: SheetCommand, { status, guidance: { steps } }: PaymentResource): string {
  if (name === "retry") return steps.map((step) => retryLabels[step]).find(Boolean) ?? "Try again";
  if (name !== "cancel") return labels[name];
  if (status !== "declined") return "Cancel";
  return steps[0] === "other_means" ? "Another way to pay" : "Cancel sale";
}
