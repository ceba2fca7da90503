/** The limits of a task: which metrics its kind has for them, and how a row is judged by another metric than the one optimized. */
import { UsageError } from "../core/errors.ts";
import { NO_USAGE } from "../core/model.ts";
import type { Judging, Limit, Metric, Observation } from "../core/task.ts";
import { accuracy, meanScore, METRIC_NAMES } from "../metrics/index.ts";
import { type LimitedMetric, limitsFrom } from "../options/limits.ts";
import type { TaskKind } from "../tasks/index.ts";

/** What stands before the name of a score that a metric of the user's returns next to others. */
const SCORES = "scores.";

/** Metrics that are of one label. */
const OF_LABELS: readonly string[] = ["precision", "recall", "f1"];

/**
 * The limits of these sentences for tasks of a kind.
 * @param judgingOf everything that follows from another metric, by its name
 * @throws UsageError for a sentence that is no limit here
 */
export function taskLimits(
  sentences: readonly string[],
  kind: TaskKind,
  judgingOf: (metric: string) => Judging,
): readonly Limit[] {
  // A matrix of costs has no place in a sentence.
  const own = kind.metrics.filter((name) => name !== "cost");
  const written = own.map((name) => (isOfLabels(kind) && OF_LABELS.includes(name) ? `${name}:LABEL` : name));
  const metrics = [...new Set([...written, "accuracy"])];
  const more = kind.takesFunction ? [`${SCORES}NAME`] : [];
  return limitsFrom(sentences, {
    metrics: [...metrics, ...more],
    metricOf: (name) => found(name, kind, judgingOf),
  });
}

/** Whether its metrics are those of labels, which all judge an answer alike. */
function isOfLabels({ metrics }: TaskKind): boolean {
  return metrics === METRIC_NAMES;
}

function found(name: string, kind: TaskKind, judgingOf: (metric: string) => Judging): LimitedMetric {
  if (name.startsWith(SCORES)) return { metric: namedScore(name.slice(SCORES.length)) };
  // Whatever answers are, some are right.
  if (name === "accuracy" && !kind.metrics.includes(name)) return { metric: accuracy() };
  try {
    const { metric, judge } = judgingOf(name);
    return isOfLabels(kind) ? { metric } : { metric, judged: judgedBy(judge) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError("limits", error.message.slice(error.where.length + 2));
  }
}

/** A score that the user's metric returned next to others, over the rows that have it. */
function namedScore(name: string): Metric {
  return {
    name,
    isMean: true,
    counts: ({ scores }) => scores?.[name] !== undefined,
    score: (observations) => meanScore().score(observations.map((one) => ({ ...one, score: one.scores?.[name] ?? 0 }))),
  };
}

/** Judges the answer of a row again, once for each observation. */
function judgedBy(judge: Judging["judge"]): (observation: Observation) => Observation {
  const known = new WeakMap<Observation, Observation>();
  return (observation) => {
    const before = known.get(observation);
    if (before !== undefined || observation.invalid) return before ?? { ...observation, score: 0 };
    const { answer, example } = observation;
    const judged = judge({ text: answer, finish: "stop", usage: NO_USAGE }, example);
    if ("then" in judged) throw new UsageError("limits", "a metric that asks a model cannot be a limit");
    const { tokens } = observation;
    const made: Observation = { ...judged, example, answer, ...(tokens && { tokens }) };
    known.set(observation, made);
    return made;
  };
}
