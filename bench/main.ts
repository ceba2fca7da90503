/**
 * Runs one benchmark: `npm run bench -- NAME [--json]`. With --json, stdout is one document `{ name, machine, figures }`. With
 * --keep, that document and its tables are kept in bench/results/NAME.json. With --write, the tables and figures of the
 * documents are those that were kept: after the run where --keep is there too, and otherwise without one.
 */
import { writeFileSync } from "node:fs";
import { markdown, resultsFile, writeTables, type KeepTable } from "./lib/doc-tables.ts";
import { machine } from "./machine.ts";

/** What a benchmark module exports. */
export interface Benchmark {
  /** Prints what it finds line by line, keeps its tables, and resolves to its figures: flat numbers by name. */
  run(
    args: readonly string[],
    print: (line: string) => void,
    keepTable: KeepTable,
  ): Promise<Readonly<Record<string, number>>>;
  /** Puts results that it keeps in its own way into the documents. Default: its tables, as --keep keeps them. */
  write?(): void;
}

/** All benchmarks by name: the one table that a new one is added to. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  calibrated: () => import("./calibrated.ts"),
  budget: () => import("./budget.ts"),
  demo: () => import("./demo.ts"),
  "demo-selectors": () => import("./demo-selectors.ts"),
  examples: () => import("./examples.ts"),
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
  shorter: () => import("./shorter.ts"),
  signatures: () => import("./signatures.ts"),
  startup: () => import("./startup.ts"),
  tasks: () => import("./tasks.ts"),
  teaching: () => import("./teaching.ts"),
  verdict: () => import("./verdict.ts"),
  yield: () => import("./yield.ts"),
};

/** Arguments that are not the benchmark's. */
const OWN = ["--json", "--keep", "--write"];

const [name, ...rest] = process.argv.slice(2);
const json = rest.includes("--json");
const load = name === undefined ? undefined : BENCHMARKS[name];

if (name === undefined || load === undefined) {
  process.stderr.write(
    `Name one benchmark: ${Object.keys(BENCHMARKS).join(", ")}.\nFor example: npm run bench -- selectors --json\n`,
  );
  process.exitCode = 2;
} else if (rest.includes("--write") && !rest.includes("--keep")) {
  const { write: own } = await load();
  if (own === undefined) write(name);
  else own();
} else {
  const { run } = await load();
  const stream = json ? process.stderr : process.stdout;
  const print = (line: string): void => void stream.write(`${line}\n`);
  const tables: Record<string, string[]> = {};
  const figures = await run(
    rest.filter((arg) => !OWN.includes(arg)),
    print,
    (table, rows) => (tables[table] = markdown(rows)),
  );
  const found = { name, machine: machine(), figures };
  if (rest.includes("--keep")) writeFileSync(resultsFile(name), `${JSON.stringify({ ...found, tables }, null, 2)}\n`);
  if (rest.includes("--write")) write(name);
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else for (const [key, value] of Object.entries(figures)) print(`${key} ${Number(value.toPrecision(4))}`);
}

/** Puts what a benchmark has kept into the documents. */
function write(bench: string): void {
  try {
    for (const document of writeTables(bench)) process.stderr.write(`Wrote ${document}.\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
