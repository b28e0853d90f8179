import { coverage } from "@tillkit/simulator";
import { table } from "./table.ts";

/** What the simulator answers, what is simpler than at Stripe, and what is missing. */
export function simulatorCoverage(): string {
  const { apiVersion, implemented, missing, simplified, undocumented } = coverage();
  const rows = implemented.map(({ operation, permission, simplified: simpler = "" }) => [
    `\`${operation}\``,
    `\`rak_${permission}\``,
    simpler,
  ]);
  return [
    `## Implemented: ${implemented.length} operations of ${apiVersion}`,
    table(["Operation", "A restricted key needs", "Simpler than at Stripe"], rows),
    "## Simplified everywhere",
    simplified.map((what) => `- ${what}`).join("\n"),
    "## What Stripe does not publish",
    "Each of these is a setting of the simulator, given in `settings` (those of `timing` in `timing`), or on the command line as a file to `--settings`.",
    table(
      ["Question", "Setting", "Unless told otherwise"],
      undocumented.map(({ question, setting, unlessTold }) => [question, `\`${setting}\``, `\`${unlessTold}\``]),
    ),
    `## Missing: ${missing.length} operations of the same resources`,
    "Each of them, and every other resource, answers a 404 that says so.",
    missing.map((operation) => `- \`${operation}\``).join("\n"),
  ].join("\n\n");
}
