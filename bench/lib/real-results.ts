/** What is kept of each real run: one line of JSON in a file of this repository. No rows, and prompts only where rows may be shown. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HeadroomWord } from "../../src/core/measuring/headroom/facts.ts";
import type { Verdict, VerdictWord } from "../../src/core/measuring/verdict.ts";
import type { Machine } from "../machine.ts";
import type { LocalModelName } from "./local-models.ts";
import type { RealTaskName } from "./real-tasks.ts";
import type { WriterYield } from "./real-yield.ts";

/** Who writes: a small model whole or piece by piece, a large model, or nobody. */
export const WRITERS = ["1.5b", "piecewise", "large", "none"] as const;

export type WriterName = (typeof WRITERS)[number];

/** A score or a difference with its 95% interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The three parts alone, of what has more. */
export function interval({ value, low, high }: Interval): Interval {
  return { value, low, high };
}

/** What is kept of every verdict. */
export function verdictScores({ word, initial, winner, difference }: Verdict): {
  readonly word: VerdictWord;
  readonly initial: Interval;
  readonly best: Interval;
  readonly difference: Interval;
} {
  return { word, initial: interval(initial), best: interval(winner), difference: interval(difference) };
}

/** What distinguishes a run from the others. */
export interface RealRun {
  readonly task: RealTaskName;
  readonly model: LocalModelName;
  readonly writer: WriterName;
  readonly method: string;
  readonly seed: number;
  /** A hash of the requests to the writer as they were. */
  readonly requests: string;
}

export interface RealResult extends RealRun {
  /** Its id in the store that it was played in. */
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly version: string;
  readonly machine: Machine;
  /** The models by what people call them. */
  readonly models: { readonly task: string; readonly optimizer: string };
  readonly rows: { readonly train: number; readonly dev: number; readonly test: number };
  readonly headroom?: HeadroomWord;
  /** Absent when the test rows were not read. */
  readonly verdict?: {
    readonly word: VerdictWord;
    readonly initial: Interval;
    readonly best: Interval;
    readonly difference: Interval;
    readonly fixed: number;
    readonly broken: number;
    /** The share of test rows that get the commonest answer. */
    readonly oneLabel: { readonly initial: number; readonly best: number };
  };
  /** The recommended prompt minus the initial one, on rows that no run sees; only where another prompt is recommended. */
  readonly fresh?: Interval & { readonly rows: number };
  readonly stopped: string;
  readonly calls: number;
  readonly writerCalls: number;
  readonly minutes: number;
  readonly yield: WriterYield;
  /** The best prompt found; absent where rows may not be shown. */
  readonly best?: string;
}

/** The file of the results. */
export const RESULTS: string = join(import.meta.dirname, "../results/real.jsonl");

/** All results, in the order in which they were added. */
export function readResults(file: string = RESULTS): RealResult[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as RealResult);
}

/** Adds a result to the file, which is begun where there is none. */
export function addResult(result: RealResult, file: string = RESULTS): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/** Equal for runs that would do the same. */
export function keyOf({ task, model, writer, method, seed, requests }: RealRun): string {
  return [task, model, writer, method, seed, requests].join(" ");
}
