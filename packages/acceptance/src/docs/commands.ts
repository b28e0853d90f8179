import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { codeBlocks, type Document } from "./markdown.ts";
import { manifestOf, packageFolders, root } from "./repository.ts";

/** A line that a document asks its reader to type. */
export interface CommandLine {
  readonly text: string;
  /** For people: where it stands. */
  readonly from: string;
}

/** The command lines of a document: those in blocks, and those of the repository that stand in the text. */
export function commandLines(document: Document): readonly CommandLine[] {
  const inText = [...document.text.matchAll(/`(npx -y pnpm@12 [^`\n]+)`/g)].map(([, text = ""]) => ({
    text,
    from: document.path,
  }));
  return [...inText, ...inBlocks(document)];
}

function inBlocks(document: Document): readonly CommandLine[] {
  return codeBlocks(document)
    .filter(({ language }) => language === "bash" || language === "sh")
    .flatMap(({ code, line }) =>
      code
        .replaceAll("\\\n", " ")
        .split("\n")
        .map((text) => text.replace(/#.*$/, "").trim())
        .filter((text) => text !== "")
        .map((text) => ({ text, from: `${document.path}:${line}` })),
    );
}

/** What is wrong with a command line: a script, program or package that does not exist. `undefined`: nothing. */
export function fault(text: string, made: readonly string[]): string | undefined {
  const words = text.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program = "", ...rest] = words;
  switch (program) {
    case "npx":
      return npx(
        rest.filter((word) => word !== "-y"),
        made,
      );
    case "pnpm":
      return pnpm(rest, made);
    case "npm":
      return rest[0] === "install" ? rest.slice(1).map(unknownPackage).find(Boolean) : `npm ${rest[0]}?`;
    case "node":
      return node(rest, made);
    case "sudo":
      return fault(rest.join(" "), made);
    default:
      return foreign.includes(program) ? undefined : `there is no program ${program}`;
  }
}

/** Programs that are not ours. */
const foreign = ["apt-get", "cd", "curl", "export", "git", "mkdir", "stripe"];

function npx(words: readonly string[], made: readonly string[]): string | undefined {
  const [program = "", ...rest] = words;
  if (program.startsWith("pnpm@")) return pnpm(rest, made);
  return bins().includes(program) ? undefined : `no package has a program ${program}`;
}

/** What `npx` can be told: the name of a program, or of a package that has just one. */
const bins = (): readonly string[] =>
  workspace().flatMap(({ name, bin = {} }) => {
    const programs = Object.keys(bin);
    return programs.length === 1 && name !== undefined ? [...programs, name] : programs;
  });

function pnpm(words: readonly string[], made: readonly string[]): string | undefined {
  const [first = "", ...rest] = words;
  if (first === "install") return undefined;
  if (first === "add")
    return rest
      .filter((word) => !word.startsWith("-"))
      .map(unknownPackage)
      .find(Boolean);
  if (first === "exec") return rest[0] === "node" ? node(rest.slice(1), made) : undefined;
  if (first === "run") return pnpm(rest, made);
  if (first === "--filter") return pnpmIn(rest);
  if (first === "test") return unknownTests(rest);
  return first in (manifestOf(".").scripts ?? {}) ? undefined : `the repository has no script ${first}`;
}

/** `--project` names packages; every other word is a part of the path of a test. */
function unknownTests(words: readonly string[]): string | undefined {
  const projects = words.filter((_word, index) => words[index - 1] === "--project");
  const filters = words.filter((word) => word !== "--project" && !projects.includes(word));
  const missing = projects.find((name) => !packageFolders().includes(`packages/${name}`));
  if (missing !== undefined) return `there is no project ${missing}`;
  const tests = projects.flatMap((name) => testsOf(`packages/${name}/test`));
  return filters
    .filter((filter) => !tests.some((path) => path.includes(filter)))
    .map((word) => `no test is called ${word}`)[0];
}

const testsOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });

function pnpmIn([name = "", script = ""]: readonly string[]): string | undefined {
  const manifest = workspace().find((each) => each.name === name);
  if (manifest === undefined) return `there is no package ${name}`;
  return script in (manifest.scripts ?? {}) ? undefined : `${name} has no script ${script}`;
}

function node(words: readonly string[], made: readonly string[]): string | undefined {
  const file = words.find((word) => !word.startsWith("-"));
  if (file === undefined) return "node without a file";
  return existsSync(join(root, file)) || made.some((name) => file.endsWith(name)) ? undefined : `there is no ${file}`;
}

function unknownPackage(word: string): string | undefined {
  const name = word.replace(/(?<=.)@.*$/, "");
  const known = workspace().flatMap((manifest) => [
    manifest.name,
    ...Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
  ]);
  return word.startsWith("-") || known.includes(name) ? undefined : `there is no package ${name}`;
}

const workspace = () => [".", ...packageFolders(), "examples/pos"].map(manifestOf);
