/** Runs commands in this process, on a folder of their own. */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../../src/cli/program.ts";
import type { Ask, Output } from "../../src/cli/terminal.ts";

export const EXAMPLE = fileURLToPath(new URL("../../examples/reviews/", import.meta.url));

export interface Folder {
  readonly path: string;
  /** Writes files; what was there is replaced, and `undefined` removes it. */
  write(files: Readonly<Record<string, string | undefined>>): Promise<void>;
  run(command: string | readonly string[], world?: World): Promise<Outcome>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly ask?: Ask;
  readonly signal?: AbortSignal;
  /** Whether both streams say that they are a terminal. */
  readonly tty?: boolean;
  /** Columns of both streams; default 100. */
  readonly columns?: number;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one JSON document that it must be. */
  readonly json: () => Record<string, unknown>;
}

export async function emptyFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "protegi-cli-"));
  return {
    path,
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        if (content === undefined) await rm(join(path, name));
        else await writeFile(join(path, name), content);
      }
    },
    run: (command, world) => run(typeof command === "string" ? command.split(" ") : command, path, world),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A copy of the example, with the simulated model. */
export async function exampleFolder(): Promise<Folder> {
  const folder = await emptyFolder();
  await cp(EXAMPLE, folder.path, { recursive: true, filter: (source) => !source.includes(".protegi") });
  return folder;
}

/** Flags for a run of some 300 calls on the example. */
export const SMALL: readonly string[] = Object.entries({
  "splits.maxDev": 20,
  "splits.maxTest": 60,
  "search.rounds": 2,
  "search.beamWidth": 2,
  "search.minibatchSize": 16,
  "search.errorGroups": 2,
  "search.maxSuccessors": 4,
  "search.headroom": false,
  "selection.perCandidate": 8,
}).flatMap(([option, value]) => ["--set", `${option}=${value}`]);

async function run(args: readonly string[], cwd: string, world: World = {}): Promise<Outcome> {
  const out = stream(world);
  const err = stream(world);
  const { ask, signal = new AbortController().signal } = world;
  // No package for local models, whatever this machine has.
  const env = { PROTEGI_LLAMA_DIR: cwd, ...world.env };
  const code = await runProgram(args, { stdout: out, stderr: err, cwd, env, signal, ...(ask && { ask }) });
  const stdout = out.text();
  return { code, stdout, stderr: err.text(), json: () => JSON.parse(stdout) as Record<string, unknown> };
}

function stream({ tty: isTTY = false, columns = 100 }: World): Output & { text(): string } {
  let written = "";
  return { write: (text) => (written += text), isTTY, columns, text: () => written };
}
