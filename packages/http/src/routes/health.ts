import type { TillHealth } from "@tillkit/core";
import { iso, json } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";

/**
 * `GET /health`: ok when the store answers; with how deliveries and the back-fill have gone in all processes. Texts stay behind: whoever
 * may ask for health need not be somebody who may read payments.
 */
export async function getHealth({ settings }: Call): Promise<Answer> {
  const { till, clock } = settings;
  const { webhooks, backfill, waitMs } = await till.health();
  return json(200, {
    status: "ok",
    now: iso(clock.now()),
    webhooks: toWebhooks(webhooks),
    backfill: toBackfill(backfill),
    ...(waitMs > 0 ? { waitMs } : {}),
  });
}

function toWebhooks({ since, lastGood, lastFailure, skewSeconds, counts }: TillHealth["webhooks"]): object {
  return {
    since: iso(since),
    ...(lastGood === undefined ? {} : { lastGood: { ...lastGood, at: iso(lastGood.at) } }),
    ...(lastFailure === undefined ? {} : { lastFailure: { ...lastFailure, at: iso(lastFailure.at) } }),
    ...(skewSeconds === undefined ? {} : { skewSeconds }),
    counts,
  };
}

function toBackfill({ running, through, finishedAt, trouble }: TillHealth["backfill"]): object {
  return {
    running,
    failing: trouble !== undefined,
    ...(through === undefined ? {} : { through: iso(through) }),
    ...(finishedAt === undefined ? {} : { finishedAt: iso(finishedAt) }),
  };
}
