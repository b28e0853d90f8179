import { describe, expect, it } from "vitest";
import { type Ledger, soak } from "../src/soak/soak.ts";

const SALES = 60;
const plan = { seed: 20_260_105, servers: 3, sales: SALES, lifeMs: 700 } as const;
const agreed: Partial<Ledger> = {
  charged: SALES,
  chargedTwice: 0,
  orders: SALES,
  orderedTwice: 0,
  paid: SALES,
  open: 0,
  payable: 0,
  crashes: 0,
};

describe(`three servers pay ${SALES} bills once each`, { timeout: 480_000 }, () => {
  it("on one SQLite file, while they are killed again and again", async () => {
    const ledger = await soak({ ...plan, store: "sqlite" });
    expect(ledger).toMatchObject(agreed);
    expect(ledger.kills).toBeGreaterThan(5);
  });

  it("on one PostgreSQL, while they are killed, their connections are cut and the database is restarted", async () => {
    const ledger = await soak({ ...plan, store: "postgres" });
    expect(ledger).toMatchObject(agreed);
    expect(ledger.kills).toBeGreaterThan(5);
    expect(ledger.connectionsCut).toBeGreaterThan(0);
    // A server that the environment names is not ours to restart.
    if (process.env["TILLKIT_TEST_POSTGRES_URL"] === undefined) expect(ledger.restarts).toBeGreaterThan(0);
  });
});
