import type { Gateway, Store } from "@tillkit/core";
import type { ModelFault } from "@tillkit/testing";
import type { Chance } from "./random.ts";

/** How many of 100 calls to Stripe hang, on their way there or back. */
export const SLOW_PERCENT = 15;

/** How many of 100 events are never delivered, unless somebody did so by chance. */
export const LOST_PERCENT = 40;

/** Few, so that a back-fill has several pages. */
const PAGE = 2;

/** A store that cannot write what an event says, as long as it `fails`. */
export function moody(store: Store, fails: () => boolean): Store {
  return {
    ...store,
    commit: async (commit) => {
      if (commit.cause !== undefined && fails()) throw new Error("The disk has a bad day.");
      return store.commit(commit);
    },
  };
}

/** A gateway that lists only what nobody has answered, on small pages. */
export function listingMissed(gateway: Gateway, answered: ReadonlySet<string>): Gateway {
  return {
    ...gateway,
    listEvents: async (query) => {
      const page = await gateway.listEvents({ ...query, limit: PAGE });
      return { ...page, events: page.events.filter(({ id }) => !answered.has(id)) };
    },
  };
}

/** What happens to a call to Stripe. */
export function faultOf(random: Chance): ModelFault {
  const dice = random.below(100);
  if (dice < 8) return "lose_answer";
  if (dice < 14) return "lose_request";
  if (dice < 22) return "later";
  if (dice < 24) return "fail_before";
  return dice < 26 ? "fail_after" : "none";
}
