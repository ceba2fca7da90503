#!/usr/bin/env node
/** The way in: refuses a Node that is too old in one line, before anything is imported that would crash on it. */
import process from "node:process";

const OLDEST = "22.19";
/** Milliseconds after Ctrl-C in which a command may end by itself. */
const PATIENCE = 900;
const INTERRUPTED = 130;

if (isOlder(process.versions.node, OLDEST)) {
  process.stderr.write(`protegi needs Node ${OLDEST} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await run();
}

async function run(): Promise<number> {
  const { runProgram } = await import("./program.ts");
  const { askAtTerminal } = await import("./ask.ts");
  const interrupted = new AbortController();
  process.on("SIGINT", () => {
    if (interrupted.signal.aborted) process.exit(INTERRUPTED);
    interrupted.abort();
    // What arrived is stored already, so nothing is lost when something else does not end in time.
    setTimeout(() => process.exit(INTERRUPTED), PATIENCE).unref();
  });
  // Our reader may have seen enough, as `head` does.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const canAsk = process.stdin.isTTY && process.stderr.isTTY && !process.env["CI"];
  return runProgram(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    ...(canAsk && { ask: askAtTerminal }),
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
