/**
 * How fast the built package starts: `protegi --help` and `--version` next to `node -e 0`, and `import "protegi"` next to
 * `import "zod"`. Each is started in turn, many times over, so that a busy machine slows all of them alike; medians count.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const ROOT = join(import.meta.dirname, "..");

/** Rounds; the first is not counted, since it reads the files from the disk. */
const ROUNDS = 21;

const BIN = join(ROOT, "dist/cli/main.js");

/** A program that prints the milliseconds of one import. */
const importing = (name: string): readonly string[] => [
  "--input-type=module",
  "-e",
  `const start = performance.now(); await import("${name}"); console.log(performance.now() - start);`,
];

/** What is started, and whether it prints its own time. */
const STARTS = {
  node: { args: ["-e", "0"], prints: false },
  help: { args: [BIN, "--help"], prints: false },
  version: { args: [BIN, "--version"], prints: false },
  zod: { args: importing("zod"), prints: true },
  // By its own name, as a user's program does: through `exports` of package.json.
  protegi: { args: importing("protegi"), prints: true },
} as const;

type Name = keyof typeof STARTS;
const NAMES = Object.keys(STARTS) as Name[];

export async function run(
  args: readonly string[],
  print: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const at = args.indexOf("--rounds");
  const rounds = at === -1 ? ROUNDS : Number(args[at + 1]);
  start(["scripts/build.mjs"]);
  const times: Record<Name, number[]> = { node: [], help: [], version: [], zod: [], protegi: [] };
  for (let round = 0; round <= rounds; round++)
    for (const name of NAMES) {
      const milliseconds = timeOf(name);
      if (round > 0) times[name].push(milliseconds);
    }
  const [node, help, version, zod, protegi] = NAMES.map((name) => median(times[name])) as [
    number,
    number,
    number,
    number,
    number,
  ];
  print(`node -e 0           ${node.toFixed(0)} ms, median of ${rounds}`);
  print(`protegi --help      ${help.toFixed(0)} ms, ${(help / node).toFixed(2)} times as long`);
  print(`protegi --version   ${version.toFixed(0)} ms, ${(version / node).toFixed(2)} times as long`);
  print(`import "zod"        ${zod.toFixed(0)} ms`);
  print(`import "protegi"    ${protegi.toFixed(0)} ms, ${(protegi / zod).toFixed(2)} times as long`);
  return {
    rounds,
    nodeMs: node,
    helpMs: help,
    helpRatio: help / node,
    versionRatio: version / node,
    zodMs: zod,
    protegiMs: protegi,
    // The times of both imports as a ratio.
    importMs: protegi / zod,
  };
}

function timeOf(name: Name): number {
  const { args, prints } = STARTS[name];
  const from = performance.now();
  const output = start(args);
  return prints ? Number(output) : performance.now() - from;
}

/** What a program prints. */
function start(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return stdout;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
