import type { GatewayAnswer, News, Payment, TerminalEffect } from "@tillkit/core";
import type { ModelAnswer } from "./types.ts";
import type { World } from "./world.ts";

type Of<Type> = Extract<TerminalEffect, { readonly type: Type }>;

/** Has a reader ask for a signature, unless it has something else to do. */
export function askSignature(
  { questions, slots, returns, readers }: World,
  { id: paymentId, tenant }: Payment,
  { readerId, round }: Of<"ask_signature">,
): GatewayAnswer {
  if (!readers.includes(readerId)) return failed(round, "reader_failed");
  const before = questions.get(readerId);
  if (before?.status === "in_progress" && before.paymentId === paymentId && before.round === round) return asked(round);
  if ([questions, slots, returns].some((runs) => runs.get(readerId)?.status === "in_progress"))
    return failed(round, "reader_busy");
  slots.delete(readerId);
  returns.delete(readerId);
  questions.set(readerId, { paymentId, tenant, round, status: "in_progress" });
  return asked(round);
}

/** What became of a question. */
export function checkSignature(
  { questions }: World,
  { id: paymentId }: Payment,
  { readerId, round }: Of<"check_signature">,
): GatewayAnswer {
  const question = questions.get(readerId);
  if (question === undefined || question.paymentId !== paymentId || question.round !== round)
    return failed(round, "reader_displaced");
  switch (question.status) {
    case "in_progress":
      return asked(round);
    case "signs":
      return done({ type: "signature_given", round, drawing: { svg: "<svg/>", sha256: "0".repeat(64) } });
    case "skips":
      return failed(round, "signature_skipped");
    case "leaves":
      return failed(round, "signature_timed_out");
  }
}

/** Takes a question off its reader, if it is the one there. */
export function cancelSignature(
  { questions }: World,
  { id: paymentId }: Payment,
  { readerId, round }: Of<"cancel_signature">,
): GatewayAnswer {
  const question = questions.get(readerId);
  if (question?.paymentId === paymentId && question.round === round && question.status === "in_progress")
    questions.delete(readerId);
  return done();
}

/** A guest deals with the question. False: the reader does not ask. */
export function answerQuestion({ questions, tell }: World, readerId: string, how: ModelAnswer): boolean {
  const question = questions.get(readerId);
  if (question?.status !== "in_progress") return false;
  question.status = how;
  const type = how === "leaves" ? "terminal.reader.action_failed" : "terminal.reader.action_succeeded";
  tell(type, question, [], [{ type: "hint", afterMs: 0 }]);
  return true;
}

const done = (...news: readonly News[]): GatewayAnswer => ({ type: "done", news });

const asked = (round: number): GatewayAnswer => done({ type: "signature_asked", round });

const failed = (round: number, code: Extract<News, { type: "signature_failed" }>["failure"]["code"]): GatewayAnswer =>
  done({ type: "signature_failed", round, failure: { code } });
