import type { Corruption } from "./delivery.ts";

/** An attempt that is still to be made. */
export interface Job {
  /** The id of its delivery. */
  readonly delivery: number;
  /** The key of the endpoint. */
  readonly endpoint: string;
  readonly event: string;
  /** How many endpoints wanted the event when it happened, as the body says. */
  readonly pending: number;
  readonly attempt: number;
  /** When it is due, in milliseconds. */
  readonly due: number;
  /** What is wrong with it on the wire. */
  readonly corruption?: Corruption;
}
