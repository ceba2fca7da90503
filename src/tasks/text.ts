/** Text: a right answer is a text, such as a summary or a translation, and answers are scored by how near they are to it. */
import { textScores } from "../metrics/scores/index.ts";
import { byText } from "./by-text.ts";

export const text = byText({
  name: "text",
  about: "the answer is a text that is compared with one or several right ones",
  metrics: ["rouge-l", ...Object.keys(textScores).filter((name) => name !== "rouge-l")],
  read: (answer) => (answer.trim() === "" ? undefined : { value: answer.trim(), reading: "strict" }),
  answers: ({ name }) => `Each answer is a text, scored from 0 to 1 by ${name} against a right one.`,
  groupBy: "meaning",
  // Free words differ from call to call; what counts is whether the score does.
  same: (a, b) => a.score === b.score,
});
