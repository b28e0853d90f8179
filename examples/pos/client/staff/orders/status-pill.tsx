import type { Tone } from "@tillkit/core";
import type { PaymentResource } from "@tillkit/http";
import type { ReactElement } from "react";
import { Icon, type IconName } from "../../common/icons.tsx";

/** How a list names a status: an icon, a word and a tone. */
export interface PillLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

/** Every status of both flows. */
export const pills = {
  opening: { word: "Starting", icon: "clock", tone: "busy" },
  collecting: { word: "Waiting for card", icon: "clock", tone: "busy" },
  requires_confirmation: { word: "Look at the card", icon: "card", tone: "ask" },
  declined: { word: "Declined", icon: "cross", tone: "bad" },
  requires_signature: { word: "To be signed", icon: "card", tone: "ask" },
  requires_capture: { word: "Authorized", icon: "card", tone: "ask" },
  incrementing: { word: "Raising", icon: "clock", tone: "busy" },
  capturing: { word: "Capturing", icon: "clock", tone: "busy" },
  canceling: { word: "Canceling", icon: "clock", tone: "busy" },
  succeeded: { word: "Paid", icon: "check", tone: "good" },
  canceled: { word: "Canceled", icon: "undo", tone: "quiet" },
  failed: { word: "Failed", icon: "cross", tone: "bad" },
  open: { word: "Waiting for guest", icon: "clock", tone: "busy" },
  processing: { word: "Waiting for bank", icon: "clock", tone: "busy" },
  expiring: { word: "Canceling", icon: "clock", tone: "busy" },
  expired: { word: "Expired", icon: "clock", tone: "quiet" },
} as const satisfies Record<PaymentResource["status"], PillLook>;

/** The pill of a payment; what is not certain, or wants a person, says so instead of its status. */
export function StatusPill({
  payment: { status, moneyMoved, stage, review },
}: {
  readonly payment: Pick<PaymentResource, "status" | "moneyMoved" | "stage" | "review">;
}): ReactElement {
  if (review.length > 0) return <Pill word="Needs a look" icon="warning" tone="unsure" />;
  if (moneyMoved === "unknown" && stage === "checking") return <Pill word="Not sure" icon="question" tone="unsure" />;
  return <Pill {...pills[status]} />;
}

/** An icon and a word in a tone. */
export function Pill({ word, icon, tone }: PillLook): ReactElement {
  return (
    <span className={`pill tone-${tone}`}>
      <Icon name={icon} size={14} />
      {word}
    </span>
  );
}
