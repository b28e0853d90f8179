import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Vitest 5 reads this file because the `test` script names it: `vitest --config vitest.workspace.ts`.
const conditions = ["@tillkit/source"];

// What a machine with other work takes is not what a test is about: only what never comes fails.
const patience = { hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const packages = [
  "core",
  "sqlite",
  "stripe",
  "guest",
  "receipts",
  "http",
  "express",
  "fastify",
  "next",
  "testing",
  "simulator",
  "acceptance",
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      ...packages.map((name) => ({
        test: { name, root: `packages/${name}`, include: ["test/**/*.test.ts"], testTimeout: 20_000, ...patience },
      })),
      {
        test: {
          name: "postgres",
          root: "packages/postgres",
          include: ["test/**/*.test.ts"],
          globalSetup: join(import.meta.dirname, "packages/postgres/test/global-setup.ts"),
          testTimeout: 30_000,
          ...patience,
        },
      },
      {
        test: {
          name: "pos",
          root: "examples/pos",
          include: ["test/**/*.test.ts"],
          testTimeout: 60_000,
          ...patience,
        },
      },
    ],
    coverage: { include: ["packages/*/src/**"] },
  },
});
