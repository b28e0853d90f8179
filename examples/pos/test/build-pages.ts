import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** Builds the pages as `pnpm start` does, into a folder of their own, and answers where they are. */
export async function buildPages(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pos-pages-"));
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");
  // A process of its own: the test runner's NODE_ENV would build React's development version.
  await promisify(execFile)(process.execPath, [vite, "build", "--outDir", folder, "--emptyOutDir"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, NODE_ENV: "production" },
  });
  return folder;
}
