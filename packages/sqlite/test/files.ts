import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A database file in a folder of its own. */
export function temporaryFile(): { readonly file: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "tillkit-sqlite-"));
  return { file: join(folder, "till.db"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
