/** Runs the scripts of package.json that are named check:*, all or those named, and says which failed. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname, "..");
/** Read by .ci/run. */
const REPORT = join(root, "node_modules/.cache/protegi/checks.json");

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const known = Object.keys(scripts).flatMap((name) => (name.startsWith("check:") ? [name.slice("check:".length)] : []));
const chosen = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = chosen.find((name) => !known.includes(name));

if (unknown === undefined) {
  const failed = [];
  for (const name of chosen) if (!(await check(name))) failed.push(name);
  const passed = chosen.length - failed.length;
  mkdirSync(join(REPORT, ".."), { recursive: true });
  writeFileSync(REPORT, JSON.stringify({ passed, failed: failed.length }));
  console.log(failed.length === 0 ? `All ${passed} checks passed.` : `Failed: ${failed.join(", ")}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} else {
  console.error(`There is no check "${unknown}"; there are ${known.join(", ")}.`);
  process.exitCode = 2;
}

/** Shows the output of a check only when it fails. */
async function check(name) {
  const start = performance.now();
  const { code, output } = await run(scripts[`check:${name}`]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name.padEnd(10)} ${seconds.padStart(5)} s`);
  if (code !== 0) console.log(`${output.trimEnd().replaceAll(/^/gm, "     ")}\n`);
  return code === 0;
}

function run(command) {
  const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` };
  const child = spawn(command, { cwd: root, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}
