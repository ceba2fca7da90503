/**
 * What a shorter prompt costs where it wins though it scored lower, as long as the evidence against it is weak: the choice on
 * dev, played over the outcome tables of real prompts. `z` is how many standard errors of the paired difference a longer
 * prompt has to be ahead; with 0 the shorter one wins ties alone, as in the product. `--plays N` plays
 * other than 4,000.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { rng, sample, shuffle } from "../src/core/rng.ts";
import { mean } from "../src/core/stats/mean.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { tableFile, type OutcomeTable } from "./lib/real-outcomes.ts";
import type { RealTaskName } from "./lib/real-tasks.ts";

const TASKS: readonly RealTaskName[] = ["reviews", "trec"];
/** Prompts to choose among, as on dev, and rows of dev; the other rows of the table judge the choice. */
const FINALISTS = 4;
const DEV_ROWS = 100;
const BARS = [0, 0.25, 0.5, 1, 1.64];

/** Figures: what `z = 1` loses on each task, against ties alone. */
export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { plays: { type: "string", default: "4000" } } });
  const figures: Record<string, number> = {};
  const table = [["task", "z", "score on the other rows", "lost against ties alone", "characters"]];
  for (const task of TASKS) {
    const { prompts } = JSON.parse(readFileSync(tableFile(task, "smollm2"), "utf8")) as OutcomeTable;
    const played = Array.from({ length: Number(values.plays) }, (_, i) => play(prompts, i));
    for (const [b, z] of BARS.entries()) {
      const lost = mean(played.map((choices) => choices[0]!.score - choices[b]!.score));
      const score = mean(played.map((choices) => choices[b]!.score));
      const length = mean(played.map((choices) => choices[b]!.length));
      const against = b === 0 ? "" : lost.toFixed(3).replace("-0.000", "0.000");
      table.push([task, String(z), score.toFixed(3), against, length.toFixed(0)]);
      print(table.at(-1)!.join("  "));
      if (z === 1) figures[`${task}Lost`] = lost;
    }
  }
  keepTable("bars", table);
  return figures;
}

type Known = OutcomeTable["prompts"][number];

/** One choice by each bar: the score on rows that dev does not have, and the length of the prompt. */
function play(prompts: readonly Known[], i: number): { readonly score: number; readonly length: number }[] {
  const stream = rng("shorter").fork(`play ${i}`);
  const finalists = sample(prompts, FINALISTS, stream.fork("prompts")).toSorted((a, b) => size(a) - size(b));
  const rows = shuffle(
    Array.from(finalists[0]!.correct, (_, row) => row),
    stream.fork("rows"),
  );
  const [dev, rest] = [rows.slice(0, DEV_ROWS), rows.slice(DEV_ROWS)];
  const right = ({ correct }: Known, of: readonly number[]): number => of.filter((row) => correct[row] === "1").length;
  const best = finalists.reduce((leader, one) => (right(one, dev) > right(leader, dev) ? one : leader));
  return BARS.map((z) => {
    const chosen = finalists.find((one) => one === best || (z > 0 && !isAhead(best, one, dev, z))) ?? best;
    return { score: right(chosen, rest) / rest.length, length: size(chosen) };
  });
}

/** Whether `best` is ahead by more than so many standard errors (McNemar). */
function isAhead(best: Known, other: Known, rows: readonly number[], z: number): boolean {
  const fixed = rows.filter((row) => best.correct[row]! > other.correct[row]!).length;
  const broken = rows.filter((row) => best.correct[row]! < other.correct[row]!).length;
  return fixed - broken > z * Math.sqrt(fixed + broken);
}

function size({ prompt }: Known): number {
  return prompt.length;
}
