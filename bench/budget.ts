/**
 * Runs as a person starts them, with a budget of calls and no other option: how good the chosen prompt truly is, by budget,
 * world and method. For a slice, `--worlds`, `--budgets` and `--methods` take lists with commas and `--seeds` a number;
 * `--options` takes options of the runs as JSON. With `--outcomes FILE`, what was played is kept there, and not played again.
 */
import { parseArgs } from "node:util";
import { methods, type MethodName } from "../src/core/methods/index.ts";
import { meanInterval, meanOfMeans, type MeanInterval } from "../src/core/stats/mean-interval.ts";
import { count } from "../src/core/words.ts";
import { outcomesOf } from "./lib/budget-outcomes.ts";
import type { Contender, Game, Outcome, Played } from "./lib/budget-play.ts";
import { ALL_WORLDS, UNSEEN, type WorldName } from "./lib/budget-worlds.ts";
import { gainCell, meanCell, withBest, type KeepTable } from "./lib/doc-tables.ts";

const BUDGETS: readonly number[] = [500, 1000, 2000, 3000, 5000];
const DEFAULT: Contender = "default";
const NAMES: readonly Contender[] = [DEFAULT, ...(Object.keys(methods) as MethodName[])];

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      worlds: { type: "string" },
      budgets: { type: "string" },
      methods: { type: "string" },
      seeds: { type: "string", default: "10" },
      options: { type: "string", default: "{}" },
      outcomes: { type: "string" },
    },
  });
  const played = chosen("worlds", ALL_WORLDS, values.worlds);
  // The means are over the others.
  const worlds = played.length === 1 ? played : played.filter((world) => world !== UNSEEN);
  const names = chosen("methods", NAMES, values.methods);
  const budgets = values.budgets?.split(",").map(Number) ?? BUDGETS;
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const own = JSON.parse(values.options) as NonNullable<Game["own"]>;
  const began = performance.now();
  const games = budgets.flatMap((calls) =>
    seeds.flatMap((seed) =>
      played.flatMap((world) => names.map((method): Game => ({ world, seed, method, calls, own }))),
    ),
  );
  const outcomes = await outcomesOf(games, values.outcomes);
  const seconds = (performance.now() - began) / 1000;

  const figures: Record<string, number> = {};
  const behind = new Map<Contender, number>();
  let shownBehind = 0;
  for (const calls of budgets) {
    const at = outcomes.filter((outcome) => outcome.calls === calls);
    printBudget(at, played, worlds, names, calls, seeds.length, print);
    if (!names.includes(DEFAULT)) continue;
    figures[`default${calls}`] = meanOf(at, worlds, DEFAULT).value;
    if (worlds.includes("rule-one")) figures[`ruleOne${calls}`] = meanOf(at, ["rule-one"], DEFAULT).value;
    for (const rival of names) {
      const lead = meanOfMeans(worlds.map((world) => leadOver(at, world, rival)));
      behind.set(rival, Math.max(behind.get(rival) ?? 0, -lead.value));
      if (lead.value + lead.half < 0) shownBehind += 1;
    }
  }
  keepOutcomes(outcomes, { played, worlds, names, budgets }, keepTable);
  return {
    ...figures,
    behindBest: Math.max(0, ...behind.values()),
    shownBehind,
    behindGreedy: behind.get("greedy") ?? 0,
    behindPareto: behind.get("pareto") ?? 0,
    seconds,
  };
}

interface Parts {
  readonly played: readonly WorldName[];
  readonly worlds: readonly WorldName[];
  readonly names: readonly Contender[];
  readonly budgets: readonly number[];
}

/** The tables of docs/budget.md, each with a column for every budget. */
function keepOutcomes(
  outcomes: readonly Outcome[],
  { played, worlds, names, budgets }: Parts,
  keepTable: KeepTable,
): void {
  const byBudget = (read: (at: readonly Outcome[]) => MeanInterval): MeanInterval[] =>
    budgets.map((calls) => read(outcomes.filter((outcome) => outcome.calls === calls)));
  const keep = (table: string, label: string, rows: readonly (readonly string[])[]): void =>
    keepTable(table, [[label, ...budgets.map(count)], ...rows]);
  const ofMethods = (table: string, over: readonly WorldName[]): void => {
    const cells = withBest(
      names.map((name) => byBudget((at) => meanOf(at, over, name))),
      meanCell,
    );
    keep(
      table,
      "method",
      names.map((name, i) => [labelOf(name), ...cells[i]!]),
    );
  };
  ofMethods("means", worlds);
  if (played.includes(UNSEEN)) ofMethods(UNSEEN, [UNSEEN]);
  if (!names.includes(DEFAULT)) return;
  keep(
    "worlds",
    "world",
    played.map((world) => [`\`${world}\``, ...byBudget((at) => meanOf(at, [world], DEFAULT)).map(meanCell)]),
  );
  keep(
    "paired",
    "the default minus",
    names
      .filter((name) => name !== DEFAULT)
      .map((rival) => [
        labelOf(rival),
        ...byBudget((at) => meanOfMeans(worlds.map((world) => leadOver(at, world, rival)))).map(gainCell),
      ]),
  );
}

function labelOf(name: Contender): string {
  return name === DEFAULT ? "the default" : `\`${name}\``;
}

/** The names of a list with commas, in the order of `known`; all of them without one. */
function chosen<Name extends string>(option: string, known: readonly Name[], list: string | undefined): Name[] {
  const wanted = list?.split(",") ?? known;
  const wrong = wanted.find((name) => !known.some((one) => one === name));
  if (wrong !== undefined) throw new Error(`--${option}: expected some of ${known.join(", ")}, got ${wrong}`);
  return known.filter((name) => wanted.includes(name));
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

function meanOf(outcomes: readonly Outcome[], worlds: readonly WorldName[], method: Contender): MeanInterval {
  return meanOfMeans(worlds.map((world) => meanInterval(bySeed(outcomes, world, method, ({ score }) => score))));
}

/** How far the default is ahead of `rival` in the same worlds. */
function leadOver(outcomes: readonly Outcome[], world: WorldName, rival: Contender): MeanInterval {
  const own = bySeed(outcomes, world, DEFAULT, ({ score }) => score);
  const other = bySeed(outcomes, world, rival, ({ score }) => score);
  return meanInterval(own.map((score, i) => score - other[i]!));
}

function printBudget(
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
