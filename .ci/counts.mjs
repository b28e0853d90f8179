// Prints the closing line of a run from Vitest's own report: each test counts once, and so does each gate that failed.
import { readFileSync } from "node:fs";

const [report, ...failedGates] = process.argv.slice(2);
const gates = failedGates.filter((gate) => gate !== "test");

let passed = 0;
let failed = gates.length;
let skipped = 0;
try {
  const tests = JSON.parse(readFileSync(report, "utf8"));
  passed = tests.numPassedTests;
  skipped = tests.numPendingTests + tests.numTodoTests;
  failed += tests.numFailedTests;
  // A file that breaks before its first test has no failed test of its own.
  if (!tests.success && tests.numFailedTests === 0) failed += Math.max(1, tests.numFailedTestSuites);
} catch (error) {
  console.error(`There is no test report: ${error.message}`);
  failed += 1;
}
if (passed === 0) failed += 1;
if (skipped > 0) {
  console.error(`${skipped} tests were skipped; in CI nothing may be.`);
  failed += skipped;
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && failedGates.length === 0 ? 0 : 1;
