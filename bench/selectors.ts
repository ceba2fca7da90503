/**
 * Every selector in three worlds and with four budgets: regret of the arms kept, chance that they are the best, and
 * evaluations used. All contenders meet the same worlds, so they are compared in pairs. `--svg` draws docs/images/selection-*.svg.
 */
import { parseArgs } from "node:util";
import { BUDGETS, CONTENDERS, DEFAULT, PAPER_UCB, worlds } from "./lib/contenders.ts";
import { excesses, summarize, type Summary } from "./lib/regret.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { drawPictures, TITLES } from "./lib/selectors-pictures.ts";
import type { Cell, WorkerShare } from "./lib/selectors-worker.ts";
import { inThread, THREADS } from "./lib/threads.ts";
import { ARMS } from "./lib/worlds.ts";

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({
    args: [...args],
    options: { repetitions: { type: "string", default: "600" }, svg: { type: "boolean", default: false } },
  });
  const repetitions = Number(values.repetitions);
  const known = Object.keys(worlds());
  if (!known.includes("real"))
    print("Skipped: the real outcome tables are not here (bench/outcomes), so no figure of theirs is given.");

  const began = performance.now();
  const cells = await playAll(repetitions);
  const seconds = (performance.now() - began) / 1000;
  const summaries = new Map(cells.map((cell) => [keyOf(cell.world, cell.budget, cell.contender), summarize(cell)]));
  const find = (world: string, budget: number, contender: string): Summary | undefined =>
    summaries.get(keyOf(world, budget, contender));

  print(
    `${repetitions} repetitions, up to ${ARMS} candidates of which 4 are kept; regret with its 95% interval, chance that the best 4 are kept, evaluations per candidate`,
  );
  for (const world of known) {
    const inWorld = (budget: number, contender: string): Summary => find(world, budget, contender)!;
    printWorld(world, inWorld, print);
    keepTable(world, tableOf(inWorld));
  }

  const worst = excesses(cells, DEFAULT);
  print(
    `\n${DEFAULT} against each other selector, in each world and with each budget (${worst.length} comparisons, one 95% bound for all):`,
  );
  for (const { world, budget, rival, value, bound } of worst.slice(0, 5)) {
    print(
      `  at most ${bound.toFixed(4)} more regret than ${rival}, ${world}, ${budget} per candidate (seen ${signed(value)})`,
    );
  }
  if (values.svg) await drawPictures(known, (world, budget, contender) => find(world, budget, contender)!, print);

  const ucb = find("real", 50, PAPER_UCB);
  const ours = find("real", 25, DEFAULT);
  const written = known.filter((world) => world.startsWith("written-"));
  return {
    ...Object.fromEntries(written.map((world) => [`${world}DefaultRegret`, find(world, 25, DEFAULT)!.regret])),
    ...(ucb &&
      ours && {
        realUcb50Regret: ucb.regret,
        realDefaultRegret: ours.regret,
        realDefaultEvaluationsShare: ours.perCandidate / ucb.perCandidate,
      }),
    worstExcessRegret: worst[0]!.bound,
    repetitions,
    seconds,
  };
}

/** All repetitions, shared out over threads; every repetition is the same on every thread. */
async function playAll(repetitions: number): Promise<Cell[]> {
  const shares = Array.from({ length: THREADS }, (_, first): WorkerShare => ({
    first,
    step: THREADS,
    end: repetitions,
  }));
  const worker = new URL("./lib/selectors-worker.ts", import.meta.url);
  const parts = await Promise.all(shares.map((share) => inThread<Cell[]>(worker, share)));
  const merged = new Map<string, Cell>();
  for (const cell of parts.flat()) {
    const key = keyOf(cell.world, cell.budget, cell.contender);
    merged.set(key, { ...cell, played: [...(merged.get(key)?.played ?? []), ...cell.played] });
  }
  return [...merged.values()];
}

function keyOf(world: string, budget: number, contender: string): string {
  return JSON.stringify([world, budget, contender]);
}

function printWorld(
  world: string,
  find: (budget: number, contender: string) => Summary,
  print: (line: string) => void,
): void {
  print(`\n${TITLES[world] ?? world}`);
  print(`${"".padEnd(25)}${BUDGETS.map((budget) => `${budget} per candidate`.padEnd(30)).join("")}`);
  for (const contender of ranked(find)) {
    const columns = BUDGETS.map((budget) => {
      const { regret, half, best, perCandidate } = find(budget, contender);
      return `${regret.toFixed(4)} ±${half.toFixed(4)} ${`${Math.round(best.value * 100)}%`.padStart(4)} ${perCandidate.toFixed(1).padStart(5)}`.padEnd(
        30,
      );
    });
    print(`${contender.padEnd(25)}${columns.join("")}`);
  }
}

/** All contenders, the least regret at 50 evaluations per candidate first. */
function ranked(find: (budget: number, contender: string) => Summary): string[] {
  return Object.keys(CONTENDERS).sort((a, b) => find(50, a).regret - find(50, b).regret);
}

/** A world's table of docs/selection.md; the evaluations used are shown where a selector stops before its budget. */
function tableOf(find: (budget: number, contender: string) => Summary): string[][] {
  const cell = (budget: number, contender: string): string => {
    const { regret, half, best, perCandidate } = find(budget, contender);
    const used = perCandidate < 0.99 * budget ? `, used ${perCandidate.toFixed(1)}` : "";
    return `${regret.toFixed(4)} ±${half.toFixed(4)}, ${Math.round(best.value * 100)}%${used}`;
  };
  return [
    ["selector", ...BUDGETS.map(String)],
    ...ranked(find).map((contender) => [
      contender === DEFAULT ? `**${contender}**` : contender,
      ...BUDGETS.map((budget) => cell(budget, contender)),
    ]),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;
}
