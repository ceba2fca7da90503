/** The table of metrics, and the metric of a name. */
import { nearestIs } from "../core/values/near-name.ts";
import { UsageError } from "../core/errors.ts";
import type { Metric } from "../core/task.ts";
import { accuracy } from "./accuracy.ts";
import { balancedAccuracy } from "./balanced-accuracy.ts";
import { cost, type Costs } from "./cost.ts";
import { f1, fBeta } from "./f1.ts";
import { kappa } from "./kappa.ts";
import { macroF1 } from "./macro-f1.ts";
import type { ScoreName } from "./scores/index.ts";
import { mcc } from "./mcc.ts";
import { microF1 } from "./micro-f1.ts";
import { macroPrecision, precision, recall } from "./precision-recall.ts";
import { weightedF1 } from "./weighted-f1.ts";

/** A kind of metric, as the option `metric` names it. */
export interface MetricKind {
  /** What options and errors call it; one of a class is named with it, as `f1:spam`. */
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** Whether it is of one class; default false. */
  readonly ofClass?: boolean;
  /** The metric for this label set; `label` is the class of a metric of one class, else empty. */
  readonly make: (labels: readonly string[], label: string) => Metric;
}

/** All metrics with a name, the default first: the one table that a new one is added to. */
const TABLE = [
  { name: "accuracy", about: "the share of right answers", make: () => accuracy() },
  { name: "macro-f1", about: "the mean of the F1 of every label", make: (labels) => macroF1(labels) },
  {
    name: "weighted-f1",
    about: "the mean of the F1 of every label, each by its share of the rows",
    make: (labels) => weightedF1(labels),
  },
  { name: "micro-f1", about: "F1 of all labels counted together", make: (labels) => microF1(labels) },
  {
    name: "balanced-accuracy",
    about: "the mean of the recall of every label",
    make: (labels) => balancedAccuracy(labels),
  },
  {
    name: "macro-precision",
    about: "the mean of the precision of every label",
    make: (labels) => macroPrecision(labels),
  },
  { name: "kappa", about: "Cohen's kappa, agreement beyond chance", make: (labels) => kappa(labels) },
  { name: "mcc", about: "Matthews' correlation coefficient", make: (labels) => mcc(labels) },
  { name: "precision", about: "precision of one label", ofClass: true, make: (_, label) => precision(label) },
  { name: "recall", about: "recall of one label", ofClass: true, make: (_, label) => recall(label) },
  { name: "f1", about: "precision and recall of one label together", ofClass: true, make: (_, label) => f1(label) },
] as const satisfies readonly MetricKind[];

const METRICS: readonly MetricKind[] = TABLE;

type Named = (typeof TABLE)[number];
type OfClass = Extract<Named, { readonly ofClass: true }>["name"];

/**
 * A metric as options and config name it: `accuracy`, `macro-f1`, `weighted-f1`, `mcc`, `f1:spam` or `{ f1: "spam" }`, and F-beta by
 * its beta: `f2:spam`, `f0.5:spam`.
 */
export type MetricName =
  | Exclude<Named["name"], OfClass>
  | `${OfClass}:${string}`
  | `f${number}:${string}`
  | { readonly cost: Costs }
  | { readonly f1: string }
  | ScoreName;

/** The names of all metrics, the default first; F-beta apart, whose name holds its beta. */
export const METRIC_NAMES: readonly string[] = [...METRICS.map(({ name }) => name), "cost"];

/** How options write these metrics, in a list. */
export const METRIC_CHOICES: string = `${written(METRICS).join(", ")}, F-beta such as f2:LABEL or f0.5:LABEL, costs of errors as { cost: { LABEL: { ANSWER: 5 } } }`;

/**
 * The metric of this name.
 * @param labels the label set, such as `classLabels` finds it
 * @param more further metrics that have a name
 * @throws UsageError when there is no such metric, or no such label
 */
export function metricFor(
  name: MetricName | (string & {}),
  labels: readonly string[],
  more: readonly MetricKind[] = [],
): Metric {
  if (typeof name === "object" && "cost" in name) return cost(name.cost, labels);
  const spec = typeof name === "string" ? name.trim() : `f1:${name.f1}`;
  const [kind, label] = split(spec);
  const metric = [...METRICS, ...more].find(({ name }) => name === kind) ?? ofBeta(kind);
  const { ofClass = false } = metric ?? {};
  if (metric === undefined || (!ofClass && label !== undefined)) throw unknown(spec, more);
  if (!ofClass) return metric.make(labels, "");
  const known = `Labels: ${labels.join(", ")}.`;
  if (label === undefined || label === "")
    throw new UsageError(
      "metric",
      `${kind} is of one class, and none is named`,
      `Write ${kind}:${labels[0] ?? "LABEL"}. ${known}`,
    );
  if (!labels.includes(label))
    throw new UsageError("metric", `no row has the label “${label}”${nearestIs(label, labels)}`, known);
  return metric.make(labels, label);
}

/** F-beta, whose name holds its beta. */
function ofBeta(kind: string): MetricKind | undefined {
  const beta = Number(/^f(\d+(?:\.\d+)?)$/.exec(kind)?.[1]);
  return beta > 0
    ? { name: kind, about: "F-beta of one label", ofClass: true, make: (_, label) => fBeta(beta, label) }
    : undefined;
}

/** The name before the first colon, and what is behind it: labels may hold colons themselves. */
function split(spec: string): [string, string | undefined] {
  const colon = spec.indexOf(":");
  return colon === -1 ? [spec, undefined] : [spec.slice(0, colon).trim(), spec.slice(colon + 1).trim()];
}

function written(kinds: readonly MetricKind[]): string[] {
  return kinds.map(({ name, ofClass = false }) => (ofClass ? `${name}:LABEL` : name));
}

function unknown(spec: string, more: readonly MetricKind[]): UsageError {
  const known = written([...METRICS, ...more]);
  return new UsageError(
    "metric",
    `there is no metric “${spec}”${nearestIs(spec, known)}`,
    `Known: ${known.join(", ")}, F-beta such as f2:LABEL; in code also a function.`,
  );
}
