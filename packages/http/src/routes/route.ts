import type { Action } from "../actions.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";

/** One line of the table of routes. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Below the mount. `:id` stands for one segment. */
  readonly path: string;
  /** What `authorize` is asked. Something else decides for `guest`, a code or a signed link, and for `public`, a signature or nothing to gain. */
  readonly action: Action | "guest" | "public";
  /** Answers anew each time, whatever the `Idempotency-Key`: what it answers can be used once. */
  readonly fresh?: true;
  run(call: Call): Promise<Answer>;
}
