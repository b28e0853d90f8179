/** What the contract looks for in a store: each property with what it promises. Every claim of the contract belongs to one of them. */
export const storeProperties = {
  atomicity: "A write is there whole or not at all: what was refused or has failed leaves nothing behind.",
  versions: "Of many decisions on one version exactly one is written.",
  ordering:
    "History follows the writes, lists the time of making, work how long it is overdue; pages neither skip nor repeat.",
  causes: "An event is applied once in a tenant, for as long as its payment is kept.",
  names: "A name belongs to one payment of a tenant at a time, and is compared exactly.",
  tenants: "Nothing of one tenant reaches another, also where they use the same ids.",
  "concurrent claims": "Due work is given to one worker, however many ask at once.",
  leases: "A lease ends when its time is over, and is prolonged, taken over and given back only by whom it may be.",
  "clock steps backwards": "A clock that is set back neither frees a lease nor turns the history around.",
  "time zones":
    "Times are instants, whatever zone their writer, their reader or the database is in; also in the hour that summer time gives twice.",
  "unknown fields": "What a newer version has written comes back from an older one.",
  text: "Every script, quote, control character and key comes back as it was.",
  "large values": "A megabyte is kept.",
  values: "What comes back is what was written, and belongs to nobody else.",
  transactions: "What the host writes in the store's transaction is kept with the payment or not at all.",
  marks: "A small document is written on the version that it has, by one of many.",
  retention: "What is over and old can be deleted, with all that is known of it; nothing else ever is.",
  watching: "Listeners hear of every write, after it is made, and cannot hurt it.",
  closing: "A closed store answers nobody.",
  "two processes": "Several processes on the same data see each other's writes and keep out of each other's way.",
  restarts: "Everything outlives the process.",
} as const satisfies Record<string, string>;

/** A property that the contract looks for. */
export type StoreProperty = keyof typeof storeProperties;
