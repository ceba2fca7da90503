/**
 * How the choice of the selector bears on the whole: every selector on the example reviews over seeds, at 50
 * evaluations per candidate as in the paper, next to the default as users get it.
 */
import { count } from "../src/core/values/words.ts";
import { selectors, type SelectorName } from "../src/core/selection/index.ts";
import { PRESETS } from "../src/options/presets.ts";
import { type GroupOptions } from "../src/options/settings.ts";
import type { Game, Outcome, Played } from "./lib/demo-selectors-play.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { seedsIn } from "./lib/seeds.ts";
import { playAll } from "./lib/threads.ts";
import { meanInterval } from "../src/core/stats/mean-interval.ts";

/**
 * Searches a seed for the two rows that are held against each other. The best prompts of two searches on the same splits differ
 * by some 0.025 (standard deviation) through luck alone, and seeds add little to it: so many make the difference known to within 0.004.
 */
const SEARCHES = 24;
const RIVAL: SelectorName = "ucb";

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const seeds = seedsIn(args, 20);
  const began = performance.now();
  const ours = `default: ${PRESETS.default.selection.selector}`;
  const rows = new Map<string, GroupOptions>([
    [ours, {}],
    ...(Object.keys(selectors) as SelectorName[]).map((name): [string, GroupOptions] => [
      name,
      { selection: { selector: name, perCandidate: 50 } },
    ]),
  ]);
  const games = seeds.flatMap((seed) =>
    [...rows].flatMap(([row, options]) =>
      Array.from({ length: row === ours || row === RIVAL ? SEARCHES : 1 }, (_, search): Game => ({
        row,
        options,
        seed,
        search,
      })),
    ),
  );
  const outcomes = await playAll<Game, Outcome>(new URL("./lib/demo-selectors-worker.ts", import.meta.url), games);
  const byRow = Map.groupBy(outcomes, ({ row }) => row);

  print("selector                    leader's test score by round         final  selection calls  all calls  searches");
  const shown = [...byRow].map(([row, outcomes]) => ({ row, cells: cellsOf(outcomes) }));
  for (const { row, cells } of shown) printRow(row, cells, print);

  const own = byRow.get(ours)!;
  const rival = byRow.get(RIVAL)!;
  const difference = meanInterval(
    seeds.map((seed) => {
      const final = (outcomes: readonly Outcome[]): number =>
        mean(
          outcomes.filter((outcome) => outcome.seed === seed),
          (played) => played.final,
        );
      return final(own) - final(rival);
    }),
  );
  const calls = (played: Played): number => played.selectionCalls;
  const ranked = shown
    .filter(({ row }) => row !== ours)
    .toSorted((a, b) => Number(b.cells.final) - Number(a.cells.final));
  const roundsShown = Math.max(...shown.map(({ cells }) => cells.byRound.length));
  keepTable("searches", [
    [
      "selector",
      ...Array.from({ length: roundsShown }, (_, i) => (i === 0 ? "round 1" : `${i + 1}`)),
      "final",
      "selection calls",
      "all calls",
      "searches",
    ],
    ...[...shown.filter(({ row }) => row === ours), ...ranked].map(
      ({ row, cells: { byRound, final, selectionCalls, allCalls, searches } }) => [
        row === ours ? `**${row}**` : row,
        ...Array.from({ length: roundsShown }, (_, i) => byRound[i] ?? ""),
        final,
        count(selectionCalls),
        count(allCalls),
        count(searches),
      ],
    ),
  ]);
  const selectionCallsShare = mean(own, calls) / mean(rival, calls);
  const deviation = deviationOf([own, rival].flatMap((row) => [...Map.groupBy(row, ({ seed }) => seed).values()]));
  print("");
  print(
    `the default against UCB at 50 per candidate, ${SEARCHES} searches a seed: ${difference.value.toFixed(4)} [${difference.low.toFixed(4)}, ${difference.high.toFixed(4)}] with ${(100 * selectionCallsShare).toFixed(0)}% of the selection calls`,
  );
  return {
    selectionCallsShare,
    callsShare: mean(own, ({ calls: all }) => all) / mean(rival, ({ calls: all }) => all),
    difference: difference.value,
    differenceLow: difference.low,
    differenceHigh: difference.high,
    deviation,
    seconds: (performance.now() - began) / 1000,
  };
}

/** How far the final scores of searches lie apart that differ only in their own seed: pooled standard deviation. */
function deviationOf(groups: readonly (readonly Outcome[])[]): number {
  const squares = groups.flatMap((group) => {
    const own = mean(group, ({ final }) => final);
    return group.map(({ played }) => (played.final - own) ** 2);
  });
  return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / (squares.length - groups.length));
}

interface Cells {
  /** Of the leader on test after each round. */
  readonly byRound: readonly string[];
  readonly final: string;
  readonly selectionCalls: number;
  readonly allCalls: number;
  readonly searches: number;
}

function cellsOf(outcomes: readonly Outcome[]): Cells {
  const rounds = Math.max(...outcomes.map(({ played }) => played.byRound.length));
  // A search that ended early keeps its leader.
  const byRound = Array.from({ length: rounds }, (_, i) =>
    mean(outcomes, (played) => played.byRound[i] ?? played.byRound.at(-1)!).toFixed(3),
  );
  return {
    byRound,
    final: mean(outcomes, ({ final }) => final).toFixed(3),
    selectionCalls: mean(outcomes, ({ selectionCalls }) => selectionCalls),
    allCalls: mean(outcomes, ({ calls }) => calls),
    searches: outcomes.length,
  };
}

function printRow(
  row: string,
  { byRound, final, selectionCalls, allCalls, searches }: Cells,
  print: (line: string) => void,
): void {
  const cells = [
    row.padEnd(26),
    byRound.join("  ").padEnd(35),
    final,
    selectionCalls.toFixed(0).padStart(15),
    allCalls.toFixed(0).padStart(9),
    String(searches).padStart(8),
  ];
  print(cells.join("  "));
}

function mean(outcomes: readonly Outcome[], of: (played: Played) => number): number {
  return outcomes.reduce((sum, { played }) => sum + of(played), 0) / outcomes.length;
}
