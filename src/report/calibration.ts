/** How far the metric agrees with people, in words. */
import { POOR_AGREEMENT, type Agreement } from "../core/stats/agreement.ts";
import { count, counted, oneLine, score, withInterval } from "../core/values/words.ts";
import { unscoredLines } from "./unscored.ts";

/** What is shown of a comparison of the metric with people. */
export interface ShownCalibration extends Agreement {
  readonly rows: number;
  readonly missing: number;
  readonly unscored: readonly { readonly message: string }[];
  readonly disagreements: readonly {
    readonly place: string;
    readonly human: number;
    readonly metric: number;
    readonly feedback?: string;
  }[];
}

/** Disagreements that are shown; --json has all. */
const SHOWN = 5;
/** Characters of the metric's words. */
const WORDS = 160;

/** A title, the figures, a warning where the agreement is poor or cannot be told, and where the scores differ most. */
export function calibrationLines(calibration: ShownCalibration): string[] {
  const { rows, share, measure, beyondChance, missing, unscored, disagreements } = calibration;
  const more = disagreements.length > SHOWN ? `, ${SHOWN} of them here; --json has all` : "";
  return [
    `The metric and people agree on ${count(Math.round(share.value * rows))} of ${counted(rows, "answer")}: ${withInterval(share)} with its 95% interval`,
    ...(beyondChance === undefined ? [] : [`  ${measure}: ${withInterval(beyondChance)}, 0 for no more than chance`]),
    ...warning(calibration),
    ...(missing > 0
      ? [`  ${counted(missing, "answer")} left out: the budget did not reach them, or no reply was delivered.`]
      : []),
    ...unscoredLines(unscored.map(({ message }) => message)).map((line) => `  ${line}`),
    ...(disagreements.length === 0
      ? []
      : [`  ${counted(disagreements.length, "answer")} scored otherwise by people${more}:`]),
    ...disagreements
      .slice(0, SHOWN)
      .map(
        ({ place, human, metric, feedback }) =>
          `    ${place}: people ${score(human)}, metric ${score(metric)}${feedback === undefined ? "" : `: ${oneLine(feedback, WORDS)}`}`,
      ),
  ];
}

function warning({ word, measure, beyondChance, rows }: ShownCalibration): string[] {
  if (word === "good") return [];
  if (word === "poor")
    return [
      `  Warning: ${measure} is below ${POOR_AGREEMENT}, fair agreement at most. A search would improve what people do not see.`,
      "  Make the criteria clearer, split them up, or name another judge; then compare again.",
    ];
  return [
    beyondChance === undefined
      ? `  Warning: one of the two gave all ${counted(rows, "answer")} the same score, so nothing can be told. Score answers that are good and bad.`
      : `  Warning: the interval reaches below ${POOR_AGREEMENT}, so ${counted(rows, "answer")} do not rule out poor agreement. Score more answers.`,
  ];
}
