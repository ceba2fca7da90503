/** Judges answers of one task, with calls of the judge model that are planned, counted and found again as all others are. */
import { MetricError, UsageError } from "../errors.ts";
import type { Example } from "../example.ts";
import { NoCallLeft, type ExtraCalls } from "./extra-calls.ts";
import type { ModelAnswer } from "../model.ts";
import { cleanReply } from "../replies/clean.ts";
import type { AskJudge, Judgement, JudgeRequest, Task } from "../task.ts";
import type { Call, CallTag } from "../work.ts";

/** More samples than a judge asks for about one answer. */
const SAMPLES = 1000;

/** What one answer is judged with. */
export interface JudgeWork {
  /** The calls of the judge model are for this. */
  readonly tag: CallTag;
  /** Which of several answers to the same prompt and row this is. */
  readonly repeat: number;
  /** Calls beyond the plan. */
  readonly extra: ExtraCalls;
}

/** The judgement of one answer. @throws MetricError when the metric fails on it twice; NoCallLeft when the budget ends before it is judged */
export type JudgeAnswer = (answer: ModelAnswer, example: Example, work: JudgeWork) => Promise<Judgement>;

/** A judge of answers of this task; a metric that fails is given one more try, which asks the judge model nothing again. */
export function judgeOf(task: Pick<Task, "judge" | "callsPerCell">, call: Call, maxOutputTokens: number): JudgeAnswer {
  return async (answer, example, work) => {
    const replies = new Map<string, Promise<ModelAnswer>>();
    const judged = async (known: ReadonlyMap<string, Promise<ModelAnswer>>): Promise<Judgement> => {
      if (task.callsPerCell === 1) return task.judge(answer, example);
      const ask = asker(work);
      return task.judge(answer, example, (request) => {
        const key = JSON.stringify(request);
        const reply = known.get(key) ?? ask(request);
        replies.set(key, reply);
        return reply;
      });
    };
    try {
      return await judged(new Map());
    } catch (error) {
      if (error instanceof MetricError) return judged(new Map(replies));
      throw error;
    }
  };

  /** What the judge of one answer asks its model with: as often as was planned, and taken from the budget, for one cell. */
  function asker({ tag: { phase, round, prompt }, repeat, extra }: JudgeWork): AskJudge {
    let left = task.callsPerCell - 1;
    return async (asked) => {
      const request = typeof asked === "string" ? { messages: [{ role: "user", content: asked } as const] } : asked;
      if (!Array.isArray((request as Partial<JudgeRequest> | undefined)?.messages))
        throw new UsageError(
          "metric",
          `expected a text or a request with messages to ask the judge model, got ${JSON.stringify(asked)}`,
        );
      if (request.again === true) {
        if (!(await extra.granted()))
          throw new NoCallLeft("The budget has no call left to ask the judge model once more.");
      } else if (left-- === 0)
        throw new UsageError(
          "judgeCalls",
          `the metric asks the judge model more than ${timesOf(task.callsPerCell - 1)} about one answer`,
          "Set judgeCalls to the most that it asks.",
        );
      const answer = await call(
        "judge",
        {
          messages: request.messages,
          format: request.format ?? { kind: "text" },
          temperature: request.temperature ?? 0,
          maxOutputTokens: request.maxOutputTokens ?? maxOutputTokens,
          // A repeat shows the noise of the judge too.
          sample: repeat * SAMPLES + (request.sample ?? 0),
        },
        { phase, round, ...(prompt !== undefined && { prompt }) },
      );
      return { ...answer, text: cleanReply(answer.text, "judge").text };
    };
  }
}

function timesOf(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
