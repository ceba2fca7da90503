/** Kinds whose answers are texts, scored by how near they are to one or several right texts. */
import type { Judging } from "../core/task.ts";
import {
  metricOf,
  scoredJudge,
  scoreFor,
  textScores,
  type AnswerScore,
  type Reading,
} from "../metrics/scores/index.ts";
import { severalTexts } from "./several-texts.ts";
import type { TaskKind } from "./task-kind.ts";

/** What such a kind has of its own. */
interface ByText
  extends Pick<TaskKind, "name" | "about" | "metrics">, Pick<Judging, "groupBy" | "same" | "answerTokens"> {
  /** The text of an answer that is scored; undefined where there is none. */
  readonly read: (text: string) => Reading<string> | undefined;
  /** One sentence for the optimizer model on what a right answer is. */
  readonly answers: (score: AnswerScore<string>) => string;
}

export function byText({ name, about, metrics, read, answers, ...own }: ByText): TaskKind {
  return {
    name,
    about,
    metrics,
    forms: ["text"],
    takesFunction: false,
    asksJudge: false,
    freeAnswers: true,
    read: severalTexts,
    judging({ metric }) {
      const score = scoreFor(String(metric), textScores);
      return {
        judge: scoredJudge(score, read, (expected) => [expected].flat() as string[]),
        metric: metricOf(score),
        judging: name,
        format: { kind: "text" },
        answers: answers(score),
        keep: [],
        unscorable: ({ expected }) =>
          ([expected].flat() as string[]).some((one) => one.trim() !== "") ? undefined : "the row has no right answer",
        callsPerCell: 1,
        ...own,
      };
    },
  };
}
