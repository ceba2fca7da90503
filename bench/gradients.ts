/**
 * What to do with gradients that contradict each other: every strategy in the simulated world that is made of contradictions
 * and in all others, at one budget of calls. Score on unseen rows, and in pairs against keeping all. `--seeds N` plays other
 * than 20, `--from N` begins with another seed than 1.
 */
import { conflictStrategies, type ConflictStrategyName } from "../src/core/gradients/strategies.ts";
import { count } from "../src/core/values/words.ts";
import { meanInterval, meanOfMeans, type MeanInterval } from "../src/core/stats/mean-interval.ts";
import { PRESETS } from "../src/options/presets.ts";
import { worldFamilies } from "../src/testing/simulated-world.ts";
import type { FamilyName } from "../src/testing/worlds/families.ts";
import { gainCell, meanCell, withBest, type KeepTable } from "./lib/doc-tables.ts";
import { playGames } from "./lib/methods-games.ts";
import type { Game, Outcome } from "./lib/methods-worker.ts";
import { meanHead, meanLine, type Widths } from "./lib/mean-line.ts";
import { seedsIn } from "./lib/seeds.ts";

const CALLS = 1000;
/** The first is the one whose gradients contradict each other by construction. */
const FAMILIES: readonly FamilyName[] = ["disputed", ...worldFamilies.filter((family) => family !== "disputed")];
const NAMES = Object.keys(conflictStrategies) as ConflictStrategyName[];
const PLAIN: ConflictStrategyName = "keep";
const WIDTHS: Widths = { name: 10, cell: 16 };

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const seeds = seedsIn(args, 20);
  const began = performance.now();
  const games = seeds.flatMap((seed) =>
    FAMILIES.flatMap((family) =>
      NAMES.map((conflicts): Game => ({ family, seed, method: "protegi", calls: CALLS, search: { conflicts } })),
    ),
  );
  const outcomes = await playGames(games);
  const seconds = (performance.now() - began) / 1000;

  print(`${CALLS} calls, ${seeds.length} seeds: score on unseen rows with its 95% interval, and calls used`);
  print(meanHead("", FAMILIES, WIDTHS));
  const initial = FAMILIES.map((family) => meanInterval(bySeed(outcomes, family, PLAIN, (played) => played.initial)));
  print(meanLine("initial", initial, WIDTHS));
  for (const name of NAMES) {
    const used = meanInterval(FAMILIES.flatMap((family) => bySeed(outcomes, family, name, (played) => played.used)));
    const scores = FAMILIES.map((family) => meanInterval(bySeed(outcomes, family, name)));
    print(`${meanLine(name, scores, WIDTHS)}${Math.round(used.value)}`);
  }
  const pairs = FAMILIES.map((family) => meanInterval(bySeed(outcomes, family, PLAIN, (played) => played.conflicts)));
  print(`${meanLine("pairs", pairs, WIDTHS)}contradicting each other, for each parent, with ${PLAIN}`);
  print(`\nthe other minus ${PLAIN}, in the same worlds`);
  print(meanHead("", FAMILIES, WIDTHS));
  for (const name of NAMES.filter((other) => other !== PLAIN)) {
    const gains = FAMILIES.map((family) => gain(outcomes, family, name));
    print(meanLine(name, gains, WIDTHS));
  }
  keepTables(outcomes, keepTable);
  return { conflictGain: gain(outcomes, FAMILIES[0]!, PRESETS.default.search.conflicts).value, seconds };
}

/** Of one strategy in one family, a number for each seed, in the order of seeds. */
function bySeed(
  outcomes: readonly Outcome[],
  family: FamilyName,
  name: ConflictStrategyName,
  read: (played: Outcome["played"]) => number = ({ score }) => score,
): number[] {
  return outcomes
    .filter((outcome) => outcome.family === family && outcome.search?.conflicts === name)
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ played }) => read(played));
}

/** How far a strategy is ahead of keeping all, in the same worlds. */
function gain(outcomes: readonly Outcome[], family: FamilyName, name: ConflictStrategyName): MeanInterval {
  const kept = bySeed(outcomes, family, PLAIN);
  return meanInterval(bySeed(outcomes, family, name).map((score, i) => score - kept[i]!));
}

/** The tables of docs/gradients.md: scores, and each strategy minus keeping all. */
function keepTables(outcomes: readonly Outcome[], keepTable: KeepTable): void {
  const overFamilies = (read: (family: FamilyName) => MeanInterval): MeanInterval[] => {
    const means = FAMILIES.map(read);
    return [...means, meanOfMeans(means)];
  };
  const initial = overFamilies((family) => meanInterval(bySeed(outcomes, family, PLAIN, (played) => played.initial)));
  const scores = NAMES.map((name) => overFamilies((family) => meanInterval(bySeed(outcomes, family, name))));
  const cells = withBest(scores, meanCell);
  const used = (name: ConflictStrategyName): number =>
    meanInterval(FAMILIES.flatMap((family) => bySeed(outcomes, family, name, (played) => played.used))).value;
  keepTable("scores", [
    ["`conflicts`", ...FAMILIES, "mean", "calls used"],
    ["initial prompt", ...initial.map(meanCell), ""],
    ...NAMES.map((name, i) => [`\`${name}\``, ...cells[i]!, count(used(name))]),
  ]);
  keepTable("paired", [
    [`the other minus \`${PLAIN}\``, ...FAMILIES, "mean"],
    ...NAMES.filter((name) => name !== PLAIN).map((name) => [
      `\`${name}\``,
      ...overFamilies((family) => gain(outcomes, family, name)).map(gainCell),
    ]),
  ]);
}
