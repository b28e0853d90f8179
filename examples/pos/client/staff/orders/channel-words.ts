import type { Channel } from "../../../common/api.ts";

/** Where a sale came from, in words. */
export function channelWords(channel: Channel): string {
  return channel.type === "counter" ? "Counter" : `Table ${channel.table}`;
}

/** The channel of a payment by its reference, as server/routes/counter.ts and server/bills.ts make it. */
export function channelOfReference(reference: string): Channel {
  const table = /^table-(\d+)-/.exec(reference)?.[1];
  return table === undefined ? { type: "counter" } : { type: "table", table: Number(table) };
}
