#!/usr/bin/env node
/** The way in: refuses a Node that is too old in one line, before anything is imported that would crash on it. */
import process from "node:process";

const OLDEST = "22.19";

if (isOlder(process.versions.node, OLDEST)) {
  process.stderr.write(`protegi needs Node ${OLDEST} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  const { runProgram } = await import("./program.ts");
  const interrupted = new AbortController();
  // Once: a second Ctrl-C ends the process at once.
  process.once("SIGINT", () => interrupted.abort());
  process.exitCode = await runProgram(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    interactive: process.stdin.isTTY && process.stderr.isTTY && !process.env["CI"],
    env: process.env,
    cwd: process.cwd(),
    signal: interrupted.signal,
  });
}

function isOlder(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
