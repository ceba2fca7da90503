/** How answers are judged and sets of answers scored: the table of metrics, and the public names. */
import { closest } from "fastest-levenshtein";
import { UsageError } from "../core/errors.ts";
import type { Metric } from "../core/task.ts";
import { accuracy } from "./accuracy.ts";
import { f1, fBeta } from "./f1.ts";
import { macroF1 } from "./macro-f1.ts";
import { mcc } from "./mcc.ts";
import { weightedF1 } from "./weighted-f1.ts";

export type { AskJudge, Judge, Judgement, JudgeRequest, Judging, Metric, Observation } from "../core/task.ts";
export { estimate } from "../core/stats/estimate.ts";
export { accuracy } from "./accuracy.ts";
export { classificationJudge } from "./classification.ts";
export { type Confusion, confusion } from "./confusion.ts";
export { f1, fBeta } from "./f1.ts";
export { functionJudge, type MetricFunction, type MetricReturn } from "./function.ts";
export { classLabels } from "./labels.ts";
export { macroF1 } from "./macro-f1.ts";
export { mcc } from "./mcc.ts";
export { meanScore } from "./mean-score.ts";
export { weightedF1 } from "./weighted-f1.ts";

/**
 * A metric as options and config name it: `accuracy`, `macro-f1`, `weighted-f1`, `mcc`, `f1:spam` or `{ f1: "spam" }`, and F-beta by
 * its beta: `f2:spam`, `f0.5:spam`.
 */
export type MetricName =
  | "accuracy"
  | "macro-f1"
  | "weighted-f1"
  | "mcc"
  | `f${number}:${string}`
  | { readonly f1: string };

interface Named {
  readonly ofClass: boolean;
  make(labels: readonly string[], label: string): Metric;
}

/** Every metric that has a name; those of a class are given it. */
const METRICS: Readonly<Record<string, Named>> = {
  accuracy: { ofClass: false, make: () => accuracy() },
  "macro-f1": { ofClass: false, make: (labels) => macroF1(labels) },
  "weighted-f1": { ofClass: false, make: (labels) => weightedF1(labels) },
  mcc: { ofClass: false, make: (labels) => mcc(labels) },
  f1: { ofClass: true, make: (_, label) => f1(label) },
};

/** The names of all metrics, the default first; F-beta apart, whose name holds its beta. */
export const METRIC_NAMES: readonly string[] = Object.keys(METRICS);

/**
 * The metric of this name.
 * @param labels the label set, such as `classLabels` finds it
 * @throws UsageError when there is no such metric, or no such label
 */
export function metricFor(name: MetricName | (string & {}), labels: readonly string[]): Metric {
  const spec = typeof name === "string" ? name.trim() : `f1:${name.f1}`;
  const [kind, label] = split(spec);
  const metric = Object.hasOwn(METRICS, kind) ? METRICS[kind] : ofBeta(kind);
  if (metric === undefined || (!metric.ofClass && label !== undefined)) throw unknown(spec);
  if (!metric.ofClass) return metric.make(labels, "");
  const known = `Labels: ${labels.join(", ")}.`;
  if (label === undefined || label === "")
    throw new UsageError(
      "metric",
      `${kind} is of one class, and none is named`,
      `Write ${kind}:${labels[0] ?? "LABEL"}. ${known}`,
    );
  if (!labels.includes(label))
    throw new UsageError(
      "metric",
      `no row has the label “${label}”${labels.length === 0 ? "" : `; the nearest is “${closest(label, [...labels])}”`}`,
      known,
    );
  return metric.make(labels, label);
}

/** F-beta, whose name holds its beta. */
function ofBeta(kind: string): Named | undefined {
  const beta = Number(/^f(\d+(?:\.\d+)?)$/.exec(kind)?.[1]);
  return beta > 0 ? { ofClass: true, make: (_, label) => fBeta(beta, label) } : undefined;
}

/** The name before the first colon, and what is behind it: labels may hold colons themselves. */
function split(spec: string): [string, string | undefined] {
  const colon = spec.indexOf(":");
  return colon === -1 ? [spec, undefined] : [spec.slice(0, colon).trim(), spec.slice(colon + 1).trim()];
}

function unknown(spec: string): UsageError {
  const known = Object.entries(METRICS).map(([name, { ofClass }]) => (ofClass ? `${name}:LABEL` : name));
  return new UsageError(
    "metric",
    `there is no metric “${spec}”; the nearest is ${closest(spec.toLowerCase(), known)}`,
    `Known: ${known.join(", ")}, F-beta such as f2:LABEL; in code also a function.`,
  );
}
