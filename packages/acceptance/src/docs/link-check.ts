import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { anchors, type Document, links } from "./markdown.ts";
import { root } from "./repository.ts";

/** The links of a document that lead nowhere inside the repository. Links to other sites are not followed. */
export function brokenLinks(document: Document, all: readonly Document[]): readonly string[] {
  return links(document).filter((link) => !/^[a-z]+:/.test(link) && !resolves(link, document, all));
}

function resolves(link: string, document: Document, all: readonly Document[]): boolean {
  const [file = "", anchor] = link.split("#");
  const path = file === "" ? document.path : normalize(join(dirname(document.path), file));
  if (!all.some((each) => each.path === path) && !existsSync(join(root, path))) return false;
  if (anchor === undefined) return true;
  const target = all.find((each) => each.path === path);
  return target !== undefined && anchors(target).includes(anchor);
}
