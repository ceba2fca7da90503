/** Runs the command line in a real pseudo-terminal, which `script` of util-linux opens, and types into it. */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { inShell } from "../../src/cli/next-command.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

/** Whether this machine can open one: other programs of this name take other flags. */
export const HAS_TERMINAL: boolean = String(spawnSync("script", ["--version"]).stdout).includes("util-linux");

export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const SPACE = " ";
export const CTRL_C = "\u0003";
/** Removes what is written on the line. */
export const CTRL_U = "\u0015";

/** What the screen must show before keys are typed, and the keys. */
export type Step = readonly [shows: string, keys: string];

export interface Session {
  readonly code: number | null;
  /** All that was ever on the screen, without what moves and colours it. */
  readonly screen: string;
  /** The steps that were never reached. */
  readonly left: readonly Step[];
}

/** @param args such as `["init"]` */
export async function inTerminal(args: readonly string[], cwd: string, steps: readonly Step[]): Promise<Session> {
  const { CI: _, ...env } = process.env;
  const command = [process.execPath, MAIN, ...args].map(inShell).join(" ");
  const child = spawn("script", ["-qec", `stty cols 120 rows 50; exec ${command}`, "/dev/null"], {
    cwd,
    env: { ...env, TERM: "xterm", NO_COLOR: "1", PROTEGI_LLAMA_DIR: cwd },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const left = [...steps];
  let screen = "";
  let since = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    const [next] = left;
    if (next === undefined || !stripVTControlCharacters(screen.slice(since)).includes(next[0])) return;
    left.shift();
    since = screen.length;
    child.stdin.write(next[1]);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { code, screen: stripVTControlCharacters(screen).replaceAll("\r\n", "\n"), left };
  } finally {
    child.kill();
  }
}
