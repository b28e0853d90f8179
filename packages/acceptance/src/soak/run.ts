import { parseArgs } from "node:util";
import { soak } from "./soak.ts";

// The long soak: `pnpm soak --sales 5000 --servers 4 --seed 7`.
const { values } = parseArgs({
  options: {
    sales: { type: "string", default: "1000" },
    servers: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    life: { type: "string", default: "700" },
  },
});
const ledger = await soak({
  sales: Number(values.sales),
  servers: Number(values.servers),
  seed: Number(values.seed),
  lifeMs: Number(values.life),
});
console.table(ledger);
const { sales, charged, chargedTwice, orders, orderedTwice, paid, open, payable } = ledger;
const right =
  [charged, orders, paid].every((count) => count === sales) && chargedTwice + orderedTwice + open + payable === 0;
console.log(right ? "The books agree." : `The books do NOT agree. Seed ${values.seed}.`);
process.exitCode = right ? 0 : 1;
