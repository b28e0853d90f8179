import type { TestProject } from "vitest/node";
import { startServer } from "./server.ts";

/** One server for all test files: the one that the environment names, or one of our own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TILLKIT_TEST_POSTGRES_URL"];
  if (given !== undefined) {
    project.provide("postgresUrl", given);
    return async () => undefined;
  }
  const server = await startServer();
  project.provide("postgresUrl", server.url);
  return server.stop;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly postgresUrl: string;
  }
}
