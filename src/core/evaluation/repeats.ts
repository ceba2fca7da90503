/** Rows that are answered several times: one observation of all answers to a row, and metrics over such rows. */
import type { Metric, Observation, Task } from "../task.ts";
import type { Phase, Work } from "../work.ts";

/** Phases that answer a row several times. A search learns more from another row than from another answer to one row. */
const REPEATED: readonly Phase[] = ["dev", "verdict"];

/** How many times a phase answers a row. */
export function timesIn(phase: Phase | undefined, { repeats = 1 }: Pick<Task, "repeats">): number {
  return phase !== undefined && REPEATED.includes(phase) ? repeats : 1;
}

/** The answers to a row that some work is about, by number. */
export function samplesOf({ phase, repeat }: Pick<Work, "phase" | "repeat">, task: Pick<Task, "repeats">): number[] {
  return repeat === undefined ? Array.from({ length: timesIn(phase, task) }, (_, i) => i) : [repeat];
}

/** All answers to a row: one, or as many as there are repeats. */
export function answersTo(observation: Observation): readonly Observation[] {
  return observation.repeats ?? [observation];
}

/** All answers to these rows. */
export function answersIn(observations: readonly Observation[]): readonly Observation[] {
  return observations.flatMap(answersTo);
}

/**
 * One observation of all answers to a row. Its score, its named scores and its tokens are their means. It is correct where more than
 * half of the answers are, and shows the first answer that is judged as the row is.
 * @param answers one or more, of one row
 */
export function merged(answers: readonly Observation[]): Observation {
  const [first] = answers as readonly [Observation, ...Observation[]];
  if (answers.length === 1) return first;
  const right = answers.filter(({ correct }) => correct).length;
  const isCorrect = 2 * right > answers.length;
  const shown = answers.find(({ correct }) => correct === isCorrect) ?? first;
  const names = Object.keys(first.scores ?? {}).filter((name) =>
    answers.every(({ scores }) => scores?.[name] !== undefined),
  );
  const tokens = answers.flatMap((one) => one.tokens ?? []);
  return {
    ...shown,
    score: mean(answers.map(({ score }) => score)),
    correct: isCorrect,
    ...(first.scores && {
      scores: Object.fromEntries(names.map((name) => [name, mean(answers.map(({ scores }) => scores![name]!))])),
    }),
    ...(tokens.length > 0 && {
      tokens: { input: mean(tokens.map(({ input }) => input)), output: mean(tokens.map(({ output }) => output)) },
    }),
    repeats: answers,
  };
}

/**
 * The metric over rows with several answers: the mean of its scores over the first answers, over the second ones, and so on. So it is
 * what one reading of the rows scores on average, for any metric, and a row counts once however often it is answered. What
 * draws or leaves out rows takes all answers to a row together.
 */
export function overRepeats(metric: Metric): Metric {
  const { counts } = metric;
  return {
    ...metric,
    ...(counts && { counts: (observation: Observation) => answersTo(observation).some((one) => counts(one)) }),
    score(observations) {
      const times = Math.max(1, ...observations.map(({ repeats = [] }) => repeats.length));
      if (times === 1) return metric.score(observations);
      const reading = (time: number): Observation[] =>
        observations.map((row) => {
          const answers = answersTo(row);
          return answers[time % answers.length]!;
        });
      return mean(Array.from({ length: times }, (_, time) => metric.score(reading(time))));
    },
  };
}

/** How many rows have answers that differ, as far as the score cares. */
export function varyingRows(observations: readonly Observation[], same: Task["same"]): number {
  return observations.filter((row) => {
    const [first, ...others] = answersTo(row);
    return others.some((other) => !same(first!, other));
  }).length;
}

function mean(values: readonly number[]): number {
  // Equal values have no rounding: a row whose answers are all right scores exactly 1.
  if (values.every((value) => value === values[0])) return values[0] ?? 0;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
