/**
 * The terminal of the documents. Commands run in this process, one after another, in a folder that holds the examples.
 * What several screens begin with is run once. Clock and names of runs are fixed, so that the same commands print the same.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { vi } from "vitest";
import { runProgram } from "../../src/cli/program.ts";
import { runPaper } from "../../recipes/paper/program.ts";
import { ROOT } from "./pages.ts";

/** What `npm run demo` runs: `demo` in scripts/run.mjs. */
const SCRIPTS: readonly (readonly [script: string, command: string])[] = [
  ["npm run demo -- --recorded", "protegi optimize examples/reviews/recorded/protegi.yaml"],
  ["npm run demo", "protegi optimize examples/reviews/protegi.yaml"],
];

const RECIPE = "npm run paper -- ";

/** Where the folder appears to be. */
const SHOWN_AS = "/work";

/** The Node that `npm run` uses. */
const NODE = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { devDependencies: { node: string } })
  .devDependencies.node;

/** When the first command of a terminal is typed; each further one is typed a minute later. */
const BEGINS = Date.UTC(2026, 10, 29, 10, 12);
const MINUTE = 60_000;

/** A command, and the lines that the page shows below it. */
export interface Typed {
  readonly command: string;
  readonly shown: readonly string[];
}

/** A terminal after some commands. */
interface State {
  /** The folder with everything that the commands wrote. */
  readonly kept: string;
  /** Relative to that folder. */
  readonly cwd: string;
  readonly printed: readonly string[];
  readonly code: number;
}

export interface Shell extends Disposable {
  /** What the last of these commands prints, both streams in the order of writing, and its exit code. */
  run(typed: readonly Typed[]): Promise<Pick<State, "printed" | "code">>;
}

export function shell(): Shell {
  const base = mkdtempSync(join(realpathSync(tmpdir()), "protegi-screens-"));
  // Runs remember where their files are, so all commands see the same folder.
  const home = join(base, "work");
  const states = new Map<string, Promise<State>>();
  const first: State = { kept: join(base, "0"), cwd: "", printed: [], code: 0 };
  cpSync(join(ROOT, "examples"), join(first.kept, "examples"), {
    recursive: true,
    filter: (source) => !source.endsWith(".protegi"),
  });

  function stateAfter(typed: readonly Typed[]): Promise<State> {
    if (typed.length === 0) return Promise.resolve(first);
    const key = JSON.stringify(typed.map(({ command, shown }) => (fileOf(command) ? [command, shown] : command)));
    const known = states.get(key);
    if (known !== undefined) return known;
    const kept = join(base, String(states.size + 1));
    const state = stateAfter(typed.slice(0, -1)).then(async (before) => {
      rmSync(home, { recursive: true, force: true });
      cpSync(before.kept, home, { recursive: true });
      const after = await typeLast(before, home, typed);
      cpSync(home, kept, { recursive: true });
      return { ...after, kept };
    });
    states.set(key, state);
    return state;
  }

  return { run: stateAfter, [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }) };
}

async function typeLast(before: State, home: string, all: readonly Typed[]): Promise<Omit<State, "kept">> {
  const { command, shown } = all.at(-1)!;
  const { cwd } = before;
  const folder = join(home, cwd);
  if (command === "echo $?") return { cwd, printed: [String(before.code)], code: 0 };
  if (command.startsWith("cd "))
    return { cwd: relative(home, resolve(folder, command.slice(3))), printed: [], code: 0 };
  const file = fileOf(command);
  if (file !== undefined) {
    const path = join(folder, file.name);
    // A file that no command has written is one of the reader's: the page shows what is in it.
    if (!existsSync(path)) writeFileSync(path, `${shown.join("\n")}\n`);
    return { cwd, printed: linesOf(readFileSync(path, "utf8"), home).slice(0, file.lines), code: 0 };
  }
  const { output, code } = await invoke(command, folder, all);
  return { cwd, printed: linesOf(output, home), code };
}

/** Where it ran, and with which Node, is shown as on the machine of the documents. */
function linesOf(text: string, home: string): string[] {
  return text.trimEnd().replaceAll(home, SHOWN_AS).replaceAll(process.versions.node, NODE).split("\n");
}

/** The file that `cat FILE` or `head -n LINES FILE` shows. */
function fileOf(command: string): { name: string; lines?: number } | undefined {
  const [, lines, name] = /^(?:cat|head -n (\d+)) (\S+)$/.exec(command) ?? [];
  return name === undefined ? undefined : { name, ...(lines !== undefined && { lines: Number(lines) }) };
}

async function invoke(command: string, cwd: string, all: readonly Typed[]): Promise<{ output: string; code: number }> {
  let output = "";
  const stream = { write: (text: string) => (output += text) };
  const [program, ...args] = wordsOf(SCRIPTS.find(([script]) => script === command)?.[1] ?? command);
  const io = {
    stdout: stream,
    stderr: stream,
    env: { OPENAI_API_KEY: "none", PROTEGI_LLAMA_DIR: cwd, XDG_CACHE_HOME: cwd },
    cwd,
    signal: new AbortController().signal,
  };
  vi.useFakeTimers({ toFake: ["Date"], now: BEGINS + MINUTE * (all.length - 1) });
  nameRunsAfter(JSON.stringify(all.map((typed) => typed.command)));
  try {
    if (program === "protegi") return { code: await runProgram(args, io), output };
    if (!command.startsWith(RECIPE))
      throw new Error(`expected protegi, or a command of this terminal, got: ${command}`);
    const env = { ...process.env, PROTEGI_HOME: join(cwd, ".protegi") };
    return { code: await runPaper(wordsOf(command.slice(RECIPE.length)), { ...io, env }), output };
  } finally {
    vi.useRealTimers();
  }
}

/** The words of a command line, without the quotes around some. */
function wordsOf(command: string): string[] {
  const words = command.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}

const naming = vi.hoisted(() => ({ seed: "", made: 0 }));

function nameRunsAfter(seed: string): void {
  naming.seed = seed;
  naming.made = 0;
}

vi.mock("node:crypto", async (original) => ({
  ...(await original<typeof import("node:crypto")>()),
  randomBytes: (size: number) =>
    createHash("sha256")
      .update(`${naming.seed} ${naming.made++}`)
      .digest()
      .subarray(0, size),
}));
