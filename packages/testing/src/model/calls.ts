import type { GatewayAnswer, GatewayCall } from "@tillkit/core";
import type { ModelFault } from "./types.ts";
import { work } from "./work.ts";
import type { World } from "./world.ts";

/** The calls of a gateway: what is lost, what is kept under its key, and what was asked for under another's. */
export interface Calls {
  perform(call: GatewayCall): Promise<GatewayAnswer>;
  readonly reusedKeys: readonly string[];
}

const spoiled: GatewayAnswer = { type: "unknown", message: "500", keySpent: true };

/** Answers calls as Stripe does: under a key it has seen, with the first answer. */
export function newCalls(world: World, fault: (call: GatewayCall) => ModelFault): Calls {
  const answers = new Map<string, GatewayAnswer>();
  const keys = new Map<string, string>();
  const reusedKeys: string[] = [];

  /** A 500 is stored like any other answer, whether the work was done or not. */
  function answerTo(call: GatewayCall, sort: ModelFault): GatewayAnswer {
    if (sort === "fail_before") return spoiled;
    const answer = work(world, call);
    return sort === "fail_after" ? spoiled : answer;
  }

  async function perform(call: GatewayCall): Promise<GatewayAnswer> {
    const { effect, idempotencyKey } = call;
    const isRead = effect.type.startsWith("check_");
    const sort = fault(call);
    if (sort === "later") return { type: "later", message: "429" };
    if (sort === "lose_request") return { type: "unknown", message: "connection reset" };
    const kept = isRead ? undefined : answers.get(idempotencyKey);
    const answer = kept ?? answerTo(call, isRead ? "none" : sort);
    if (!isRead) {
      answers.set(idempotencyKey, answer);
      const request = `${call.payment.id} ${JSON.stringify(effect)}`;
      if ((keys.get(idempotencyKey) ?? request) !== request) reusedKeys.push(idempotencyKey);
      keys.set(idempotencyKey, request);
    }
    return sort === "lose_answer" ? { type: "unknown", message: "connection reset" } : answer;
  }

  return { perform, reusedKeys };
}
