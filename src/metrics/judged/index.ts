/** The forms in which a judge model scores, by the field of the option `metric` that names each: a new one is added here and to its options. */
import type { JudgedForm } from "./form.ts";
import type { JudgeMetric } from "./options.ts";
import { pairwise } from "./pairwise.ts";
import { rubric } from "./rubric.ts";

export type { JudgedForm } from "./form.ts";
export { isJudgeMetric, judgeMetricSchemas, type JudgeMetric } from "./options.ts";

/**
 * How a judge model scores by this option.
 * @param columns the columns that the prompt shows: the judge is shown no others
 */
export function judgedForm(option: JudgeMetric, columns: readonly string[]): JudgedForm {
  return "judge" in option ? rubric(option.judge, columns) : pairwise(option.pairwise, columns);
}
