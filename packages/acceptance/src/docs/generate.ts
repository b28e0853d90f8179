import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generated } from "./generated.ts";
import { documents, root } from "./repository.ts";
import { withSections } from "./sections.ts";

// node --conditions=@tillkit/source packages/acceptance/src/docs/generate.ts
const sections = generated();
for (const { path, text } of documents()) {
  const next = withSections(text, sections);
  if (next === text) continue;
  writeFileSync(join(root, path), next);
  process.stdout.write(`${path}\n`);
}
