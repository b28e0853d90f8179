import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPos, type Pos } from "../server/pos.ts";
import type { StripeSettings } from "../server/settings.ts";

/** A POS on the simulator, on a free port and in a folder of its own. */
export interface TestPos extends Pos {
  /** What went wrong in the background. */
  readonly reports: readonly unknown[];
}

/** Opens a POS for a test, with the built pages of a folder where there are any. `close` removes its files too. */
export async function openTestPos(pages?: string, stripe: StripeSettings = { type: "simulated" }): Promise<TestPos> {
  const folder = mkdtempSync(join(tmpdir(), "pos-"));
  const reports: unknown[] = [];
  const pos = await openPos(
    { port: 0, host: "127.0.0.1", folder, url: undefined, currency: "usd", stripe },
    { report: (error) => reports.push(error), ...(pages === undefined ? {} : { pages }) },
  );
  return {
    ...pos,
    reports,
    close: async () => {
      await pos.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
