/**
 * The last line of .ci/run: how many tests and checks passed and failed, from the reports that both left behind.
 * Takes their exit codes: node scripts/ci-summary.mjs CHECKS TESTS
 */
import { existsSync, readFileSync } from "node:fs";

const reports = new URL("../node_modules/.cache/protegi/", import.meta.url);
const checks = read("checks.json");
const tests = read("tests.json");

const [checksCode, testsCode] = process.argv.slice(2);

const passed = (checks?.passed ?? 0) + (tests?.numPassedTests ?? 0);
const failed = failures(checks?.failed, checksCode) + failures(tests && failedTests(tests), testsCode);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function read(name) {
  const file = new URL(name, reports);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** A missing report is one failure; so is a bad exit that no count explains, such as a threshold of coverage. */
function failures(count = 1, code) {
  return count === 0 && code !== "0" ? 1 : count;
}

/** A file that could not be loaded has no tests to count: it is one failure. */
function failedTests({ numFailedTests, testResults }) {
  return (
    numFailedTests +
    testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length
  );
}
