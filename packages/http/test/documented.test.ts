import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { routes } from "../src/routes/table.ts";

describe("the tables of routes", () => {
  it.each(["../README.md", "../../../docs/how-to/mount-in-express.md"])(
    "in %s name every route and its action",
    async (page) => {
      const lines = (await readFile(new URL(page, import.meta.url), "utf8")).split("\n");
      const untold = routes.filter(
        ({ method, path, action }) =>
          !lines.some(
            (line) =>
              (line.includes(`\`${method} ${path}\``) || line.includes(`\`${method} ${path}?`)) &&
              (action === "public" || line.includes(`\`${action}\``)),
          ),
      );
      expect(untold.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    },
  );
});
