/** A metric of a whole set that is given as an object: it takes the place of the one that a task kind would choose. */
import { identityOf } from "../core/identity.ts";
import { asOwn } from "../core/own-object.ts";
import type { Judge, Judging, Metric } from "../core/task.ts";
import { soundJudge, soundMetric } from "./sound.ts";
import { metricFor, type MetricFunction, type MetricKind, type MetricName } from "../metrics/index.ts";

/** How answers are judged, and how a set of judged answers is scored. */
export interface JudgedMetric {
  /** Default: as the kind of the task judges answers. */
  readonly judge?: Judge;
  /** The score of a set of answers. */
  readonly metric: Metric;
}

/** Everything that the option `metric` takes. */
export type MetricOption<Row extends object = Readonly<Record<string, unknown>>> =
  | MetricName
  | MetricFunction<Row>
  | Metric
  | JudgedMetric;

/** A metric as a task kind takes it, and what is put in the place of its judging after that. */
export interface ChosenMetric {
  readonly metric: MetricName | MetricFunction | undefined;
  readonly over: (judging: Judging) => Judging;
}

/** @param more metrics that have a name next to those of the table */
export function chosenMetric(option: MetricOption | undefined, more: readonly MetricKind[]): ChosenMetric {
  const given = judgedMetric(option);
  if (given !== undefined) {
    // With a judge of its own, the answers are free text, as those of a function are.
    const metric = given.judge === undefined ? undefined : (): number => 0;
    return { metric, over: (judging) => replaced(judging, given) };
  }
  if (typeof option !== "string" || more.length === 0)
    return { metric: option as ChosenMetric["metric"], over: (own) => own };
  const named = more.find(({ name }) => name === option.split(":")[0]?.trim());
  return {
    metric: undefined,
    over(judging) {
      const metric = metricFor(option, judging.labels ?? [], more);
      return named === undefined
        ? { ...judging, metric }
        : {
            ...judging,
            metric: soundMetric(asMetric(metric, `a metric from ${named.name}`)),
            judging: joined(judging, identityOf(named)),
          };
    },
  };
}

function judgedMetric(option: MetricOption | undefined): JudgedMetric | undefined {
  if (typeof option !== "object") return undefined;
  if ("score" in option) return { metric: asMetric(option, "a metric") };
  if (!("metric" in option)) return undefined;
  asMetric(option.metric, "a metric");
  if (option.judge !== undefined)
    asOwn<JudgedMetric>(option, "metric", "a metric with a judge", { judge: "a function" });
  return option;
}

function asMetric(value: unknown, what: string): Metric {
  return asOwn<Metric>(value, "metric", what, { name: "text", isMean: "true or false", score: "a function" });
}

function replaced(judging: Judging, { judge, metric: given }: JudgedMetric): Judging {
  const metric = soundMetric(given);
  if (judge === undefined) return { ...judging, metric, judging: joined(judging, identityOf(given)) };
  return { ...judging, judge: soundJudge(judge), metric, judging: `${identityOf(given)} ${identityOf(judge)}` };
}

function joined({ judging }: Judging, identity: string): string {
  return judging === "" ? identity : `${judging} ${identity}`;
}
