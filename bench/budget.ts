/**
 * Runs as a person starts them, with a budget of calls and no other option: how good the chosen prompt truly is, by budget,
 * world and method. For a slice, `--worlds`, `--budgets` and `--methods` take lists with commas and `--seeds` a number;
 * `--options` takes options of the runs as JSON. With `--outcomes FILE`, what was played is kept there, and not played again;
 * with `--kept` as well, nothing else is played.
 */
import { parseArgs } from "node:util";
import { methods, type MethodName } from "../src/core/methods/index.ts";
import { meanOfMeans } from "../src/core/stats/mean-interval.ts";
import { outcomesOf } from "./lib/budget-outcomes.ts";
import type { Contender, Game } from "./lib/budget-play.ts";
import { DEFAULT, isPlayed, keepOutcomes, leadOver, meanOf, printBudget } from "./lib/budget-tables.ts";
import { ALL_WORLDS, UNSEEN } from "./lib/budget-worlds.ts";
import type { KeepTable } from "./lib/doc-tables.ts";

const BUDGETS: readonly number[] = [500, 1000, 2000, 3000, 5000];
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
      kept: { type: "boolean", default: false },
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
  const outcomes = await outcomesOf(games, values.outcomes, values.kept);
  const seconds = (performance.now() - began) / 1000;

  const figures: Record<string, number> = {};
  const behind = new Map<Contender, number>();
  let shownBehind = 0;
  for (const calls of budgets) {
    const at = outcomes.filter((outcome) => outcome.calls === calls);
    const there = names.filter((name) => isPlayed(at, played, name, seeds.length));
    if (there.length === 0) continue;
    printBudget(at, played, worlds, there, calls, seeds.length, print);
    if (!there.includes(DEFAULT)) continue;
    figures[`default${calls}`] = meanOf(at, worlds, DEFAULT).value;
    if (worlds.includes("rule-one")) figures[`ruleOne${calls}`] = meanOf(at, ["rule-one"], DEFAULT).value;
    for (const rival of there) {
      const lead = meanOfMeans(worlds.map((world) => leadOver(at, world, rival)));
      behind.set(rival, Math.max(behind.get(rival) ?? 0, -lead.value));
      if (lead.value + lead.half < 0) shownBehind += 1;
    }
  }
  keepOutcomes(outcomes, { played, worlds, names, budgets, seeds: seeds.length }, keepTable);
  return {
    ...figures,
    behindBest: Math.max(0, ...behind.values()),
    shownBehind,
    behindGreedy: behind.get("greedy") ?? 0,
    behindPareto: behind.get("pareto") ?? 0,
    // Outcomes of another time took none of this one's.
    ...(values.outcomes === undefined && { seconds }),
  };
}

/** The names of a list with commas, in the order of `known`; all of them without one. */
function chosen<Name extends string>(option: string, known: readonly Name[], list: string | undefined): Name[] {
  const wanted = list?.split(",") ?? known;
  const wrong = wanted.find((name) => !known.some((one) => one === name));
  if (wrong !== undefined) throw new Error(`--${option}: expected some of ${known.join(", ")}, got ${wrong}`);
  return known.filter((name) => wanted.includes(name));
}
