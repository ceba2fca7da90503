/** The limits of a task: which metrics its kind has for them, and how a row is judged by another metric than the one optimized. */
import { UsageError } from "../../core/errors.ts";
import type { Example } from "../../core/example.ts";
import { NO_USAGE } from "../../core/model.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import type { Judging, Limit, Metric, Observation } from "../../core/task.ts";
import { accuracy, meanScore, METRIC_NAMES, weighted } from "../../metrics/index.ts";
import { type LimitedMetric, limitsFrom } from "../../options/limits.ts";
import type { TaskKind } from "../../tasks/index.ts";
import type { ChosenKind } from "./chosen-kind.ts";

/** What is before the name of a score that a metric gives next to that of the row. */
const SCORES = "scores.";

/** Metrics that are of one label. */
const OF_LABELS: readonly string[] = ["precision", "recall", "f1"];

/** What the names in limits are looked up in. */
export interface LimitedTask extends Pick<ChosenKind, "kind" | "judgedBy" | "scores"> {
  readonly rows: readonly Example[];
  /** Everything that follows from another metric, by its name. */
  readonly judgingOf: (metric: string) => Judging;
}

/**
 * The limits of these sentences for tasks of a kind.
 * @throws UsageError for a sentence that is no limit here
 */
export function taskLimits(sentences: readonly string[], task: LimitedTask): readonly Limit[] {
  const { kind, rows, scores = ["NAME"] } = task;
  const hasWeights = rows.some(({ weight }) => weight !== undefined);
  // A matrix of costs has no place in a sentence.
  const own = kind.metrics.filter((name) => name !== "cost");
  const written = own.map((name) => (isOfLabels(kind) && OF_LABELS.includes(name) ? `${name}:LABEL` : name));
  const metrics = [...new Set([...written, "accuracy"])];
  return limitsFrom(sentences, {
    metrics: [...metrics, ...scores.map((name) => `${SCORES}${name}`)],
    metricOf(name) {
      const of = name.startsWith(SCORES) ? namedScore(name.slice(SCORES.length), task.scores) : found(name, task);
      return hasWeights ? { ...of, metric: weighted(of.metric) } : of;
    },
  });
}

/** Whether its metrics are those of labels, which all judge an answer alike. */
function isOfLabels({ metrics }: TaskKind): boolean {
  return metrics === METRIC_NAMES;
}

function found(name: string, { kind, judgedBy, rows, judgingOf }: LimitedTask): LimitedMetric {
  // Whatever answers are, some are right.
  if (name === "accuracy" && !kind.metrics.includes(name))
    return { metric: accuracy(), judged: scoredBy(({ correct }) => (correct ? 1 : 0)) };
  const judging = made(name, judgingOf);
  const { metric, callsPerCell, unscorable } = judging;
  if (isOfLabels(kind) || name === judgedBy) return { metric };
  if (callsPerCell > 1)
    throw new UsageError(
      "limits",
      `“${name}” asks a judge model, and a limit is measured without further calls`,
      "Take a metric that asks none, or make it the metric that is optimized.",
    );
  if (unscorable === undefined) return { metric, judged: judgedAgain(judging) };
  const whys = rows.map(unscorable);
  if (!whys.includes(undefined)) throw new UsageError("limits", `“${name}” can be measured on no row: ${whys[0]}`);
  return { metric: overScorable(metric, unscorable), judged: judgedAgain(judging) };
}

/** The metric over the rows that can be scored by it: another metric may have scored more. */
function overScorable(metric: Metric, unscorable: NonNullable<Judging["unscorable"]>): Metric {
  return {
    name: metric.name,
    isMean: metric.isMean,
    score: (observations) => metric.score(observations),
    counts: (observation) => unscorable(observation.example) === undefined && (metric.counts?.(observation) ?? true),
  };
}

/** The judging by another metric; what is wrong with its name is wrong with the limit. */
function made(name: string, judgingOf: (metric: string) => Judging): Judging {
  try {
    return judgingOf(name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError("limits", error.message.slice(error.where.length + 2));
  }
}

/**
 * A score that the metric gives next to that of the row, over the rows that have it. An answer that cannot be read has none, and counts as 0.
 * @param known the names; undefined where only a function knows them
 */
function namedScore(name: string, known: readonly string[] = [name]): LimitedMetric {
  if (!known.includes(name))
    throw new UsageError(
      "limits",
      `the metric gives no score that is called “${name}”${nearestIs(name, known)}`,
      `Its scores: ${known.join(", ")}.`,
    );
  return {
    metric: { ...meanScore(name), counts: ({ scores, invalid }) => invalid || scores?.[name] !== undefined },
    judged: scoredBy(({ scores }) => scores?.[name] ?? 0),
  };
}

/** The row with another score as its own, which intervals are made of. */
function scoredBy(score: (observation: Observation) => number): (observation: Observation) => Observation {
  return (observation) => ({ ...observation, score: score(observation) });
}

/** Judges the answer of a row again, once for each observation; rows that cannot be scored stay as they are. */
function judgedAgain({ judge, unscorable }: Judging): (observation: Observation) => Observation {
  const known = new WeakMap<Observation, Observation>();
  return (observation) => {
    const before = known.get(observation);
    if (before !== undefined || observation.invalid) return before ?? { ...observation, score: 0 };
    const { answer, example } = observation;
    if (unscorable?.(example) !== undefined) return observation;
    const judged = judge({ text: answer, finish: "stop", usage: NO_USAGE }, example);
    if ("then" in judged)
      throw new UsageError("limits", "the judge of this metric returns a promise, which a limit cannot wait for");
    const { tokens } = observation;
    const made: Observation = { ...judged, example, answer, ...(tokens && { tokens }) };
    known.set(observation, made);
    return made;
  };
}
