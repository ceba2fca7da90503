/**
 * The main job on the example reviews with the simulated model, over seeds: is the gain real, and said to be? Then the same seeds
 * with errors grouped by meaning, and at random as in the paper, next to the default's groups by confusion.
 */
import { parseArgs } from "node:util";
import { count } from "../src/core/values/words.ts";
import type { RunResult } from "../src/run/result.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { meanOf, runExample } from "./lib/example.ts";
import { meanInterval } from "../src/core/stats/mean-interval.ts";

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { seeds: { type: "string", default: "20" } } });
  const seeds = Number(values.seeds);
  const results: RunResult[] = [];
  const began = performance.now();
  print("seed  test rows  initial  best found  difference [95% interval]  verdict    calls");
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await runExample(seed);
    results.push(result);
    const { initial, winner, difference, word } = result.verdict!;
    print(
      `${String(seed).padStart(4)}  ${String(difference.n).padStart(9)}  ${initial.value.toFixed(3).padStart(7)}  ${winner.value.toFixed(3).padStart(10)}  ${difference.value.toFixed(3).padStart(10)} [${difference.low.toFixed(3)}, ${difference.high.toFixed(3)}]  ${word.padEnd(9)}  ${result.cost.calls}`,
    );
  }
  const seconds = (performance.now() - began) / 1000 / seeds;
  const verdicts = results.map(({ verdict }) => verdict!);
  const gain = meanOf(verdicts.map(({ difference }) => difference.value));
  const p0 = meanOf(verdicts.map(({ initial }) => initial.value));
  const winner = meanOf(verdicts.map((verdict) => verdict.winner.value));
  const saidBetter = verdicts.filter(({ word }) => word === "better").length;
  const calls = meanOf(results.map(({ cost }) => cost.calls)).mean;
  print("");
  print(
    `initial prompt ${p0.mean.toFixed(3)}, best found ${winner.mean.toFixed(3)}, mean gain ${gain.mean.toFixed(3)} [${(gain.mean - gain.half).toFixed(3)}, ${(gain.mean + gain.half).toFixed(3)}]`,
  );
  print(`said better in ${saidBetter} of ${seeds}; ${calls.toFixed(0)} calls and ${seconds.toFixed(2)} s a run`);
  keepTable("runs", [
    ["seeds", "initial prompt", "best found", "mean gain", "verdict “better”", "calls a run"],
    [
      `${seeds}`,
      p0.mean.toFixed(3),
      winner.mean.toFixed(3),
      `${gain.mean.toFixed(3)} [${(gain.mean - gain.half).toFixed(3)}, ${(gain.mean + gain.half).toFixed(3)}]`,
      `${saidBetter} of ${seeds}`,
      count(calls),
    ],
  ]);
  const grouping = await compareGroupings(results, print, keepTable);
  return {
    seeds,
    p0Mean: p0.mean,
    winnerMean: winner.mean,
    gain: gain.mean,
    gainLow: gain.mean - gain.half,
    gainHigh: gain.mean + gain.half,
    saidBetter,
    calls,
    seconds,
    ...grouping,
  };
}

/** @param byConfusion the runs with the default's groups, of seeds 1, 2, ... */
async function compareGroupings(
  byConfusion: readonly RunResult[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const runs = async (grouping: "meaning" | "random"): Promise<RunResult[]> => {
    const found: RunResult[] = [];
    for (let seed = 1; seed <= byConfusion.length; seed++) found.push(await runExample(seed, { search: { grouping } }));
    return found;
  };
  const atRandom = await runs("random");
  const score = ({ verdict }: RunResult): number => verdict!.winner.value;
  print("");
  print("errors grouped  best found  said better  minus at random, on the same seeds");
  const gains = { confusion: byConfusion, meaning: await runs("meaning"), random: atRandom };
  const figures: Record<string, number> = {};
  const table = [["errors grouped by", "best found", "verdict “better”", "minus at random, same seeds"]];
  for (const [grouping, found] of Object.entries(gains)) {
    const better = found.filter(({ verdict }) => verdict!.word === "better").length;
    const { value, half } = meanInterval(found.map((run, i) => score(run) - score(atRandom[i]!)));
    const difference =
      found === atRandom ? "" : `${value.toFixed(3)} [${(value - half).toFixed(3)}, ${(value + half).toFixed(3)}]`;
    print(
      `${grouping.padEnd(14)}  ${meanOf(found.map(score)).mean.toFixed(3).padStart(10)}  ${String(better).padStart(11)}  ${difference}`.trimEnd(),
    );
    table.push([
      `\`${grouping}\``,
      meanOf(found.map(score)).mean.toFixed(3),
      `${better} of ${found.length}`,
      difference,
    ]);
    if (found !== atRandom) {
      figures[`${grouping}Gain`] = value;
      figures[`${grouping}GainLow`] = value - half;
      figures[`${grouping}GainHigh`] = value + half;
    }
  }
  keepTable("groupings", table);
  return figures;
}
