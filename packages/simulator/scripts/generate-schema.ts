import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import ts from "typescript";

import { declarationReader } from "./declaration-reader.ts";
import type { Schema } from "./declaration-reader.ts";
import { operations } from "./operations.ts";

/** What `schema.generated.json` holds. */
export interface GeneratedSchema {
  readonly apiVersion: string;
  readonly operations: Record<string, { request?: Schema; response: Schema; list: boolean; needsParams: boolean }>;
  readonly definitions: Record<string, Schema>;
  /** Operations the client declares for the same resources and the simulator does not answer. */
  readonly missing: readonly string[];
}

/**
 * Reads the declarations of the installed `stripe` package and returns a JSON Schema per operation.
 *
 * Stripe generates those declarations from its own OpenAPI description, so they are the contract of that API version.
 * Throws when an operation we simulate is no longer declared.
 */
export function generateSchema(stripeFolder = installedStripe()): GeneratedSchema {
  const resources = join(stripeFolder, "esm", "resources");
  const files = operations.map(({ resource }) => join(resources, `${resource}.d.ts`));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  const reader = declarationReader(program.getTypeChecker());
  const found: GeneratedSchema["operations"] = {};

  for (const { resource, methods } of operations) {
    const file = join(resources, `${resource}.d.ts`);
    const source = program.getSourceFile(file);
    const script = readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8");
    for (const method of methods) {
      const route = httpRoute(script, method);
      const declaration = source && methodDeclaration(source, method);
      if (!route || !declaration) throw new Error(`stripe no longer declares ${resource}.${method}`);
      found[route] = reader.operation(declaration);
    }
  }
  const missing = operations.flatMap(({ resource }) => {
    const script = readFileSync(join(resources, `${resource}.js`), "utf8");
    const names = [...script.matchAll(/\n    (?:async )?(\w+)\([^\n]*\{/g)].map(([, name = ""]) => name);
    return names.flatMap((name) => httpRoute(script, name) ?? []).filter((route) => !(route in found));
  });
  const apiVersion = /'(\d{4}-[^']+)'/.exec(readFileSync(join(stripeFolder, "esm", "apiVersion.js"), "utf8"))?.[1];
  if (!apiVersion) throw new Error("stripe no longer says its API version in esm/apiVersion.js");
  return {
    apiVersion,
    operations: found,
    definitions: sorted(reader.definitions),
    missing: [...new Set(missing)].toSorted(),
  };
}

/** The text of `schema.generated.json`: one definition per line, so that a new Stripe version is a readable diff. */
export function schemaText(schema: GeneratedSchema): string {
  return [
    "{",
    `  "apiVersion": ${JSON.stringify(schema.apiVersion)},`,
    `  "operations": {\n${lines(schema.operations)}\n  },`,
    `  "missing": ${JSON.stringify(schema.missing)},`,
    `  "definitions": {\n${lines(schema.definitions)}\n  }`,
    "}\n",
  ].join("\n");
}

function lines(entries: object): string {
  const each = Object.entries(entries).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return each.join(",\n");
}

function installedStripe(): string {
  return dirname(dirname(fileURLToPath(import.meta.resolve("stripe"))));
}

/** `POST /v1/payment_intents/{id}/cancel`, read from the code beside the declaration. */
function httpRoute(script: string, method: string): string | undefined {
  const call = new RegExp(
    `\\n    (?:async )?${method}\\([^\\n]*\\{[\\s\\S]*?_makeRequest\\('(\\w+)', (['\`])([^'\`]+)\\2`,
  );
  const match = call.exec(script);
  return match ? `${match[1]} ${match[3]?.replace(/\$\{encodeURIComponent\((\w+)\)\}/g, "{$1}")}` : undefined;
}

function methodDeclaration(source: ts.SourceFile, name: string): ts.MethodDeclaration | undefined {
  for (const statement of source.statements) {
    if (!ts.isClassDeclaration(statement) || !statement.name?.text.endsWith("Resource")) continue;
    const member = statement.members.find((m) => ts.isMethodDeclaration(m) && m.name.getText() === name);
    if (member && ts.isMethodDeclaration(member)) return member;
  }
  return undefined;
}

function sorted(definitions: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(definitions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const target = join(import.meta.dirname, "..", "src", "schema", "schema.generated.json");
  mkdirSync(dirname(target), { recursive: true });
  const text = schemaText(generateSchema());
  writeFileSync(target, text);
  process.stdout.write(`${relative(process.cwd(), target)}: ${Math.round(text.length / 1000)} kB\n`);
}
