/** Scores of sets of labels, for rows that have several labels at once. */
import { weightOf } from "../../core/example.ts";
import type { Observation } from "../../core/task.ts";
import { fBetaOf, type Tally } from "../f1.ts";
import type { ScoreKind, ScoreTable } from "./score.ts";
import { best } from "./words.ts";

type Labels = readonly string[];

/** Sizes of what two sets share and of each. */
function sizes(answer: Labels, right: Labels): { both: number; answered: number; there: number } {
  const [a, b] = [new Set(answer), new Set(right)];
  return { both: [...a].filter((label) => b.has(label)).length, answered: a.size, there: b.size };
}

/** The share of sets that are exactly right: scikit-learn's `accuracy_score` of several labels (subset accuracy). */
export const exactSet: ScoreKind<Labels> = {
  name: "exact-set",
  about: "the share of rows whose labels are all right, and no other",
  make: () => ({
    name: "exact sets",
    score: (answer, expected) =>
      best(expected, (right) => {
        const { both, answered, there } = sizes(answer, right);
        return both === answered && both === there ? 1 : 0;
      }),
  }),
};

/** |A and B| / |A or B| of each row, 1 for two empty sets: scikit-learn's `jaccard_score(average="samples", zero_division=1)`. */
export const jaccard: ScoreKind<Labels> = {
  name: "jaccard",
  about: "labels of both sets as a share of those of either",
  make: () => ({
    name: "Jaccard",
    enough: 1,
    score: (answer, expected) =>
      best(expected, (right) => {
        const { both, answered, there } = sizes(answer, right);
        return answered + there === 0 ? 1 : both / (answered + there - both);
      }),
  }),
};

/** F1 of each row, 1 for two empty sets: scikit-learn's `f1_score(average="samples", zero_division=1)`. */
const samplesF1: ScoreKind<Labels> = {
  name: "samples-f1",
  about: "the mean of the F1 of the labels of every row",
  make: () => ({ name: "samples F1", enough: 1, score: f1OfRow }),
};

function f1OfRow(answer: Labels, expected: readonly Labels[]): number {
  return best(expected, (right) => {
    const { both, answered, there } = sizes(answer, right);
    return answered + there === 0 ? 1 : (2 * both) / (answered + there);
  });
}

/** The scores of sets over this label set, the default first. */
export function setScores(labels: Labels): ScoreTable<Labels> {
  return {
    "exact-set": exactSet,
    jaccard,
    "samples-f1": samplesF1,
    "micro-f1": counted("micro-f1", "micro F1", "F1 of all labels counted together", (tallies) => {
      const all = { right: 0, predicted: 0, there: 0 };
      for (const one of tallies) for (const key of ["right", "predicted", "there"] as const) all[key] += one[key];
      return fBetaOf(1, all);
    }),
    "macro-f1": counted("macro-f1", "macro F1", "the mean of the F1 of every label", (tallies) =>
      tallies.length === 0 ? 0 : tallies.reduce((sum, one) => sum + fBetaOf(1, one), 0) / tallies.length,
    ),
  };

  /** A score of the whole set by the counts of every label, as scikit-learn's `f1_score` of several labels with zero_division=0. */
  function counted(
    name: string,
    title: string,
    about: string,
    of: (tallies: readonly Tally[]) => number,
  ): ScoreKind<Labels> {
    const score = (observations: readonly Observation[]): number => of(talliesOf(observations));
    return {
      name,
      about,
      make: () => ({
        name: title,
        enough: 1,
        score: f1OfRow,
        metric: { name: title, isMean: false, weighs: true, score },
      }),
    };
  }

  function talliesOf(observations: readonly Observation[]): Tally[] {
    const tallies = new Map(labels.map((label) => [label, { right: 0, predicted: 0, there: 0 }]));
    for (const { example, predicted, invalid } of observations) {
      const right = new Set(example.expected as Labels);
      const answer = new Set(invalid ? [] : (predicted as Labels));
      for (const [label, tally] of tallies) {
        const [is, said] = [right.has(label), answer.has(label)];
        const weight = weightOf(example);
        if (is) tally.there += weight;
        if (said) tally.predicted += weight;
        if (is && said) tally.right += weight;
      }
    }
    return [...tallies.values()];
  }
}
