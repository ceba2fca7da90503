/** The tables of the benchmark of budgets: what it prints, and what docs/budget.md shows. */
import { count } from "../../src/core/values/words.ts";
import { meanInterval, meanOfMeans, type MeanInterval } from "../../src/core/stats/mean-interval.ts";
import type { Contender, Outcome, Played } from "./budget-play.ts";
import { UNSEEN, type WorldName } from "./budget-worlds.ts";
import { gainCell, meanCell, withBest, type KeepTable } from "./doc-tables.ts";

/** What runs do where no method is set. */
export const DEFAULT: Contender = "default";

const NOT_PLAYED = "not played";

/** What was to be played: means are over `worlds`. */
export interface Parts {
  readonly played: readonly WorldName[];
  readonly worlds: readonly WorldName[];
  readonly names: readonly Contender[];
  readonly budgets: readonly number[];
  readonly seeds: number;
}

/** Whether a method has played all of its games, of one budget. */
export function isPlayed(
  outcomes: readonly Outcome[],
  played: readonly WorldName[],
  method: Contender,
  seeds: number,
): boolean {
  return played.every((world) => bySeed(outcomes, world, method, () => 0).length === seeds);
}

/** The tables of docs/budget.md, each with a column for every budget. */
export function keepOutcomes(
  outcomes: readonly Outcome[],
  { played, worlds, names, budgets, seeds }: Parts,
  keepTable: KeepTable,
): void {
  const keep = (table: string, label: string, rows: readonly (readonly string[])[]): void =>
    keepTable(table, [[label, ...budgets.map((calls) => `${count(calls)} calls`)], ...rows]);
  /** A cell for each budget; empty where the method has not played. */
  const byBudget = <Cell>(name: Contender, read: (at: readonly Outcome[]) => Cell): (Cell | undefined)[] =>
    budgets.map((calls) => {
      const at = outcomes.filter((outcome) => outcome.calls === calls);
      return isPlayed(at, played, name, seeds) ? read(at) : undefined;
    });
  const ofMethods = (table: string, over: readonly WorldName[]): void => {
    const means = names.map((name) =>
      byBudget(name, (at) => meanOf(at, over, name)).map((mean) => mean ?? { value: -1, half: 0 }),
    );
    const cells = withBest(means, (mean) => (mean.value < 0 ? NOT_PLAYED : meanCell(mean)));
    keep(
      table,
      "method",
      names.map((name, i) => [labelOf(name), ...cells[i]!]),
    );
  };
  ofMethods("means", worlds);
  if (played.includes(UNSEEN)) ofMethods(UNSEEN, [UNSEEN]);
  if (!names.includes(DEFAULT)) return;
  const lead = (at: readonly Outcome[], rival: Contender): string =>
    isPlayed(at, played, DEFAULT, seeds)
      ? gainCell(meanOfMeans(worlds.map((world) => leadOver(at, world, rival))))
      : NOT_PLAYED;
  keep(
    "paired",
    "the default minus",
    names
      .filter((name) => name !== DEFAULT)
      .map((rival) => [labelOf(rival), ...byBudget(rival, (at) => lead(at, rival)).map((cell) => cell ?? NOT_PLAYED)]),
  );
  keep(
    "worlds",
    "world",
    played.map((world) => [
      `\`${world}\``,
      ...byBudget(DEFAULT, (at) => meanCell(meanOf(at, [world], DEFAULT))).map((cell) => cell ?? NOT_PLAYED),
    ]),
  );
}

function labelOf(name: Contender): string {
  return name === DEFAULT ? "the default" : `\`${name}\``;
}

/** Of one method in one world, a number for each seed, in the order of seeds. */
function bySeed(
  outcomes: readonly Outcome[],
  world: WorldName,
  method: Contender,
  read: (played: Played) => number,
): number[] {
  return outcomes
    .filter((outcome) => outcome.world === world && outcome.method === method)
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ played }) => read(played));
}

export function meanOf(outcomes: readonly Outcome[], worlds: readonly WorldName[], method: Contender): MeanInterval {
  const means = worlds.map((world) => meanInterval(bySeed(outcomes, world, method, ({ score }) => score)));
  return means.length === 1 ? means[0]! : meanOfMeans(means);
}

/** How far the default is ahead of `rival` in the same worlds. */
export function leadOver(outcomes: readonly Outcome[], world: WorldName, rival: Contender): MeanInterval {
  const own = bySeed(outcomes, world, DEFAULT, ({ score }) => score);
  const other = bySeed(outcomes, world, rival, ({ score }) => score);
  return meanInterval(own.map((score, i) => score - other[i]!));
}

export function printBudget(
  outcomes: readonly Outcome[],
  played: readonly WorldName[],
  worlds: readonly WorldName[],
  names: readonly Contender[],
  calls: number,
  seeds: number,
  print: (line: string) => void,
): void {
  const overAll = (method: Contender, read: (played: Played) => number): string =>
    meanInterval(worlds.flatMap((world) => bySeed(outcomes, world, method, read))).value.toFixed(read === used ? 0 : 1);
  print(`\n${calls} calls with the verdict's, ${seeds} seeds: true score of the chosen prompt with its 95% interval`);
  print(`${"".padEnd(16)}${[...played, "mean"].map((name) => name.padEnd(15)).join("")}calls  rounds`);
  const row = (of: (world: WorldName) => MeanInterval): MeanInterval[] => [
    ...played.map(of),
    meanOfMeans(worlds.map(of)),
  ];
  printRow(
    "initial prompt",
    row((world) => meanInterval(bySeed(outcomes, world, names[0]!, ({ initial }) => initial))),
    "",
    print,
  );
  for (const method of names) {
    const scores = row((world) => meanInterval(bySeed(outcomes, world, method, ({ score }) => score)));
    printRow(method, scores, `${overAll(method, used).padEnd(7)}${overAll(method, ({ rounds }) => rounds)}`, print);
  }
  if (!names.includes(DEFAULT)) return;
  print(`\n${DEFAULT} minus the other, in the same worlds`);
  for (const rival of names.filter((name) => name !== DEFAULT)) {
    printRow(
      rival,
      row((world) => leadOver(outcomes, world, rival)),
      "",
      print,
    );
  }
}

const used = ({ used: calls }: Played): number => calls;

function printRow(name: string, means: readonly MeanInterval[], end: string, print: (line: string) => void): void {
  const cells = means.map(({ value, half }) => `${value.toFixed(3)} ±${half.toFixed(3)}`.padEnd(15));
  print(`${name.padEnd(16)}${cells.join("")}${end}`);
}
