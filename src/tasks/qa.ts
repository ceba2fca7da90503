/** Question answering: a right answer is a short text, or any of several. */
import { shown } from "../core/example.ts";
import { type Reading, textScores } from "../metrics/scores/index.ts";
import { byText } from "./by-text.ts";

/** Tokens of a short answer. */
const ANSWER_TOKENS = 32;

export const qa = byText({
  name: "qa",
  about: "the answer is a short text; a JSON list in the data holds several that are right",
  metrics: Object.keys(textScores),
  read: shortAnswer,
  answers: () => "A right answer is a short text.",
  groupBy: "random",
  same: (a, b) => shown(a.predicted ?? a.answer) === shown(b.predicted ?? b.answer),
  answerTokens: ANSWER_TOKENS,
});

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
