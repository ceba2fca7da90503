/** Runs the trials of a recipe's contenders on one task, and shows them side by side, the paper's figure next to ours. */
import { DIFFERENCES, SCORES, type Interval } from "../../src/core/stats/interval.ts";
import { meanInterval, type MeanInterval } from "../../src/core/stats/mean-interval.ts";
import { table } from "../../src/report/table.ts";
import { count, score, signed } from "../../src/core/values/words.ts";
import { meanCurve } from "../../src/trials/mean-curve.ts";
import { summarizeTrials, type VariantSummary } from "../../src/trials/summary.ts";
import { withError } from "./figures.ts";
import type { Session, Findings, Ready, Recipe } from "./recipe.ts";
import { runTrialsOf, type Scored } from "./run-trials-of.ts";
import type { TrialScores } from "./scores.ts";

export async function compare(recipe: Recipe, session: Session, ready: Ready): Promise<Findings> {
  return findingsOf(await runTrialsOf(recipe, session, ready), ready.paper);
}

/** A line for each contender, and each held against the first one. */
export function findingsOf(scored: readonly Scored[], paper: Ready["paper"]): Findings {
  const rows = rowsOf(scored, paper);
  const pairs = pairLines(summarizeTrials(scored.map(({ trial }) => trial)));
  return { lines: [...rowLines(scored, rows, paper), ...(pairs.length === 0 ? [] : ["", ...pairs])], data: { rows } };
}

/** A table for each number of evaluations per candidate. */
export async function compareByBudget(recipe: Recipe, session: Session, ready: Ready): Promise<Findings> {
  const lines: string[] = [];
  const budgets: object[] = [];
  for (const [perCandidate, contenders] of Map.groupBy(recipe.contenders, ({ set }) => set.selection?.perCandidate)) {
    const findings = await compare({ ...recipe, contenders }, session, ready);
    lines.push(...(lines.length === 0 ? [] : [""]), `${perCandidate} evaluations per candidate`, ...findings.lines);
    budgets.push({ perCandidate, ...findings.data });
  }
  return { lines, data: { budgets } };
}

/** A line for each contender, and below the leader of every round on the test rows. */
export async function compareByRound(recipe: Recipe, session: Session, ready: Ready): Promise<Findings> {
  const scored = await runTrialsOf(recipe, session, ready, true);
  const { lines, data } = findingsOf(scored, ready.paper);
  const curve = meanCurve(scored.map(({ trial }) => trial));
  const byRound = curve.map(({ round, calls, score }) => [`${round}`, withError(score), count(calls), "-"]);
  return {
    lines: [...lines, "", ...table(["round", "accuracy (s.e.)", "calls so far", "paper"], byRound)],
    data: { ...data, curve },
  };
}

/** A contender over its trials. */
interface Row {
  readonly name: string;
  readonly trials: number;
  readonly accuracy: MeanInterval;
  /** F1 of the positive class. */
  readonly f1: MeanInterval;
  /** Accuracy beyond the initial prompt's. */
  readonly gain: MeanInterval;
  /** Accuracy of the prompt that is best on the test rows, among those of the last beam: too high by chance. */
  readonly bestOfBeam: MeanInterval;
  readonly calls: number;
  /** Accuracy in the paper's Table 5; absent where we have none of it at hand. */
  readonly paper?: { readonly value: number; readonly error: number };
}

function rowsOf(scored: readonly Scored[], paper: Ready["paper"]): Row[] {
  return [...new Set(scored.map(({ trial }) => trial.variant))].map((name) => {
    const own = scored.filter(({ trial }) => trial.variant === name);
    const over = (bounds: Interval, read: (scores: TrialScores) => number): MeanInterval =>
      meanInterval(
        own.map(({ scores }) => read(scores)),
        0.95,
        bounds,
      );
    const reported = Object.hasOwn(paper.reported, name)
      ? paper.reported[name as keyof typeof paper.reported]
      : undefined;
    return {
      name,
      trials: own.length,
      accuracy: over(SCORES, ({ found }) => found.accuracy),
      f1: over(SCORES, ({ found }) => found.f1),
      gain: over(DIFFERENCES, ({ found, initial }) => found.accuracy - initial.accuracy),
      bestOfBeam: over(SCORES, ({ bestOfBeam }) => bestOfBeam.accuracy),
      calls: own.reduce((sum, { trial }) => sum + trial.result.cost.calls, 0) / own.length,
      ...(reported && { paper: reported }),
    };
  });
}

function rowLines(scored: readonly Scored[], rows: readonly Row[], { positive }: Ready["paper"]): string[] {
  const { accuracy, f1 } = scored[0]!.scores.initial;
  return [
    ...table(
      [
        "",
        "accuracy (s.e.)",
        `F1 of "${positive}" (s.e.)`,
        "gain",
        "best of beam*",
        "calls",
        "paper's accuracy (s.e.)",
      ],
      [
        ["initial prompt", score(accuracy), score(f1), "", "", "", "-"],
        ...rows.map((row) => [
          row.name,
          withError(row.accuracy),
          withError(row.f1),
          signed(row.gain.value),
          withError(row.bestOfBeam),
          count(row.calls),
          row.paper === undefined ? "-" : `${row.paper.value.toFixed(2)} (${row.paper.error.toFixed(3)})`,
        ]),
      ],
    ),
    "* the paper's way: the best on test of all prompts that dev was asked about (the last beam), too high by chance. Elsewhere dev picks, and test is read once.",
  ];
}

/** Each against the first. */
function pairLines(summaries: readonly VariantSummary[]): string[] {
  const [first] = summaries;
  return summaries.flatMap(({ name, against }) => {
    if (against === undefined) return [];
    const { difference, word, over } = against;
    return [
      `${name} minus ${first!.name}, accuracy, paired over ${over}: ${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}], ${word}`,
    ];
  });
}
