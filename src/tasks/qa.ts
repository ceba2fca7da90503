/** Question answering: a right answer is a short text, or any of several. */
import { shown } from "../core/example.ts";
import { metricOf, type Reading, scoredJudge, scoreFor, textScores } from "../metrics/scores/index.ts";
import { severalTexts } from "./several-texts.ts";
import type { TaskKind } from "./task-kind.ts";

/** Tokens of a short answer. */
const ANSWER_TOKENS = 32;

export const qa: TaskKind = {
  name: "qa",
  about: "the answer is a short text; a JSON list in the data holds several that are right",
  metrics: Object.keys(textScores),
  forms: ["text"],
  takesFunction: false,
  asksJudge: false,
  read: severalTexts,
  judging({ metric }) {
    const score = scoreFor(String(metric), textScores);
    return {
      judge: scoredJudge(score, shortAnswer, (expected) => [expected].flat() as string[]),
      metric: metricOf(score),
      judging: "qa",
      format: { kind: "text" },
      answers: "A right answer is a short text.",
      keep: [],
      groupBy: "random",
      same: (a, b) => shown(a.predicted ?? a.answer) === shown(b.predicted ?? b.answer),
      answerTokens: ANSWER_TOKENS,
      callsPerCell: 1,
    };
  },
};

/** The answer of a reply: all of it, or what is behind a last "Answer:". */
function shortAnswer(text: string): Reading<string> | undefined {
  const plain = text.trim();
  if (plain === "") return undefined;
  const marked = Array.from(
    plain.matchAll(/(?:^|\n)\W*(?:final answer|answer)\W*:\s*(.+)/gi),
    ([, behind]) => behind,
  ).at(-1);
  return marked === undefined ? { value: plain, reading: "strict" } : { value: marked.trim(), reading: "tolerant" };
}
