import { expect, it } from "vitest";
import { soak } from "../src/soak/soak.ts";

const SALES = 60;

it(
  `pays ${SALES} bills once each while its three servers are killed again and again`,
  { timeout: 240_000 },
  async () => {
    const { kills, ...ledger } = await soak({ seed: 20_260_105, servers: 3, sales: SALES, lifeMs: 700 });
    expect(ledger).toMatchObject({
      charged: SALES,
      chargedTwice: 0,
      orders: SALES,
      orderedTwice: 0,
      paid: SALES,
      open: 0,
      payable: 0,
    });
    expect(kills).toBeGreaterThan(5);
  },
);
