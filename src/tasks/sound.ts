/** Judges and metrics of a user's own, held to their contracts: what they return is checked whenever they return it. */
import { ProtegiError, UsageError } from "../core/errors.ts";
import type { Judge, Judging, Metric } from "../core/task.ts";
import { asOwn } from "../core/own-code/own-object.ts";
import { isScore } from "../core/values/is-score.ts";

/** The metric, which throws a UsageError where it throws or returns anything but a score. */
export function soundMetric(metric: Metric): Metric {
  const { name, isMean, weighs } = metric;
  return {
    name,
    isMean,
    ...(weighs !== undefined && { weighs }),
    score(observations) {
      let score: unknown;
      try {
        score = metric.score(observations);
      } catch (error) {
        if (error instanceof ProtegiError) throw error;
        const fault = new UsageError(
          "metric",
          `${name} threw: ${error instanceof Error ? error.message : String(error)}`,
        );
        fault.cause = error;
        throw fault;
      }
      if (isScore(score)) return Math.min(1, Math.max(0, score));
      throw new UsageError("metric", `expected a score from 0 to 1 from ${name}, got ${String(score)}`);
    },
  };
}

/** The judge, which throws a UsageError where it returns anything but a judgement. */
export function soundJudge(judge: Judge): Judge {
  return async (answer, example, ask) => {
    const judged: unknown = await judge(answer, example, ask);
    const what = `a judgement of row ${example.id}`;
    const judgement = asOwn<Awaited<ReturnType<Judge>>>(judged, "metric", what, {
      score: "a number",
      correct: "true or false",
      invalid: "true or false",
    });
    const score: unknown = judgement.score;
    if (isScore(score)) return judgement;
    throw new UsageError("metric", `expected a score from 0 to 1 of row ${example.id}, got ${String(score)}`);
  };
}

/** What a task kind of a user's own made, checked and held to its contract. */
export function soundJudging(judging: unknown, kind: string): Judging {
  const sound = asOwn<Judging>(judging, "task", `the judging of the task kind ${kind}`, {
    judge: "a function",
    metric: "an object",
    format: "an object",
    answers: "text",
    keep: "a list",
    groupBy: "text",
    same: "a function",
    callsPerCell: "a number",
  });
  return { ...sound, judge: soundJudge(sound.judge), metric: soundMetric(sound.metric) };
}
