/** A metric of a whole set that is given as an object: it takes the place of the one that a task kind would choose. */
import { digest } from "../core/values/hash.ts";
import { identityOf } from "../core/own-code/identity.ts";
import { asOwn } from "../core/own-code/own-object.ts";
import type { Judge, Judging, Metric } from "../core/task.ts";
import { soundJudge, soundMetric } from "./sound.ts";
import { isJudgeMetric, judgedForm, type JudgeMetric } from "../metrics/judged/index.ts";
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
  | JudgedMetric
  | JudgeMetric;

/** A metric as a task kind takes it, and what is put in the place of its judging after that. */
export interface ChosenMetric {
  readonly metric: MetricName | MetricFunction | undefined;
  /** Calls of a judge model about one answer, where the metric is one that a judge model scores by. */
  readonly judgeCalls?: number;
  /** Names of the scores that this judge model gives next to that of the row; absent for none. */
  readonly scores?: readonly string[];
  /** @param columns the columns that the prompt shows */
  readonly over: (judging: Judging, columns: readonly string[]) => Judging;
}

/** @param more metrics that have a name next to those of the table */
export function chosenMetric(option: MetricOption | undefined, more: readonly MetricKind[]): ChosenMetric {
  if (isJudgeMetric(option)) {
    const { calls, scores } = judgedForm(option, []);
    return {
      metric: undefined,
      judgeCalls: calls,
      ...(scores && { scores }),
      over: (judging, columns) => byModel(judging, option, columns),
    };
  }
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

/** The judging of a kind with free answers, done by a judge model. What the kind knows of right answers is not needed: the judge is shown them. */
function byModel(judging: Judging, option: JudgeMetric, columns: readonly string[]): Judging {
  const { calls, identity, judge, metric, answers, unscorable } = judgedForm(option, columns);
  const { unscorable: _, ...own } = judging;
  return {
    ...own,
    judge,
    metric,
    answers,
    judging: `judge#${digest(JSON.stringify(identity), 8)}`,
    // Free words differ from call to call; what counts is whether the score does.
    same: (a, b) => a.score === b.score,
    ...(unscorable && { unscorable }),
    callsPerCell: 1 + calls,
    spareCalls: calls,
  };
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
