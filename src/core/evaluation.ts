/** Evaluates prompts on rows, each (prompt, row) cell once in a run. */
import { emptyRows } from "./calibration.ts";
import { MetricError, ModelError, UsageError } from "./errors.ts";
import type { RunEvent } from "./events.ts";
import type { Example } from "./example.ts";
import type { ModelAnswer, ModelRequest } from "./model.ts";
import type { Prompt } from "./prompt.ts";
import { NO_RECORDER, type Recorder } from "./recorder.ts";
import { cleanReply } from "./replies/clean.ts";
import type { AskJudge, Judgement, JudgeRequest, Observation, Task } from "./task.ts";
import type { Tools } from "./tools.ts";
import { createScoring } from "./unscored.ts";
import type { Call, CallTag } from "./work.ts";

export interface EvaluationOptions {
  /** Of the task model; default 0. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Whether the task model weighs choices against rows that say nothing; default false. */
  readonly weighs?: boolean;
}

/** More samples than a judge asks for about one answer. */
const SAMPLES = 1000;

/** An evaluator that remembers every cell, so that one seen in an earlier round is free. */
export function evaluator(
  task: Task,
  call: Call,
  options: EvaluationOptions,
  recorder: Pick<Recorder, "observed"> = NO_RECORDER,
  report: (event: RunEvent) => void = () => undefined,
): Tools["evaluate"] {
  const scoring = createScoring();
  const cells = new Map<string, Map<string, Promise<Observation | undefined>>>();

  return async (prompt, examples, work) => {
    const { repeat = 0 } = work;
    const name = `${prompt.id} ${repeat}`;
    let row = cells.get(name);
    if (row === undefined) cells.set(name, (row = new Map()));
    const known = row;
    const fresh = examples.filter(({ id }) => !known.has(id));
    // A cell is begun only when all of its calls are paid for.
    const affordable = Math.min(fresh.length, Math.floor(work.budget.left / task.callsPerCell));
    work.budget.take(affordable * task.callsPerCell);
    for (const example of fresh.slice(0, affordable)) known.set(example.id, cell(prompt, example, work));
    const observations = await Promise.all(examples.map(({ id }) => known.get(id)));
    return observations.filter((observation) => observation !== undefined);

    async function cell(of: Prompt, example: Example, at: CallTag): Promise<Observation | undefined> {
      try {
        return await observe(of, example, at, repeat);
      } catch (error) {
        // Its answer is here and stays as it is, so the cell is done with.
        if (error instanceof MetricError) return unscored(of, example, at, error);
        known.delete(example.id);
        if (ModelError.isInstance(error) && error.retryable) return undefined;
        throw error;
      }
    }
  };

  /** Reports a row that the metric fails on; throws where these are too many. */
  function unscored({ id }: Prompt, example: Example, { round }: CallTag, error: MetricError): undefined {
    const place = task.placeOf?.(example.id);
    const { message } = error;
    report({
      type: "row-unscored",
      round,
      prompt: id,
      row: example.id,
      ...(place !== undefined && { place }),
      message,
    });
    const stop = scoring.failed(error);
    if (stop !== undefined) throw stop;
  }

  async function observe(prompt: Prompt, example: Example, tag: CallTag, sample: number): Promise<Observation> {
    const request: ModelRequest = {
      messages: prompt.render(example.fields),
      format: task.format,
      temperature: options.temperature,
      maxOutputTokens: options.maxOutputTokens,
      sample,
      ...(options.weighs === true && task.format.kind === "choice" && { calibratedBy: emptyRows(prompt) }),
    };
    const { phase, round } = tag;
    const answer = await call("task", request, { phase, round, prompt: prompt.id, row: example.id });
    const judgement = await judgedTwice(answer, example, () => judgeAsker(prompt, tag, sample));
    scoring.scored();
    const observation = { ...judgement, example, answer: answer.text };
    recorder.observed(prompt, observation, sample, request);
    return observation;
  }

  /** The judgement; a metric that fails is given one more try, which asks the judge model nothing again. */
  async function judgedTwice(answer: ModelAnswer, example: Example, asker: () => AskJudge): Promise<Judgement> {
    const replies = new Map<string, Promise<ModelAnswer>>();
    const judged = async (known: ReadonlyMap<string, Promise<ModelAnswer>>): Promise<Judgement> => {
      if (task.callsPerCell === 1) return task.judge(answer, example);
      const ask = asker();
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
  }

  /** What the judge of one answer asks its model with: as often as was planned, and taken from the budget, for one cell. */
  function judgeAsker(prompt: Prompt, { phase, round }: CallTag, repeat: number): AskJudge {
    let left = task.callsPerCell - 1;
    return async (asked) => {
      if (left === 0)
        throw new UsageError(
          "judgeCalls",
          `the metric asks the judge model more than ${timesOf(task.callsPerCell - 1)} about one answer`,
          "Set judgeCalls to the most that it asks.",
        );
      left -= 1;
      const request = typeof asked === "string" ? { messages: [{ role: "user", content: asked } as const] } : asked;
      if (!Array.isArray((request as Partial<JudgeRequest> | undefined)?.messages))
        throw new UsageError(
          "metric",
          `expected a text or a request with messages to ask the judge model, got ${JSON.stringify(asked)}`,
        );
      const answer = await call(
        "judge",
        {
          messages: request.messages,
          format: request.format ?? { kind: "text" },
          temperature: request.temperature ?? 0,
          maxOutputTokens: request.maxOutputTokens ?? options.maxOutputTokens,
          // A repeat shows the noise of the judge too.
          sample: repeat * SAMPLES + (request.sample ?? 0),
        },
        { phase, round, prompt: prompt.id },
      );
      return { ...answer, text: cleanReply(answer.text, "judge").text };
    };
  }
}

function timesOf(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
