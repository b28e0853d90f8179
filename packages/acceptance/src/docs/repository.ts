import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Document } from "./markdown.ts";

/** Where the repository lies on this machine, without a slash at the end. */
export const root = fileURLToPath(new URL("../../../..", import.meta.url)).replace(/\/$/, "");

/** Every document that the project publishes: its front page, `docs/`, and the front pages of packages and examples. */
export function documents(): readonly Document[] {
  const files = [
    "README.md",
    ...markdownBelow("docs"),
    ...[...packageFolders(), "examples/pos"].flatMap((folder) =>
      readdirSync(join(root, folder)).includes("README.md") ? [`${folder}/README.md`] : [],
    ),
  ];
  return files.map((path) => ({ path, text: read(path) }));
}

/** A file of the repository, as text. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The folders of the packages, relative to the repository. */
export function packageFolders(): readonly string[] {
  return readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `packages/${name}`);
}

/** A package.json, as far as the documents depend on it. */
export interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The manifest of a folder; `.` is the repository's own. */
export function manifestOf(folder: string): Manifest {
  // Our own file, which every script of the repository already depends on.
  return JSON.parse(read(join(folder, "package.json"))) as Manifest;
}

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith("docs/reference/api/"))
    .toSorted();
}
