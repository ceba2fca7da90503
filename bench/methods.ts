/**
 * Every method in every family of simulated worlds, at one budget of calls, with the plan that a run makes for it: score on rows that the search never saw, with
 * intervals over seeds, and the default against the others in pairs. A test of search, not of language: docs/methods.md.
 * `--seeds N` plays other than 20. Other budgets are the benchmark `budget`'s.
 */
import { methods, type MethodName } from "../src/core/methods/index.ts";
import { worldFamilies } from "../src/testing/simulated-world.ts";
import type { FamilyName } from "../src/testing/worlds/families.ts";
import { count } from "../src/core/values/words.ts";
import { meanInterval, meanOfMeans, type MeanInterval } from "../src/core/stats/mean-interval.ts";
import { gainCell, meanCell, withBest, type KeepTable } from "./lib/doc-tables.ts";
import { playGames } from "./lib/methods-games.ts";
import type { Game, Outcome } from "./lib/methods-worker.ts";
import { meanHead, meanLine, signed, type Widths } from "./lib/mean-line.ts";
import { seedsIn } from "./lib/seeds.ts";

const CALLS = 1000;
const DEFAULT: MethodName = "protegi";
const NAMES = Object.keys(methods) as MethodName[];
const WIDTHS: Widths = { name: 16, cell: 15 };
/** `disputed` is what strategies for contradictory gradients are measured in, by the benchmark `gradients`. */
const FAMILIES: readonly FamilyName[] = worldFamilies.filter((family) => family !== "disputed");

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const seeds = seedsIn(args, 20);
  const began = performance.now();
  const games = seeds.flatMap((seed) =>
    FAMILIES.flatMap((family) => NAMES.map((method): Game => ({ family, seed, method, calls: CALLS, plans: true }))),
  );
  const outcomes = await playGames(games);
  const seconds = (performance.now() - began) / 1000;

  printOutcomes(outcomes, seeds.length, print);
  keepOutcomes(outcomes, keepTable);
  const ahead = (rival: MethodName): number =>
    meanOfMeans(FAMILIES.map((family) => lead(outcomes, family, DEFAULT, rival))).value;
  return {
    families: FAMILIES.length,
    familiesDefaultBest: FAMILIES.filter((family) => isBest(outcomes, family)).length,
    aheadOfMonteCarlo: ahead("monte-carlo"),
    aheadOfPhraseEdits: ahead("phrase-edit"),
    aheadOfAgentLoop: ahead("agent-loop"),
    seconds,
  };
}

/** Of one method in one family, a number for each seed, in the order of seeds. */
function bySeed(
  outcomes: readonly Outcome[],
  family: FamilyName,
  method: MethodName,
  read: (played: Outcome["played"]) => number,
): number[] {
  return outcomes
    .filter((outcome) => outcome.family === family && outcome.method === method)
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ played }) => read(played));
}

/** How far `method` is ahead of `rival` in the same worlds. */
function lead(outcomes: readonly Outcome[], family: FamilyName, method: MethodName, rival: MethodName): MeanInterval {
  const own = bySeed(outcomes, family, method, ({ score }) => score);
  const other = bySeed(outcomes, family, rival, ({ score }) => score);
  return meanInterval(own.map((score, i) => score - other[i]!));
}

/** Whether the default is the best in this family, or the best is not shown to be ahead of it. */
function isBest(outcomes: readonly Outcome[], family: FamilyName): boolean {
  const mean = (method: MethodName): number =>
    meanInterval(bySeed(outcomes, family, method, ({ score }) => score)).value;
  const best = NAMES.toSorted((a, b) => mean(b) - mean(a))[0]!;
  const { value, half } = lead(outcomes, family, best, DEFAULT);
  return best === DEFAULT || value - half <= 0;
}

function printOutcomes(outcomes: readonly Outcome[], seeds: number, print: (line: string) => void): void {
  print(`\n${CALLS} calls, ${seeds} seeds: score on unseen rows with its 95% interval, and calls used`);
  print(meanHead("", FAMILIES, WIDTHS));
  const initial = FAMILIES.map((family) => meanInterval(bySeed(outcomes, family, DEFAULT, (played) => played.initial)));
  print(meanLine("initial prompt", initial, WIDTHS));
  for (const method of NAMES) {
    const used = meanInterval(FAMILIES.flatMap((family) => bySeed(outcomes, family, method, (played) => played.used)));
    const scores = FAMILIES.map((family) => meanInterval(bySeed(outcomes, family, method, ({ score }) => score)));
    print(`${meanLine(method, scores, WIDTHS)}${Math.round(used.value)}`);
  }
  print(`\n${DEFAULT} minus the other, in the same worlds`);
  for (const rival of NAMES.filter((name) => name !== DEFAULT)) {
    const leads = FAMILIES.map((family) => lead(outcomes, family, DEFAULT, rival));
    print(meanLine(rival, leads, WIDTHS, signed));
  }
  print(
    `${DEFAULT} is the best, or not shown to be behind it, in: ${FAMILIES.filter((family) => isBest(outcomes, family)).join(", ")}`,
  );
}

/** The tables of docs/methods.md: scores, and the default minus each other method. */
function keepOutcomes(outcomes: readonly Outcome[], keepTable: KeepTable): void {
  const overFamilies = (read: (family: FamilyName) => MeanInterval): MeanInterval[] => {
    const means = FAMILIES.map(read);
    return [...means, meanOfMeans(means)];
  };
  const of = (method: MethodName, read: (played: Outcome["played"]) => number): MeanInterval[] =>
    overFamilies((family) => meanInterval(bySeed(outcomes, family, method, read)));
  const used = (method: MethodName): number =>
    meanInterval(FAMILIES.flatMap((family) => bySeed(outcomes, family, method, (played) => played.used))).value;
  const scores = withBest(
    NAMES.map((method) => of(method, ({ score }) => score)),
    meanCell,
  );
  keepTable(`${CALLS}`, [
    ["method", ...FAMILIES, "mean", "calls used"],
    ["initial prompt", ...of(DEFAULT, ({ initial }) => initial).map(meanCell), ""],
    ...NAMES.map((method, i) => [`\`${method}\``, ...scores[i]!, count(used(method))]),
  ]);
  keepTable(`${CALLS}-paired`, [
    [`\`${DEFAULT}\` minus`, ...FAMILIES, "mean"],
    ...NAMES.filter((name) => name !== DEFAULT).map((rival) => [
      `\`${rival}\``,
      ...overFamilies((family) => lead(outcomes, family, DEFAULT, rival)).map(gainCell),
    ]),
  ]);
}
