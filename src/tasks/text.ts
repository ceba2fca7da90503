/** Text: a right answer is a text, such as a summary or a translation, and answers are scored by how near they are to it. */
import { metricOf, scoredJudge, scoreFor, textScores } from "../metrics/scores/index.ts";
import { severalTexts } from "./several-texts.ts";
import type { TaskKind } from "./task-kind.ts";

export const text: TaskKind = {
  name: "text",
  about: "the answer is a text that is compared with one or several right ones",
  metrics: ["rouge-l", ...Object.keys(textScores).filter((name) => name !== "rouge-l")],
  takesFunction: false,
  asksJudge: false,
  read: severalTexts,
  judging({ metric }) {
    const score = scoreFor(String(metric), textScores);
    return {
      judge: scoredJudge(
        score,
        (answer) => (answer.trim() === "" ? undefined : { value: answer.trim(), reading: "strict" }),
        (expected) => [expected].flat() as string[],
      ),
      metric: metricOf(score),
      judging: "text",
      format: { kind: "text" },
      answers: `Each answer is a text, scored from 0 to 1 by ${score.name} against a right one.`,
      keep: [],
      groupBy: "meaning",
      // Free words differ from call to call; what counts is whether the score does.
      same: (a, b) => a.score === b.score,
      callsPerCell: 1,
    };
  },
};
