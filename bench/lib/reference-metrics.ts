/** Our metrics on the inputs of `scripts/reference-metrics.py`, next to what other libraries make of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Example } from "../../src/core/example.ts";
import type { Metric, Observation } from "../../src/core/task.ts";
import { metricFor, type Costs, weighted } from "../../src/metrics/index.ts";
import {
  jsonScores,
  listScores,
  metricOf,
  nearNumber,
  numberDifference,
  scoreFor,
  setScores,
  textScores,
  type AnswerScore,
} from "../../src/metrics/scores/index.ts";

type Scores = Readonly<Record<string, number>>;
interface Scored<T, E = T> {
  readonly answer: T;
  readonly expected: E;
  readonly scores: Scores;
}
interface Classified<T> {
  readonly labels: readonly string[];
  readonly expected: readonly T[];
  readonly predicted: readonly T[];
  readonly weights?: readonly number[];
  readonly scores: Scores;
}
interface Reference {
  readonly labels: readonly Classified<string>[];
  readonly sets: readonly Classified<readonly string[]>[];
  readonly texts: readonly Scored<string, readonly string[]>[];
  readonly corpora: readonly { readonly rows: readonly [string, readonly string[]][]; readonly scores: Scores }[];
  readonly lists: readonly Scored<readonly string[]>[];
  readonly objects: readonly Scored<unknown>[];
  readonly numbers: readonly Scored<number>[];
  readonly weightedLabels: readonly Classified<string>[];
  readonly weightedSets: readonly Classified<readonly string[]>[];
}

/** A metric of ours on one input, and what the reference has. */
export interface Comparison {
  readonly metric: string;
  readonly ours: number;
  readonly theirs: number;
}

/** What an answer that cannot be read is in the labels of the reference. */
const INVALID = "-";
const COSTS: Costs = { a: { b: 5 }, b: { a: 0.5 } };
const FILE = join(import.meta.dirname, "../../test/fixtures/metrics/reference.json");

export function compareMetrics(): Comparison[] {
  const reference = JSON.parse(readFileSync(FILE, "utf8")) as Reference;
  const found: Comparison[] = [];
  const compare = (kind: string, scores: Scores, ours: (metric: string) => number): void => {
    for (const [metric, theirs] of Object.entries(scores))
      found.push({ metric: `${kind} ${metric}`, ours: ours(metric), theirs });
  };
  for (const { labels, expected, predicted, weights, scores } of [...reference.labels, ...reference.weightedLabels]) {
    const rows = expected.map((right, i) =>
      observed(right, predicted[i] === INVALID ? undefined : predicted[i], weights?.[i]),
    );
    compare(weights === undefined ? "labels" : "weighted labels", scores, (name) =>
      over(metricFor(name === "cost" ? { cost: COSTS } : name, labels), weights).score(rows),
    );
  }
  for (const { labels, expected, predicted, weights, scores } of [...reference.sets, ...reference.weightedSets]) {
    const table = setScores(labels);
    compare(weights === undefined ? "sets" : "weighted sets", scores, (name) => {
      const score = scoreFor(name, table);
      const rows = expected.map((right, i) => observed(right, predicted[i], weights?.[i], score));
      return over(metricOf(score), weights).score(rows);
    });
  }
  for (const { answer, expected, scores } of reference.texts)
    compare("texts", scores, (name) => scoreFor(name, textScores).score(answer, expected));
  for (const { rows, scores } of reference.corpora)
    compare("corpora", scores, (name) =>
      metricOf(scoreFor(name, textScores)).score(rows.map(([answer, expected]) => observed(expected, answer))),
    );
  for (const { answer, expected, scores } of reference.lists)
    compare("lists", scores, (name) => scoreFor(name, listScores).score(answer, [expected]));
  for (const { answer, expected, scores } of reference.objects)
    compare("objects", scores, (name) =>
      scoreFor(
        name,
        jsonScores(() => true),
      ).score(answer, [expected]),
    );
  const numbers = { "number-difference": numberDifference, "within-tolerance": nearNumber({ absolute: 2 }) };
  for (const { answer, expected, scores } of reference.numbers)
    compare("numbers", scores, (name) => scoreFor(name, numbers).score(answer, [expected]));
  return found;
}

/** The metric as a run takes it: weighted where rows have weights. */
function over(metric: Metric, weights: readonly number[] | undefined): Metric {
  return weights === undefined ? metric : weighted(metric);
}

function observed(
  expected: unknown,
  predicted: unknown,
  weight?: number,
  score?: AnswerScore<readonly string[]>,
): Observation {
  const example: Example = { id: "", fields: {}, expected, ...(weight !== undefined && { weight }) };
  if (predicted === undefined) return { example, answer: "", score: 0, correct: false, invalid: true };
  const value =
    score?.score(predicted as readonly string[], [expected as readonly string[]]) ?? Number(predicted === expected);
  return { example, answer: "", predicted, score: value, correct: value === 1, invalid: false };
}
