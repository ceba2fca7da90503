/** Starts the small run in a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { RunResult } from "../../src/run/result.ts";

const RUN = fileURLToPath(new URL("children/run.ts", import.meta.url));
/** Compiled once for all of them: half the time of a start. */
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/protegi/compiled", import.meta.url));

export interface Child {
  readonly process: ChildProcess;
  /** Its exit code or the signal that ended it, and the result that it printed. */
  readonly ended: Promise<{ readonly how: number | string; readonly result: RunResult | undefined }>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** @param options those that differ from the small run, with `model` and perhaps `file` */
export function startChild(options: Readonly<Record<string, unknown>>): Child {
  const child = spawn(process.execPath, ["--no-warnings", RUN, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const ended = Promise.all([once(child, "exit"), text(child.stdout)]).then(([[code, signal], printed]) => ({
    how: (code ?? signal) as number | string,
    result: printed.endsWith("\n") ? (JSON.parse(printed) as RunResult) : undefined,
  }));
  return { process: child, ended };
}
