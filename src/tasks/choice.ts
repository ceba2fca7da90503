/** Choice: a right answer is the letter of one of the options that the prompt shows, such as A to D. */
import { formatOf } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import { metricFor, type MetricName } from "../metrics/index.ts";
import { choiceReader, exactMatch, scoredJudge } from "../metrics/scores/index.ts";
import type { TaskKind } from "./task-kind.ts";

const LETTERS: readonly string[] = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
/** Tokens of a letter, alone or in an object. */
const LETTER_TOKENS = 8;

export const choice: TaskKind = {
  name: "choice",
  about: "the answer is the letter of one of several options",
  metrics: ["accuracy"],
  takesFunction: false,
  oneLabel: true,
  forms: ["label", "json", "text"],
  asksJudge: false,
  read(text, where) {
    const letter = /^\W*([A-Z])\W*$/i.exec(text)?.[1]?.toUpperCase();
    if (letter !== undefined) return letter;
    throw new UsageError(
      where,
      `expected a letter from A to Z as the right answer, got “${text}”`,
      "For words, set task: classification.",
    );
  },
  judging({ rows, metric, answer = "label" }) {
    const last = Math.max(0, ...rows.map(({ expected }) => LETTERS.indexOf(expected as string)));
    const letters = LETTERS.slice(0, last + 1);
    return {
      judge: scoredJudge(exactMatch.make(""), choiceReader(letters, answer), (expected) => [expected as string]),
      metric: metricFor(metric as MetricName, letters),
      judging: "choice",
      format: formatOf(answer, letters),
      answers: `A right answer is the letter of one option, from A to ${letters.at(-1)!}.`,
      keep: [],
      groupBy: "meaning",
      same: (a, b) => shown(a.predicted ?? a.answer) === shown(b.predicted ?? b.answer),
      ...(answer !== "text" && { answerTokens: LETTER_TOKENS }),
      callsPerCell: 1,
    };
  },
};
