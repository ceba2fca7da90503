/**
 * How the choice of the selector bears on the whole: every selector on the example reviews over seeds, at 50
 * evaluations per candidate as in the paper, beside the default as users get it.
 */
import { parseArgs } from "node:util";
import { parsePrompt } from "../src/core/prompt.ts";
import { selectors, type SelectorName } from "../src/core/selection/index.ts";
import { PRESETS, type GroupOptions } from "../src/options.ts";
import type { RunEvent } from "../src/index.ts";
import { exampleScore, meanOf, runExample } from "./lib/example.ts";

interface Outcome {
  /** True score of the beam's leader on the test rows after each round. */
  readonly byRound: readonly number[];
  readonly final: number;
  readonly selectionCalls: number;
  readonly calls: number;
}

async function play(seed: number, options: GroupOptions): Promise<Outcome> {
  const events: RunEvent[] = [];
  const result = await runExample(seed, options, (event) => events.push(event));
  const initial = parsePrompt(result.initial);
  const sections = new Map([[initial.id, initial.section]]);
  for (const event of events) if (event.type === "candidate") sections.set(event.id, event.section);
  const selected = events.filter((event) => event.type === "selected");
  const byRound = await Promise.all(
    selected.map(({ kept }) => exampleScore(initial.withSection(sections.get(kept[0]!)!), seed)),
  );
  return {
    byRound,
    final: result.verdict!.winner.value,
    selectionCalls: selected.reduce((sum, { calls }) => sum + calls, 0),
    calls: result.cost.calls,
  };
}

export async function run(args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { seeds: { type: "string", default: "20" } } });
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const began = performance.now();
  const names = Object.keys(selectors) as SelectorName[];
  const { selector } = PRESETS.default.selection;
  const rows: [string, GroupOptions][] = [
    [`default: ${selector}`, {}],
    ...names.map((name): [string, GroupOptions] => [name, { selection: { selector: name, perCandidate: 50 } }]),
  ];
  print("selector                    leader's test score by round     final  selection calls  all calls");
  const found = new Map<string, Outcome[]>();
  for (const [name, options] of rows) {
    const outcomes: Outcome[] = [];
    for (const seed of seeds) outcomes.push(await play(seed, options));
    found.set(name, outcomes);
    const mean = (of: (outcome: Outcome) => number): number => meanOf(outcomes.map(of)).mean;
    const rounds = Math.max(...outcomes.map(({ byRound }) => byRound.length));
    const byRound = Array.from({ length: rounds }, (_, i) =>
      mean((outcome) => outcome.byRound[i] ?? outcome.byRound.at(-1)!).toFixed(3),
    );
    print(
      `${name.padEnd(26)}  ${byRound.join("  ").padEnd(30)}  ${mean(({ final }) => final).toFixed(3)}  ${mean(
        (outcome) => outcome.selectionCalls,
      )
        .toFixed(0)
        .padStart(15)}  ${mean(({ calls }) => calls)
        .toFixed(0)
        .padStart(9)}`,
    );
  }
  const ours = found.get(rows[0]![0])!;
  const ucb = found.get("ucb")!;
  const difference = meanOf(ours.map(({ final }, i) => final - ucb[i]!.final));
  const share =
    meanOf(ours.map(({ selectionCalls }) => selectionCalls)).mean /
    meanOf(ucb.map(({ selectionCalls }) => selectionCalls)).mean;
  print("");
  print(
    `the default against UCB at 50 per candidate: ${difference.mean.toFixed(3)} [${(difference.mean - difference.half).toFixed(3)}, ${(difference.mean + difference.half).toFixed(3)}] with ${(100 * share).toFixed(0)}% of the selection calls`,
  );
  return {
    selectionCallsShare: share,
    differenceLow: difference.mean - difference.half,
    seconds: (performance.now() - began) / 1000,
  };
}
