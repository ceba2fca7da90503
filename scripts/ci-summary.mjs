/** The last line of .ci/run: how many tests and checks passed and failed, from the reports that both left behind. */
import { existsSync, readFileSync } from "node:fs";

const reports = new URL("../node_modules/.cache/protegi/", import.meta.url);
const checks = read("checks.json");
const tests = read("tests.json");

const passed = (checks?.passed ?? 0) + (tests?.numPassedTests ?? 0);
const failed = failures(checks, checks?.failed) + failures(tests, tests && failedTests(tests));
// Such as a coverage threshold that was missed, which no report counts.
const unexplained = failed === 0 && process.argv.slice(2).some((code) => code !== "0") ? 1 : 0;
console.log(`${passed} passed, ${failed + unexplained} failed`);
process.exitCode = failed + unexplained === 0 ? 0 : 1;

function read(name) {
  const file = new URL(name, reports);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** A report that is missing is one failure. */
function failures(report, count) {
  return report === undefined ? 1 : count;
}

/** A file that could not be loaded has no tests to count: it is one failure. */
function failedTests({ numFailedTests, testResults }) {
  return (
    numFailedTests +
    testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length
  );
}
