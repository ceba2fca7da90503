/** Judges answers by a score: the answer is read to a value, and compared with the right ones. */
import { cleanReply } from "../../core/replies/clean.ts";
import { whyUnread } from "../../core/replies/unread.ts";
import type { Judge, Metric, Observation } from "../../core/task.ts";
import { meanScore } from "../mean-score.ts";
import type { AnswerScore } from "./score.ts";

/** A value read from an answer. */
export interface Reading<T> {
  readonly value: T;
  /** `strict`: the answer is the value and nothing else; `tolerant`: it was found in what is around it. */
  readonly reading: "strict" | "tolerant";
}

/** Score from which on a row needs no mending, where the score names none. */
const ENOUGH = 0.5;

/**
 * A judge for answers that `read` finds values in. A refusal, an overflow, and an answer without a value are invalid, and wrong.
 * @param read the value of an answer; undefined where it has none. `cut`: whether the answer was cut off at the cap on tokens
 * @param rightOf the right answers of a row, of which any will do
 * @param feedback words about a wrong answer, for the optimizer model; default: none
 */
export function scoredJudge<T>(
  score: AnswerScore<T>,
  read: (text: string, cut: boolean) => Reading<T> | undefined,
  rightOf: (expected: unknown) => readonly T[],
  feedback?: (answer: T, expected: readonly T[]) => string | undefined,
): Judge {
  const { enough = ENOUGH } = score;
  return (answer, { expected }) => {
    const cleaned = cleanReply(answer.text, "task");
    const failed = answer.finish === "refusal" || answer.finish === "overflow";
    const found = failed ? undefined : read(cleaned.text, answer.finish === "length");
    if (found === undefined) return { score: 0, correct: false, invalid: true, why: whyUnread(answer, cleaned) };
    const right = rightOf(expected);
    const value = Math.min(1, Math.max(0, score.score(found.value, right)));
    const correct = value >= enough;
    const words = correct ? undefined : feedback?.(found.value, right);
    return {
      predicted: found.value,
      score: value,
      correct,
      invalid: false,
      reading: found.reading,
      ...(words !== undefined && { feedback: words }),
    };
  };
}

/** The answer of an observation as text, empty where it is invalid, and the texts that would be right. */
export function textsOf({ predicted, example }: Observation): { answer: string; expected: readonly string[] } {
  return { answer: typeof predicted === "string" ? predicted : "", expected: [example.expected].flat() as string[] };
}

/** The score of a set of answers that were judged by this score. */
export function metricOf<T>(score: AnswerScore<T>): Metric {
  return score.metric ?? meanScore(score.name);
}
