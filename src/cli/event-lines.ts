/** `--events`: what happens in a job as JSON lines while it runs, on stdout or in a file. */
import { appendFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { ownWordsCleaner } from "../models/redact.ts";
import type { Environment } from "../models/index.ts";

/** The value of the flag that means stdout. */
export const ON_STDOUT = "jsonl";

/** The last line on stdout: the document that --json would print. */
interface Result {
  readonly type: "result";
  readonly result: object;
}

/** What the lines need of an invocation. */
interface World {
  readonly stdout: { write(text: string): unknown };
  readonly env: Environment;
  readonly cwd: string;
}

/** Writes an event, with what else belongs to it, as one line. */
export type EventLines = (event: RunEvent | Result, more?: Readonly<Record<string, unknown>>) => void;

/**
 * Where the events go. Keys that are in the environment, or look like keys, are replaced.
 * @param where `jsonl` for stdout, or a file that ends in .jsonl or .ndjson, which is emptied first
 * @throws UsageError when it is neither, or the file cannot be written
 */
export function eventLines(io: World, where: string): EventLines {
  const clean = ownWordsCleaner(io.env);
  const write =
    where === ON_STDOUT ? (line: string) => void io.stdout.write(line) : fileLines(resolve(io.cwd, where), where);
  return (event, more = {}) => write(`${clean(JSON.stringify({ at: new Date().toISOString(), ...more, ...event }))}\n`);
}

function fileLines(file: string, named: string): (line: string) => void {
  if (!/\.(?:jsonl|ndjson)$/i.test(named))
    throw new UsageError(
      "--events",
      `expected jsonl for stdout, or a file that ends in .jsonl or .ndjson, got ${JSON.stringify(named)}`,
    );
  try {
    writeFileSync(file, "", { mode: 0o600 });
  } catch (error) {
    throw new UsageError(
      "--events",
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return (line) => appendFileSync(file, line);
}
