import { json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { parseInput } from "../invalid-input.ts";
import { tipsBody, tipsQuery, toRecord } from "../schemas.ts";

/** `GET /reader_tips?location=` */
export async function getTips({ settings, exchange }: Call): Promise<Answer> {
  return json(200, await settings.till.readers.tips(parseInput(tipsQuery, toRecord(exchange.query))));
}

/** `POST /reader_tips`: `tips: null` takes them away. */
export async function setTips(call: Call): Promise<Answer> {
  const { tips, ...where } = await readBody(call, tipsBody);
  const { readers } = call.settings.till;
  return json(200, await (tips === null ? readers.clearTips(where) : readers.setTips({ ...where, tips })));
}
