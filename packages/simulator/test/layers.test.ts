import { readFileSync, readdirSync } from "node:fs";
import { join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** What each source file imports of the others, types included. */
function imports(): Map<string, readonly string[]> {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(src, file), "utf8");
      const paths = [...text.matchAll(/from "(\.[^"]+\.ts)"/g)].map(([, path = ""]) => path);
      return [file, paths.map((path) => relative(".", normalize(join(file, "..", path))))];
    }),
  );
}

/** Folders from the bottom up; a file imports only from its own folder, from below, and from the root's foundations. */
const stack = ["protocol", "schema", "objects", "webhooks", "behaviour", "hands", "http", "control", "pages"];

test("no file imports itself by any way round, types included", () => {
  const graph = imports();
  const finished = new Set<string>();
  function walk(file: string, way: readonly string[]): void {
    if (way.includes(file)) throw new Error([...way.slice(way.indexOf(file)), file].join(" → "));
    if (finished.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...way, file]);
    finished.add(file);
  }
  for (const file of graph.keys()) walk(file, []);
  expect(finished.size).toBe(graph.size);
});

test("each folder builds only on the folders below it", () => {
  const wrong: string[] = [];
  for (const [file, targets] of imports()) {
    const level = stack.indexOf(file.split("/")[0] ?? "");
    if (level < 0) continue;
    for (const target of targets)
      if (stack.indexOf(target.split("/")[0] ?? "") > level) wrong.push(`${file} → ${target}`);
  }
  expect(wrong).toEqual([]);
});

test("whoever runs the command needs nothing beside it: no package is imported at run time", () => {
  const manifest = JSON.parse(readFileSync(join(src, "../package.json"), "utf8")) as Readonly<Record<string, object>>;
  expect(manifest["dependencies"]).toBeUndefined();
  expect(Object.keys(manifest["bin"] ?? {})).toEqual(["tillkit-simulator"]);
  const imported = [...imports().keys()].flatMap((file) => {
    const text = readFileSync(join(src, file), "utf8");
    const names = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^."][^"]*)"/gm)].map(([, name]) => name);
    return names.filter((name) => !name?.startsWith("node:")).map((name) => `${file}: ${name}`);
  });
  expect(imported).toEqual(["msw.ts: msw"]);
});
