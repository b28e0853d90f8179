import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ErrorCode, errorCodes, TillkitError } from "@tillkit/core";
import { afterAll, describe, expect, it } from "vitest";
import { commandLines, fault } from "../src/docs/commands.ts";
import { generated } from "../src/docs/generated.ts";
import { brokenLinks } from "../src/docs/link-check.ts";
import { anchors, codeBlocks } from "../src/docs/markdown.ts";
import { documents, manifestOf, packageFolders, read, root } from "../src/docs/repository.ts";
import { sectionNames, withSections } from "../src/docs/sections.ts";
import { projects, type Snippet, snippetsOf, writeSnippets } from "../src/docs/snippets.ts";

const run = promisify(execFile);
const all = documents();

describe("what is made from the code", () => {
  const sections = generated();

  it.each(all.filter(({ text }) => sectionNames(text).length > 0))("$path is up to date", ({ text }) => {
    expect(withSections(text, sections)).toBe(text);
  });

  it("has its place in a document, all of it", () => {
    expect(all.flatMap(({ text }) => sectionNames(text)).toSorted()).toEqual([...sections.keys()].toSorted());
  });

  it("names every published package in the reference", () => {
    const reference = read("docs/reference/packages.md");
    const names = packageFolders()
      .map(manifestOf)
      .filter((manifest) => manifest.private !== true)
      .map(({ name }) => name);
    expect(names.filter((name) => !reference.includes(`## \`${name}\``))).toEqual([]);
  });

  it("says how many histories are played", () => {
    const [, count = ""] = /const HISTORIES = ([\d_]+);/.exec(read("packages/acceptance/test/histories.test.ts")) ?? [];
    expect(read("README.md")).toContain(`${count.replaceAll("_", ",")} seeded histories`);
  });

  it("names every environment variable of the example", () => {
    const reference = read("docs/reference/environment.md");
    const names = [...read("examples/pos/server/settings.ts").matchAll(/env\["([A-Z_]+)"\]/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !reference.includes(`\`${name}\``))).toEqual([]);
  });
});

const snippets = all.flatMap(snippetsOf);
const snippetFolder = writeSnippets(snippets);
afterAll(() => rm(snippetFolder, { recursive: true, force: true }));

describe("the code in the documents", () => {
  it.each(projects)(
    "compiles under the repository's own compiler options (%s)",
    { timeout: 120_000 },
    async (project) => {
      expect(await compile(snippetFolder, { project, snippets })).toBe("");
    },
  );

  it("is told apart from code that does not compile", { timeout: 120_000 }, async () => {
    const wrong = snippetsOf({
      path: "made-up.md",
      text: '```ts\nimport { sing } from "@tillkit/core";\n\nsing();\n```',
    });
    const folder = writeSnippets(wrong);
    const said = await compile(folder, { project: projects[0], snippets: wrong });
    await rm(folder, { recursive: true });
    expect(said).toContain("made-up.md:1(1,10): error");
  });

  it("takes the payment that the front page promises", { timeout: 30_000 }, async () => {
    const { stdout } = await play("README/quick-start.ts");
    expect(stdout).toContain("Order for bill-1");
    expect(stdout.trim().split("\n").at(-1)).toBe("succeeded");
  });

  it("makes the two sales of the tutorial", { timeout: 30_000 }, async () => {
    const { stdout } = await play("docs-tutorial-first-sale/first-sale.ts");
    const [printed] = all
      .filter(({ path }) => path === "docs/tutorial/first-sale.md")
      .flatMap(codeBlocks)
      .filter(({ language }) => language === "text");
    expect(stdout.trim()).toBe(printed?.code.trim());
  });
});

describe.each(snippets.filter(({ path }) => path.startsWith("docs-") && path.endsWith(".test.ts")))(
  "the test that $from shows",
  async ({ path }) => {
    await import(join(snippetFolder, path));
  },
);

describe("what a reader is asked to type", () => {
  const made = snippets.map(({ path }) => path.split("/").at(-1) ?? path);

  it.each(all.flatMap(commandLines))("$from: $text", ({ text }) => {
    expect(fault(text, made)).toBeUndefined();
  });

  it("is told apart from what does not exist", () => {
    expect(fault("npx -y pnpm@12 sing", made)).toBe("the repository has no script sing");
    expect(fault("npx -y pnpm@12 test --project acceptance weather", made)).toBe("no test is called weather");
    expect(fault("npx @tillkit/core", made)).toBe("no package has a program @tillkit/core");
    expect(fault("npm install @tillkit/teapot", made)).toBe("there is no package @tillkit/teapot");
  });
});

describe("where the documents lead", () => {
  it.each(all)("$path has no broken link", (document) => {
    expect(brokenLinks(document, all)).toEqual([]);
  });

  it("finds a link that leads nowhere", () => {
    const document = { path: "docs/made-up.md", text: "# Here\n[a](#here) [b](#there) [c](nowhere.md)" };
    expect(brokenLinks(document, [document])).toEqual(["#there", "nowhere.md"]);
  });

  it.each(Object.keys(errorCodes))("explains %s where its errors say", (code) => {
    // Object.keys has just read it from the closed list.
    const [path, anchor] = new TillkitError(code as ErrorCode, "").docUrl.split("#");
    const document = all.find((each) => each.path === path);
    expect(document && anchors(document)).toContain(anchor);
  });

  it("names no path of the machine that it was written on", () => {
    const personal = /(?<![\w./-])\/(?:work|tmp|home|root|Users)\/|[A-Z]:\\/;
    expect(all.filter(({ text }) => personal.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

/** What the compiler says of a folder of snippets, with the documents' places in the place of the files'. */
async function compile(
  folder: string,
  { project, snippets: written }: { readonly project: string; readonly snippets: readonly Snippet[] },
): Promise<string> {
  const tsc = join(root, "node_modules/.bin/tsc");
  const { stdout } = await run(tsc, ["-p", join(folder, project), "--pretty", "false"], { cwd: folder }).catch(
    // What execFile rejects with carries what the program printed.
    (error: { readonly stdout: string }) => error,
  );
  // What is wrong with a package itself is the type check's to say, and not its documents' fault.
  const aboutSnippets = stdout.replace(/^\.\.\/.*\n(?: .*\n)*/gm, "");
  return written.reduce((said, { path, from }) => said.replaceAll(path, from), aboutSnippets);
}

/** Runs a snippet as a reader would, on a free port. */
async function play(snippet: string): Promise<{ readonly stdout: string }> {
  return run(process.execPath, ["--conditions=@tillkit/source", "--no-warnings", join(snippetFolder, snippet)], {
    env: { ...process.env, PORT: String(await freePort()) },
    timeout: 25_000,
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new TypeError("A TCP server has a port.");
  return address.port;
}
