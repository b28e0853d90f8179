import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Mistake } from "./mistakes.ts";

const core = fileURLToPath(new URL("../../../core", import.meta.url));

/** Where the real core begins. */
export const realCore = join(core, "src/index.ts");

/**
 * Copies the core, plants a mistake in the copy, and answers where the copy begins and how to throw it away.
 *
 * Throws when the right text does not stand in the file exactly once: then the list of mistakes has gone stale.
 */
export async function plant({
  file,
  right,
  wrong,
  name,
}: Mistake): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const source = await readFile(join(core, "src", file), "utf8");
  const found = source.split(right).length - 1;
  if (found !== 1) throw new Error(`"${name}": the text to replace stands ${found} times in ${file}.`);
  const directory = await mkdtemp(join(tmpdir(), "tillkit-mistake-"));
  await cp(join(core, "src"), join(directory, "src"), { recursive: true });
  await symlink(join(core, "node_modules"), join(directory, "node_modules"));
  await writeFile(join(directory, "package.json"), `{ "type": "module" }`);
  await writeFile(
    join(directory, "src", file),
    source.replace(right, () => wrong),
  );
  return { path: join(directory, "src/index.ts"), remove: () => rm(directory, { recursive: true, force: true }) };
}
