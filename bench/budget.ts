/**
 * Runs as a person starts them, with a budget of calls and no other option: how good the chosen prompt truly is, by budget,
 * world and method. For a slice, `--worlds`, `--budgets` and `--methods` take lists with commas and `--seeds` a number;
 * `--options` takes options of the runs as JSON.
 */
import { parseArgs } from "node:util";
import { methods, type MethodName } from "../src/core/methods/index.ts";
import { meanInterval, meanOfMeans, type MeanInterval } from "../src/core/stats/mean-interval.ts";
import { count } from "../src/core/words.ts";
import type { Game, Outcome, Played } from "./lib/budget-play.ts";
import { ALL_WORLDS, WORLDS, type WorldName } from "./lib/budget-worlds.ts";
import { meanCell, type KeepTable } from "./lib/doc-tables.ts";
import { playAll } from "./lib/threads.ts";

const BUDGETS: readonly number[] = [500, 1000, 2000, 3000, 5000];
const DEFAULT: MethodName = "protegi";
const NAMES = Object.keys(methods) as MethodName[];

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
    },
  });
  const worlds = values.worlds === undefined ? WORLDS : chosen("worlds", ALL_WORLDS, values.worlds);
  const names = chosen("methods", NAMES, values.methods);
  const budgets = values.budgets?.split(",").map(Number) ?? BUDGETS;
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const own = JSON.parse(values.options) as NonNullable<Game["own"]>;
  const began = performance.now();
  // The dearest first, so that both threads end at about the same time.
  const games = budgets
    .toSorted((a, b) => b - a)
    .flatMap((calls) =>
      seeds.flatMap((seed) =>
        worlds.flatMap((world) => names.map((method): Game => ({ world, seed, method, calls, own }))),
      ),
    );
  const outcomes = await playAll<Game, Outcome>(new URL("./lib/budget-worker.ts", import.meta.url), games);
  const seconds = (performance.now() - began) / 1000;

  const figures: Record<string, number> = {};
  const behind = new Map<MethodName, number>();
  let shownBehind = 0;
  for (const calls of budgets) {
    const at = outcomes.filter((outcome) => outcome.calls === calls);
    printBudget(at, worlds, names, calls, seeds.length, print);
    if (!names.includes(DEFAULT)) continue;
    figures[`default${calls}`] = meanOf(at, worlds, DEFAULT).value;
    if (worlds.includes("rule-one")) figures[`ruleOne${calls}`] = meanOf(at, ["rule-one"], DEFAULT).value;
    for (const rival of names) {
      const lead = meanOfMeans(worlds.map((world) => leadOver(at, world, rival)));
      behind.set(rival, Math.max(behind.get(rival) ?? 0, -lead.value));
      if (lead.value + lead.half < 0) shownBehind += 1;
    }
  }
  keepTable("means", [
    ["calls", ...names.map((name) => `\`${name}\``)],
    ...budgets.map((calls) => {
      const at = outcomes.filter((outcome) => outcome.calls === calls);
      return [count(calls), ...names.map((name) => meanCell(meanOf(at, worlds, name)))];
    }),
  ]);
  return {
    ...figures,
    behindBest: Math.max(0, ...behind.values()),
    shownBehind,
    behindGreedy: behind.get("greedy") ?? 0,
    behindPareto: behind.get("pareto") ?? 0,
    seconds,
  };
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
  method: MethodName,
  read: (played: Played) => number,
): number[] {
  return outcomes
    .filter((outcome) => outcome.world === world && outcome.method === method)
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ played }) => read(played));
}

function meanOf(outcomes: readonly Outcome[], worlds: readonly WorldName[], method: MethodName): MeanInterval {
  return meanOfMeans(worlds.map((world) => meanInterval(bySeed(outcomes, world, method, ({ score }) => score))));
}

/** How far the default is ahead of `rival` in the same worlds. */
function leadOver(outcomes: readonly Outcome[], world: WorldName, rival: MethodName): MeanInterval {
  const own = bySeed(outcomes, world, DEFAULT, ({ score }) => score);
  const other = bySeed(outcomes, world, rival, ({ score }) => score);
  return meanInterval(own.map((score, i) => score - other[i]!));
}

function printBudget(
  outcomes: readonly Outcome[],
  worlds: readonly WorldName[],
  names: readonly MethodName[],
  calls: number,
  seeds: number,
  print: (line: string) => void,
): void {
  const overAll = (method: MethodName, read: (played: Played) => number): string =>
    meanInterval(worlds.flatMap((world) => bySeed(outcomes, world, method, read))).value.toFixed(read === used ? 0 : 1);
  print(`\n${calls} calls with the verdict's, ${seeds} seeds: true score of the chosen prompt with its 95% interval`);
  print(`${"".padEnd(16)}${[...worlds, "mean"].map((name) => name.padEnd(15)).join("")}calls  rounds`);
  const initial = worlds.map((world) => meanInterval(bySeed(outcomes, world, names[0]!, (played) => played.initial)));
  printRow("initial prompt", initial, "", print);
  for (const method of names) {
    const scores = worlds.map((world) => meanInterval(bySeed(outcomes, world, method, ({ score }) => score)));
    printRow(method, scores, `${overAll(method, used).padEnd(7)}${overAll(method, ({ rounds }) => rounds)}`, print);
  }
  if (!names.includes(DEFAULT)) return;
  print(`\n${DEFAULT} minus the other, in the same worlds`);
  for (const rival of names.filter((name) => name !== DEFAULT)) {
    printRow(
      rival,
      worlds.map((world) => leadOver(outcomes, world, rival)),
      "",
      print,
    );
  }
}

const used = ({ used: calls }: Played): number => calls;

function printRow(name: string, means: readonly MeanInterval[], end: string, print: (line: string) => void): void {
  const cells = [...means, meanOfMeans(means)].map(({ value, half }) =>
    `${value.toFixed(3)} ±${half.toFixed(3)}`.padEnd(15),
  );
  print(`${name.padEnd(16)}${cells.join("")}${end}`);
}
