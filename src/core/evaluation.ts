/** Evaluates prompts on rows, each (prompt, row) cell once in a run. */
import { emptyRows } from "./calibration.ts";
import { MetricError, ModelError } from "./errors.ts";
import type { RunEvent } from "./events.ts";
import type { Example } from "./example.ts";
import { extraCalls, NoCallLeft, type ExtraCalls } from "./extra-calls.ts";
import { judgeOf } from "./judging.ts";
import { tokensIn } from "./limits/size.ts";
import type { ModelAnswer, ModelRequest } from "./model.ts";
import type { Prompt } from "./prompt.ts";
import { NO_RECORDER, type Recorder } from "./recorder.ts";
import type { Observation, Task } from "./task.ts";
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

/** An evaluator that remembers every cell, so that one seen in an earlier round is free. */
export function evaluator(
  task: Task,
  call: Call,
  options: EvaluationOptions,
  recorder: Pick<Recorder, "observed"> = NO_RECORDER,
  report: (event: RunEvent) => void = () => undefined,
): Tools["evaluate"] {
  const scoring = createScoring();
  const judge = judgeOf(task, call, options.maxOutputTokens);
  const cells = new Map<string, Map<string, Promise<Observation | undefined>>>();

  return async (prompt, examples, work) => {
    const { repeat = 0 } = work;
    const name = `${prompt.id} ${repeat}`;
    let row = cells.get(name);
    if (row === undefined) cells.set(name, (row = new Map()));
    const known = row;
    const fresh = examples.filter((example) => !known.has(example.id) && isScorable(example));
    // A cell is begun only when all of its calls are paid for.
    const affordable = Math.min(fresh.length, Math.floor(work.budget.left / task.callsPerCell));
    work.budget.take(affordable * task.callsPerCell);
    const extra = extraCalls(affordable, work.budget);
    for (const [i, example] of fresh.slice(0, affordable).entries())
      known.set(
        example.id,
        cell(prompt, example, work, extra[i]!).finally(() => extra[i]!.done()),
      );
    const observations = await Promise.all(examples.map(({ id }) => known.get(id)));
    return observations.filter((observation) => observation !== undefined);

    /** A row that cannot be scored is asked nothing. */
    function isScorable(example: Example): boolean {
      const why = task.unscorable?.(example);
      if (why === undefined) return true;
      known.set(example.id, Promise.resolve(undefined));
      reportUnscored(prompt, example, work, why);
      return false;
    }

    async function cell(of: Prompt, example: Example, at: CallTag, more: ExtraCalls): Promise<Observation | undefined> {
      try {
        return await observe(of, example, at, repeat, more);
      } catch (error) {
        // Its answer is here and stays as it is, so the cell is done with.
        if (error instanceof MetricError) return unscored(of, example, at, error);
        known.delete(example.id);
        if (error instanceof NoCallLeft) return undefined;
        if (ModelError.isInstance(error) && error.retryable) return undefined;
        throw error;
      }
    }
  };

  /** Reports a row that the metric fails on; throws where these are too many. */
  function unscored(prompt: Prompt, example: Example, at: CallTag, error: MetricError): undefined {
    reportUnscored(prompt, example, at, error.message);
    const stop = scoring.failed(error);
    if (stop !== undefined) throw stop;
  }

  function reportUnscored({ id }: Prompt, example: Example, { round }: CallTag, message: string): void {
    const place = task.placeOf?.(example.id);
    report({
      type: "row-unscored",
      round,
      prompt: id,
      row: example.id,
      ...(place !== undefined && { place }),
      message,
    });
  }

  async function observe(
    prompt: Prompt,
    example: Example,
    tag: CallTag,
    sample: number,
    extra: ExtraCalls,
  ): Promise<Observation> {
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
    const at = { phase, round, prompt: prompt.id };
    const judgement = await judge(answer, example, { tag: at, repeat: sample, extra });
    scoring.scored();
    const tokens = task.limits && { tokens: tokensOf(request, answer) };
    const observation = { ...judgement, example, answer: answer.text, ...tokens };
    recorder.observed(prompt, observation, sample, request);
    return observation;
  }
}

/** The tokens of a call; of its texts where the provider counts none. */
function tokensOf({ messages }: ModelRequest, { text, usage }: ModelAnswer): NonNullable<Observation["tokens"]> {
  if (usage.input + usage.output > 0) return { input: usage.input, output: usage.output };
  return { input: messages.reduce((sum, { content }) => sum + tokensIn(content), 0), output: tokensIn(text) };
}
