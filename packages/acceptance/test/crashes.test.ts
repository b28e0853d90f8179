import { describe, expect, it } from "vitest";
import { sellWithCrash } from "../src/shop/crash-story.ts";

const flows = ["counter", "table"] as const;
const points = ["before", "after", "silence"] as const;

/** Far more calls than a sale makes; a run that never crashes has passed the last one. */
const MOST_CALLS = 100;

describe.each(flows)("a sale at the %s", (flow) => {
  it.each(points)(
    "whose server dies at any one call (%s) ends in one charge and one order",
    { timeout: 240_000 },
    async (at) => {
      let tried = 0;
      for (let call = 1; call <= MOST_CALLS; call += 1) {
        const { crashed, payment, charges, orders, payable, tickets } = await sellWithCrash(flow, { call, at });
        expect({ call, status: payment?.status, charges, orders, payable }).toEqual({
          call,
          status: "succeeded",
          charges: 1,
          orders: 1,
          payable: 0,
        });
        expect(tickets.size).toBe(1);
        if (!crashed) break;
        tried = call;
      }
      expect(tried).toBeGreaterThan(8);
      expect(tried).toBeLessThan(MOST_CALLS);
    },
  );
});
