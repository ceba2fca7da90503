/** Custom: answers are free text, and a function of the user's scores each of them. */
import { digest } from "../core/hash.ts";
import { functionJudge, meanScore, type MetricFunction } from "../metrics/index.ts";
import type { TaskKind } from "./task-kind.ts";

export const custom: TaskKind = {
  name: "custom",
  about: "the metric is a function of yours that scores an answer",
  metrics: [],
  takesFunction: true,
  forms: ["text"],
  asksJudge: true,
  asGiven: true,
  judging({ metric, source, judgeCalls = 0, file, placeOf }) {
    const fn = metric as MetricFunction;
    return {
      judge: functionJudge(fn, { ...(file !== undefined && { file }), ...(placeOf && { placeOf }) }),
      metric: meanScore(isNamed(fn) ? fn.name : file),
      judging: identityOf(fn, source),
      format: { kind: "text" },
      answers: "Each answer is scored from 0 to 1.",
      keep: [],
      groupBy: "random",
      // Free words differ from call to call; what counts is whether the score does.
      same: (a, b) => a.score === b.score,
      callsPerCell: 1 + judgeCalls,
    };
  },
};

function isNamed({ name }: MetricFunction): boolean {
  return !["", "default"].includes(name);
}

/**
 * The function's name with a hash of its source, as `functionModel` has it, so that an edited function is another one. Of a
 * module all of the text counts, since the function may call others of it.
 */
function identityOf(fn: MetricFunction, source = ""): string {
  return `function:${isNamed(fn) ? fn.name : "anonymous"}#${digest(`${fn.toString()}\n${source}`, 8)}`;
}
