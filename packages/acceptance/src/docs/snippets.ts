import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { given, stubs } from "./given.ts";
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
const parent = join(root, "packages/acceptance/.snippets");

/** The TypeScript of a document: the blocks that name the same file are one file, every other block is its own. */
export function snippetsOf(document: Document): readonly Snippet[] {
  const files = new Map<string, { readonly line: number; readonly parts: string[] }>();
  for (const { language, code, line, file = pathIn(code) ?? `line-${line}.ts` } of codeBlocks(document)) {
    if (language !== "ts" && language !== "tsx") continue;
    const known = files.get(file) ?? { line, parts: [] };
    known.parts.push(code);
    files.set(file, known);
  }
  const folder = document.path.replace(/\.md$/, "").replaceAll("/", "-");
  return [...files].map(([name, { line, parts }]) => ({
    path: `${folder}/${name}`,
    code: `${withGiven(parts.join("\n\n"), document)}\n`,
    from: `${document.path}:${line}`,
  }));
}

/** The path that a block begins with, as in `// app/route.ts`. */
function pathIn(code: string): string | undefined {
  return /^\/\/ (\S+\.tsx?)$/m.exec(code.split("\n", 1).join(""))?.[1];
}

/** The compiler's projects in the folder of snippets: what runs in Node, and what runs in a browser. */
export const projects = ["tsconfig.json", "tsconfig.browser.json"] as const;

/** Writes snippets into a new folder, with the compiler options that a reader's project would have. Answers the folder. */
export function writeSnippets(snippets: readonly Snippet[]): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "run-"));
  for (const { path, code } of [...snippets, ...stubs]) write(join(folder, path), code);
  const browser = snippets.filter(({ code }) => /\bEventSource\b/.test(code)).map(({ path }) => path);
  writeProject(join(folder, projects[0]), { include: ["**/*.ts", "**/*.tsx"], exclude: browser });
  writeProject(join(folder, projects[1]), { files: browser }, { lib: ["ES2023", "DOM"], types: [] });
  return folder;
}

function writeProject(path: string, files: object, options: object = {}): void {
  const tsconfig = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
      rootDir: root,
      tsBuildInfoFile: null,
      // A reader writes process.env.NAME.
      noPropertyAccessFromIndexSignature: false,
      ...options,
    },
    ...files,
    ...("files" in files ? { include: [] } : {}),
  };
  write(path, `${JSON.stringify(tsconfig, null, 2)}\n`);
}

/** Declares what a block uses without showing where it comes from. */
function withGiven(code: string, { path }: Document): string {
  const declarations = Object.entries(given[path] ?? {})
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`import[^;]*\\b${name}\\b`).test(code))
    .map(([name, type]) => `declare const ${name}: ${type};`);
  return [...declarations, code].join("\n");
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
