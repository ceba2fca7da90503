/** The results of real runs as lines and as figures. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../../src/report/table.ts";
import { signed } from "./mean-line.ts";
import type { Interval, RealResult } from "./real-results.ts";
import { admittedShare } from "./real-yield.ts";

/** From this share of one answer on, before and after, a gain is not called one. */
const ONE_LABEL = 0.9;

const KEPT = join(import.meta.dirname, "../results");

export const HEADER = [
  "task",
  "model",
  "writer",
  "method",
  "seed",
  "initial",
  "best",
  "difference",
  "verdict",
  "calls",
  "minutes",
  "yield",
] as const;

/** What a table shows of a run. */
export function cellsOf(result: RealResult): string[] {
  const { task, model, writer, method, seed, verdict, stopped, calls, minutes } = result;
  const scores =
    verdict === undefined
      ? ["-", "-", "-", `none (${stopped})`]
      : [shown(verdict.initial.value), shown(verdict.best.value), withInterval(verdict.difference), wordOf(result)];
  return [task, model, writer, method, String(seed), ...scores, String(calls), minutes.toFixed(0), yieldText(result)];
}

/** The results as a table, a line each. */
export function resultLines(results: readonly RealResult[]): string[] {
  return table(HEADER, results.map(cellsOf));
}

/** Of several runs that differ in nothing but the time or the requests, the last one; ordered by what was played. */
export function latest(results: readonly RealResult[]): RealResult[] {
  const byRun = new Map<string, RealResult>();
  for (const result of results) {
    const { task, model, writer, method, seed } = result;
    const key = [task, model, writer, method, seed].join(" ");
    byRun.delete(key);
    byRun.set(key, result);
  }
  const order = ({ task, model, writer, method, seed }: RealResult): string =>
    [task, model, writer, method, String(seed).padStart(4, "0")].join(" ");
  return [...byRun.values()].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

/**
 * The figures of all latest runs. Runs that are better are counted on reviews with SmolLM2. NaN for what was not measured:
 * JSON has null for it.
 */
export function figuresOf(all: readonly RealResult[]): Record<string, number> {
  const results = latest(all);
  const better = results.filter((result) => wordOf(result) === "better");
  const onReviews = better.filter(({ task, model }) => task === "reviews" && model === "smollm2");
  const yieldBy = (writer: RealResult["writer"]): number =>
    admittedShare(results.filter((result) => result.writer === writer).map((result) => result.yield));
  return {
    tasks: new Set(results.map(({ task, model }) => `${task} ${model}`)).size,
    runs: results.length,
    betterWithSmallWriter: onReviews.filter(({ writer }) => writer === "piecewise" || writer === "1.5b").length,
    betterWithLargeWriter: onReviews.filter(({ writer }) => writer === "large").length,
    worseSaidBetter: better.filter(({ fresh }) => fresh !== undefined && fresh.value < 0).length,
    yieldPiecewise: yieldBy("piecewise"),
    yieldLarge: yieldBy("large"),
    localSpeedShare: kept("local", "localSpeedShare"),
    prefixShare: kept("local", "prefixShare"),
    headroomNoGoWrong: kept("headroom", "noGoWrong"),
    headroomGoWrong: kept("headroom", "goWrong"),
  };
}

/** A verdict as it may be claimed: no gain from a model that gives one answer to nearly all rows, before and after. */
export function wordOf({ verdict }: RealResult): string {
  if (verdict === undefined) return "none";
  const { initial, best } = verdict.oneLabel;
  return verdict.word === "better" && initial >= ONE_LABEL && best >= ONE_LABEL ? "one label" : verdict.word;
}

export function withInterval({ value, low, high }: Interval): string {
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

/** Admitted prompts out of those asked for. */
export function yieldText(result: RealResult): string {
  const counts = Object.values(result.yield);
  if (counts.length === 0) return "-";
  const sum = (name: "asked" | "admitted"): number => counts.reduce((total, one) => total + one[name], 0);
  return `${sum("admitted")} of ${sum("asked")}`;
}

function shown(value: number): string {
  return value.toFixed(3);
}

/** A figure that another benchmark kept, with `--keep`. */
function kept(bench: string, figure: string): number {
  const file = join(KEPT, `${bench}.json`);
  if (!existsSync(file)) return NaN;
  const { figures } = JSON.parse(readFileSync(file, "utf8")) as { figures: Readonly<Record<string, number>> };
  return figures[figure] ?? NaN;
}
