import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeBlocks, type Document } from "./markdown.ts";
import { root } from "./repository.ts";

/** A file of code, put together from the blocks of one document. */
export interface Snippet {
  /** Relative to the folder of snippets. */
  readonly path: string;
  readonly code: string;
  /** For people: where it comes from. */
  readonly from: string;
}

/** Where snippets are written: inside the repository, so that they find the packages, and ignored by git. */
export const snippetFolder = join(root, "packages/acceptance/.snippets");

/** The TypeScript of a document: the blocks that name the same file are one file, every other block is its own. */
export function snippetsOf(document: Document): readonly Snippet[] {
  const files = new Map<string, { readonly line: number; readonly parts: string[] }>();
  for (const { language, code, line, file = `line-${line}.ts` } of codeBlocks(document)) {
    if (language !== "ts" && language !== "tsx") continue;
    const known = files.get(file) ?? { line, parts: [] };
    known.parts.push(code);
    files.set(file, known);
  }
  const folder = document.path.replace(/\.md$/, "").replaceAll("/", "-");
  return [...files].map(([name, { line, parts }]) => ({
    path: `${folder}/${name}`,
    code: `${parts.join("\n\n")}\n`,
    from: `${document.path}:${line}`,
  }));
}

/** Writes snippets anew, with the compiler options that a reader's project would have. */
export function writeSnippets(snippets: readonly Snippet[]): void {
  rmSync(snippetFolder, { recursive: true, force: true });
  for (const { path, code } of snippets) write(path, code);
  const tsconfig = {
    extends: "../../../tsconfig.base.json",
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
      rootDir: "../../..",
      tsBuildInfoFile: null,
      // A reader writes process.env.NAME.
      noPropertyAccessFromIndexSignature: false,
    },
    include: ["**/*.ts", "**/*.tsx"],
  };
  write("tsconfig.json", `${JSON.stringify(tsconfig, null, 2)}\n`);
}

function write(path: string, text: string): void {
  const target = join(snippetFolder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
