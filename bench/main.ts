/**
 * Runs one benchmark: `npm run bench -- NAME [--json]`. With --json, stdout is one document `{ name, machine, figures }`. With
 * --keep, that document is kept in bench/results/NAME.json, where other benchmarks and documents find it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { machine } from "./machine.ts";

/** What a benchmark module exports. */
export interface Benchmark {
  /** Prints what it finds line by line, and resolves to its figures: flat numbers by name. */
  run(args: readonly string[], print: (line: string) => void): Promise<Readonly<Record<string, number>>>;
}

/** All benchmarks by name: the one table that a new one is added to. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  calibrated: () => import("./calibrated.ts"),
  budget: () => import("./budget.ts"),
  demo: () => import("./demo.ts"),
  "demo-selectors": () => import("./demo-selectors.ts"),
  faults: () => import("./faults.ts"),
  house: () => import("./house.ts"),
  initial: () => import("./initial.ts"),
  headroom: () => import("./headroom.ts"),
  gradients: () => import("./gradients.ts"),
  job: () => import("./job.ts"),
  replay: () => import("./replay.ts"),
  kinds: () => import("./kinds.ts"),
  lessons: () => import("./lessons.ts"),
  local: () => import("./local.ts"),
  methods: () => import("./methods.ts"),
  metrics: () => import("./metrics.ts"),
  outcomes: () => import("./outcomes.ts"),
  real: () => import("./real.ts"),
  replies: () => import("./replies.ts"),
  requests: () => import("./requests.ts"),
  rows: () => import("./rows.ts"),
  scale: () => import("./scale.ts"),
  selectors: () => import("./selectors.ts"),
  signatures: () => import("./signatures.ts"),
  startup: () => import("./startup.ts"),
  verdict: () => import("./verdict.ts"),
};

const [name, ...rest] = process.argv.slice(2);
const json = rest.includes("--json");
const load = name === undefined ? undefined : BENCHMARKS[name];

if (name === undefined || load === undefined) {
  process.stderr.write(
    `Name one benchmark: ${Object.keys(BENCHMARKS).join(", ")}.\nFor example: npm run bench -- selectors --json\n`,
  );
  process.exitCode = 2;
} else {
  const { run } = await load();
  const stream = json ? process.stderr : process.stdout;
  const print = (line: string): void => void stream.write(`${line}\n`);
  const figures = await run(
    rest.filter((arg) => arg !== "--json" && arg !== "--keep"),
    print,
  );
  const document = `${JSON.stringify({ name, machine: machine(), figures }, null, 2)}\n`;
  if (rest.includes("--keep")) writeFileSync(join(import.meta.dirname, `results/${name}.json`), document);
  if (json) process.stdout.write(document);
  else for (const [key, value] of Object.entries(figures)) print(`${key} ${Number(value.toPrecision(4))}`);
}
