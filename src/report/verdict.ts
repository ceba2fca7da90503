/** The verdict in words. */
import type { OneLabel } from "../core/measuring/one-label.ts";
import type { Estimate } from "../core/stats/estimate.ts";
import type { LimitVerdict, Verdict } from "../core/measuring/verdict.ts";
import { labelLines } from "./changes.ts";
import { limitWords } from "./limits.ts";
import { varyingWords } from "./repeats.ts";
import { count, counted, signed, withInterval } from "../core/values/words.ts";

/** A sentence on what the verdict means for the reader. */
function verdictSentence({ word, difference, rowsToSettle, oneLabel, limits = [], limitsOnDev }: Verdict): string {
  switch (word) {
    case "meets the limits":
      return `The best prompt found meets the limits, which the initial one does not: use it. ${scoreSentence(difference)}`;
    case "misses a limit":
      return `${missedSentence(limits, limitsOnDev)} keep the initial one, whatever the scores.`;
    case "better":
      return "The best prompt found is better than the initial one on rows that the search has not seen: use it.";
    case "worse":
      if (limits.some(({ initial }) => !initial.met))
        return "The best prompt found meets the limits and scores lower. That the initial one misses them may be luck, as its interval holds the bound: keep it, or take more test rows.";
      return "The best prompt found is worse than the initial one on rows that the search has not seen: keep the initial one.";
    case "not shown":
      if (oneLabel !== undefined && difference.low > 0) return `${oneLabelSentence(oneLabel)} Keep the initial one.`;
      if (difference.value === 0)
        return "The best prompt found does no better than the initial one on these rows: keep the initial one.";
      return rowsToSettle === undefined
        ? "A difference is not shown: keep the initial one."
        : `A difference is not shown: keep the initial one. About ${counted(rowsToSettle, "test row")}${difference.clusters === undefined ? "" : ", in clusters like these,"} would settle a difference of this size.`;
  }
}

/** Why a higher score is no gain: the model does not tell rows apart. */
export function oneLabelSentence({ initial, winner }: OneLabel): string {
  return initial === winner
    ? `Nearly all rows get the label ${JSON.stringify(winner)}, before and after, so a higher score is no gain.`
    : `Nearly all rows get one label: ${JSON.stringify(initial)} before, ${JSON.stringify(winner)} after. A constant was traded for another, which is no gain.`;
}

/** How many clusters the rows are of, where they have any; the intervals are then of clusters. */
export function clustersIn({ clusters }: Pick<Estimate, "clusters">): string {
  return clusters === undefined ? "" : `in ${counted(clusters, "cluster")}, `;
}

/** The score of a prompt that is used for the limits. */
function scoreSentence({ low, high }: Verdict["difference"]): string {
  if (high < 0) return "Its score is lower.";
  return low > 0 ? "Its score is higher." : "A difference in score is not shown.";
}

/** Which limit the best prompt found misses, and where. */
function missedSentence(limits: readonly LimitVerdict[], onDev: Verdict["limitsOnDev"]): string {
  const missed = limits.filter(({ winner }) => !winner.met);
  const named = missed.map(({ limit }) => limit).join(" and ");
  const both = missed.every(({ initial }) => !initial.met) ? ", as does the initial one" : "";
  const onTest = missed.length === 0 ? "" : `, and on test it misses ${named}${both}`;
  if (onDev === "none met")
    return `No prompt met all limits on dev: the best found is the nearest to them${onTest}. So`;
  if (onDev === "not measured")
    return `The budget ended before dev could show which prompts meet the limits${onTest}. So`;
  return `The best prompt found misses ${named}${both}:`;
}

/** A line for each limit, with both prompts. */
function bothLines(limits: readonly LimitVerdict[]): string[] {
  return limits.flatMap(({ limit, initial, winner }) => [
    `  limit ${limit}`,
    `    initial prompt ${limitWords(initial)}`,
    `    best found     ${limitWords(winner)}`,
  ]);
}

/**
 * The whole verdict, line by line, with the scores by label where answers are labels.
 * @param width the columns of the terminal, for the table of labels
 */
export function verdictLines(verdict: Verdict, width = Infinity): string[] {
  const {
    word,
    metric,
    initial,
    winner,
    difference,
    fixed,
    broken,
    invalid,
    missing,
    unscored = 0,
    limits = [],
    repeats,
    earlierReads,
  } = verdict;
  const byLabel = labelLines(verdict, width);
  return [
    `Verdict: ${word.toUpperCase()}`,
    verdictSentence(verdict),
    "",
    `  ${metric} on ${counted(difference.n, "untouched test row")}, ${clustersIn(difference)}with 95% intervals`,
    `  initial prompt   ${withInterval(initial)}`,
    `  best found       ${withInterval(winner)}`,
    `  difference      ${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}]   ${count(fixed.length)} fixed, ${count(broken.length)} broken`,
    ...bothLines(limits),
    ...(repeats === undefined
      ? []
      : [
          `  each row was answered ${count(repeats.times)} times; answers differ between repeats`,
          `    initial prompt ${varyingWords(repeats.varying.initial, difference.n)}`,
          `    best found     ${varyingWords(repeats.varying.winner, difference.n)}`,
        ]),
    ...(invalid.initial + invalid.winner > 0
      ? [
          `  unreadable answers: ${count(invalid.initial)} of the initial prompt, ${count(invalid.winner)} of the best found`,
        ]
      : []),
    ...(missing > 0
      ? [`  ${counted(missing, "row")} left out of both scores: no answer was delivered for one of the two`]
      : []),
    ...(unscored > 0
      ? [`  ${counted(unscored, "row")} left out of both scores: the metric failed on the answer of one of the two`]
      : []),
    earlierReads === 0
      ? "  These test rows were read for the first time."
      : `  These test rows have been read by ${counted(earlierReads, "earlier run")}: the more often, the less they prove.`,
    ...(byLabel.length === 0 ? [] : ["", ...byLabel]),
  ];
}
