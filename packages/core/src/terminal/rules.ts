import { canceling } from "./rules/canceling.ts";
import { collecting } from "./rules/collecting.ts";
import { declined } from "./rules/declined.ts";
import { canceled, failed, succeeded } from "./rules/ended.ts";
import { capturing, requiresCapture } from "./rules/holding.ts";
import { opening } from "./rules/opening.ts";
import type { TerminalRules } from "./rules/row.ts";

/** One rule per cell of {@link terminalTransitions}. */
export const terminalRules: TerminalRules = {
  opening,
  collecting,
  declined,
  requires_capture: requiresCapture,
  capturing,
  canceling,
  succeeded,
  canceled,
  failed,
};
