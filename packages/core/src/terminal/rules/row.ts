import type { Move, Rules } from "../../payment/machine.ts";
import type { TerminalEffect, TerminalInput } from "../inputs.ts";
import type { TerminalPayment } from "../state.ts";
import type { terminalTransitions } from "../transitions.ts";

/** A rule for each cell of the table. */
export type TerminalRules = Rules<TerminalPayment, TerminalInput, TerminalEffect, typeof terminalTransitions>;

/** The rules of one status. */
export type Row<Status extends keyof TerminalRules> = TerminalRules[Status];

/** A move to this state. */
export type To<State> = Move<State & TerminalPayment, TerminalEffect>;

/** A change without effects, or no change. */
export function only<State>(next: State | undefined): readonly [State] | undefined {
  return next === undefined ? undefined : [next];
}
