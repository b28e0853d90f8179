import { iso, json } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";

/** `GET /health`: ok when the store answers. `lastWebhookAt` is this process's own, and starts empty. */
export async function getHealth({ settings, seen }: Call): Promise<Answer> {
  const { till, clock } = settings;
  await till.list({ limit: 1 });
  return json(200, {
    status: "ok",
    now: iso(clock.now()),
    ...(seen.lastWebhookAt === undefined ? {} : { lastWebhookAt: iso(seen.lastWebhookAt) }),
  });
}
