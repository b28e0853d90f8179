import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds seriously wrong with the page as it is shown: the rule and the first element, or nothing. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""} (${nodes[0]?.failureSummary ?? ""})`);
  });
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
