import { cpus } from "node:os";
import { benchDecide } from "./decide.ts";
import { benchPostgres } from "./postgres.ts";
import { countSale } from "./sale.ts";
import { benchSimulator } from "./simulator.ts";
import { timeStart } from "./start.ts";
import { benchWebhook } from "./webhook.ts";

// Figures from one run only: what counts are the ratios, since both sides were measured in turns on the same machine.
console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`);
benchWebhook();
benchDecide();
await countSale();
await benchSimulator();
await timeStart();
await benchPostgres();
