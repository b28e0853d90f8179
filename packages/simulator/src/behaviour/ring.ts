import type { Alarm } from "../alarms.ts";
import type { World } from "../world.ts";
import { holdLapses } from "./authorize.ts";
import { bankAnswers } from "./delayed-payment.ts";
import { disputeEnds, payerObjects } from "./disputes.ts";
import { refundEnds } from "./give-back.ts";
import { cardLapses } from "./read-card.ts";
import { promptLapses } from "./reader-end.ts";
import { readerMissed } from "./reader-reach.ts";
import { expireOverdue } from "./sessions.ts";

/** Does what an alarm was set for, if it still makes sense. */
export function ring(world: World, alarm: Alarm): void {
  switch (alarm.kind) {
    case "session_expires":
      return expireOverdue(world, alarm.session);
    case "hold_lapses":
      return holdLapses(world, alarm.paymentIntent, alarm.charge);
    case "bank_answers":
      return bankAnswers(world, alarm.payment);
    case "refund_ends":
      return refundEnds(world, alarm.refund, alarm.succeeds);
    case "payer_objects":
      return payerObjects(world, alarm.charge, alarm.reason);
    case "dispute_ends":
      return disputeEnds(world, alarm.dispute, alarm.won);
    case "prompt_lapses":
      return promptLapses(world, alarm.reader, alarm.phase);
    case "card_lapses":
      return cardLapses(world, alarm.reader, alarm.paymentIntent);
    case "reader_missed":
      return readerMissed(world, alarm.reader);
  }
}
