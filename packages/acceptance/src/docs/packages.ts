import { manifestOf, packageFolders } from "./repository.ts";
import { table } from "./table.ts";

/** The packages that are published, with what each says of itself. */
export function packagesTable(): string {
  const rows = packageFolders()
    .filter((folder) => manifestOf(folder).private !== true)
    .toSorted(byImportance)
    .map((folder) => {
      const { name, description } = manifestOf(folder);
      return [`[\`${name}\`](${folder})`, description];
    });
  return table(["Package", "What it is"], rows);
}

const order = [
  "core",
  "stripe",
  "sqlite",
  "http",
  "express",
  "fastify",
  "next",
  "guest",
  "receipts",
  "simulator",
  "testing",
];

function byImportance(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** Packages that this list does not know yet come last. */
function rank(folder: string): number {
  const index = order.indexOf(folder.replace("packages/", ""));
  return index === -1 ? order.length : index;
}
