/**
 * What lessons of an earlier run are worth: a second task in a simulated world, with and without the lessons of a first one that
 * has all, half or nothing in common with it, or the opposite; on the same seeds, in pairs. `--seeds N` plays other than 20.
 */
import { meanInterval, meanOfMeans, type MeanInterval } from "../src/core/stats/mean-interval.ts";
import type { FamilyName } from "../src/testing/worlds/families.ts";
import { gainCell, meanCell, type KeepTable } from "./lib/doc-tables.ts";
import type { First, Game } from "./lib/lessons-play.ts";
import type { Outcome } from "./lib/lessons-worker.ts";
import { fixed, meanHead, meanLine, signed, type Widths } from "./lib/mean-line.ts";
import { seedsIn } from "./lib/seeds.ts";
import { playAll } from "./lib/threads.ts";

const FAMILIES: readonly FamilyName[] = ["rules", "definitions", "formats", "harmful", "blind"];
const FIRSTS: readonly First[] = ["none", "same", "half", "unrelated"];
/** The one family whose labels can be exchanged. */
const OPPOSED: FamilyName = "definitions";
const WIDTHS: Widths = { name: 14, cell: 15 };

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const seeds = seedsIn(args, 20);
  const games = seeds.flatMap((seed) =>
    FAMILIES.flatMap((family) =>
      [...FIRSTS, ...(family === OPPOSED ? (["opposed"] as const) : [])].map((first): Game => ({
        family,
        seed,
        first,
      })),
    ),
  );
  const outcomes = await playAll<Game, Outcome>(new URL("./lib/lessons-worker.ts", import.meta.url), games);
  print(`${seeds.length} seeds: score on unseen rows without lessons, and what lessons add to it in the same worlds`);
  print(meanHead("first task", FAMILIES, WIDTHS));
  const plain = FAMILIES.map((family) => meanInterval(scores(outcomes, family, "none")));
  print(meanLine("none (score)", plain, WIDTHS));
  for (const first of FIRSTS.slice(1)) print(meanLine(first, gainsOf(outcomes, first), WIDTHS, signed));
  const opposed = gain(outcomes, OPPOSED, "opposed");
  print(`the same words with other labels, in ${OPPOSED}: ${signed(opposed.value)} ±${fixed(opposed.half)}`);
  keepTable("gains", [
    ["first task", ...FAMILIES, "mean"],
    ["none: score", ...[...plain, meanOfMeans(plain)].map(meanCell)],
    ...FIRSTS.slice(1).map((first) => {
      const gains = gainsOf(outcomes, first);
      return [first, ...[...gains, meanOfMeans(gains)].map(gainCell)];
    }),
    ["other labels", ...FAMILIES.map((family) => (family === OPPOSED ? gainCell(opposed) : "")), ""],
  ]);
  const figures = (["same", "half", "unrelated"] as const).flatMap((first) => {
    const { value, low, high } = meanOfMeans(gainsOf(outcomes, first));
    return [
      [`${first}Gain`, value],
      [`${first}Low`, low],
      [`${first}High`, high],
    ] as const;
  });
  return {
    seeds: seeds.length,
    families: FAMILIES.length,
    ...Object.fromEntries(figures),
    opposedGain: opposed.value,
    opposedLow: opposed.low,
    opposedHigh: opposed.high,
  };
}

/** By seed, in the order of seeds. */
function scores(outcomes: readonly Outcome[], family: FamilyName, first: First): number[] {
  return outcomes
    .filter((outcome) => outcome.family === family && outcome.first === first)
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ score }) => score);
}

function gain(outcomes: readonly Outcome[], family: FamilyName, first: First): MeanInterval {
  const without = scores(outcomes, family, "none");
  return meanInterval(scores(outcomes, family, first).map((score, i) => score - without[i]!));
}

function gainsOf(outcomes: readonly Outcome[], first: First): MeanInterval[] {
  return FAMILIES.map((family) => gain(outcomes, family, first));
}
