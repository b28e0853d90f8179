import { canceling } from "./rules/canceling.ts";
import { collecting } from "./rules/collecting.ts";
import { declined } from "./rules/declined.ts";
import { canceled, failed, succeeded } from "./rules/ended.ts";
import { capturing } from "./rules/capturing.ts";
import { incrementing } from "./rules/incrementing.ts";
import { requiresConfirmation } from "./rules/confirming.ts";
import { opening } from "./rules/opening.ts";
import { requiresCapture } from "./rules/requires-capture.ts";
import { requiresSignature } from "./rules/requires-signature.ts";
import type { TerminalRules } from "./rules/row.ts";

/** One rule per cell of {@link terminalTransitions}. */
export const terminalRules: TerminalRules = {
  opening,
  collecting,
  requires_confirmation: requiresConfirmation,
  declined,
  requires_signature: requiresSignature,
  requires_capture: requiresCapture,
  incrementing,
  capturing,
  canceling,
  succeeded,
  canceled,
  failed,
};
