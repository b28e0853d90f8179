import { parseArgs } from "node:util";
import { agree } from "./ledger.ts";
import { soak } from "./soak.ts";

// The long soak: `pnpm soak --store postgres --sales 5000 --servers 4 --seed 7`.
const { values } = parseArgs({
  options: {
    store: { type: "string", default: "sqlite" },
    sales: { type: "string", default: "1000" },
    servers: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    life: { type: "string", default: "700" },
  },
});
if (values.store !== "sqlite" && values.store !== "postgres")
  throw new RangeError(`--store is sqlite or postgres, not ${values.store}.`);
const ledger = await soak({
  store: values.store,
  sales: Number(values.sales),
  servers: Number(values.servers),
  seed: Number(values.seed),
  lifeMs: Number(values.life),
});
console.table(ledger);
const right = agree(ledger) && ledger.crashes === 0;
console.log(right ? "The books agree." : `The books do NOT agree. Seed ${values.seed}.`);
process.exitCode = right ? 0 : 1;
