/** One cell: a row in its place in a prompt, the task model's answer to it, and how that is judged. */
import type { Example } from "../example.ts";
import { tokensIn } from "../limits/size.ts";
import type { ModelAnswer, ModelRequest } from "../model.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Observation, Task } from "../task.ts";
import type { Call, CallTag } from "../work.ts";
import { emptyRows } from "./calibration.ts";
import type { ExtraCalls } from "./extra-calls.ts";
import { judgeOf } from "./judging.ts";
import type { Recorder } from "./recorder.ts";
import type { Scoring } from "./unscored.ts";

export interface EvaluationOptions {
  /** Of the task model; default 0. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Whether the task model weighs choices against rows that say nothing; default false. */
  readonly weighs?: boolean;
}

/** A prompt on a row. */
export interface Cell {
  readonly prompt: Prompt;
  readonly example: Example;
  /** Which of several answers to it. */
  readonly sample: number;
}

/**
 * Answers cells and judges the answers, each as often as it is asked to.
 * @throws what the call throws; MetricError when the metric fails on an answer twice; NoCallLeft when the budget ends before it is judged
 */
export function cellAnswerer(
  task: Task,
  call: Call,
  options: EvaluationOptions,
  { recorder, scoring }: { readonly recorder: Pick<Recorder, "observed">; readonly scoring: Scoring },
): (cell: Cell, tag: CallTag, extra: ExtraCalls) => Promise<Observation> {
  const judge = judgeOf(task, call, options.maxOutputTokens);
  return async ({ prompt, example, sample }, { phase, round }, extra) => {
    const request: ModelRequest = {
      messages: prompt.render(example.fields),
      format: task.format,
      temperature: options.temperature,
      maxOutputTokens: options.maxOutputTokens,
      sample,
      ...(options.weighs === true && task.format.kind === "choice" && { calibratedBy: emptyRows(prompt) }),
    };
    const at = { phase, round, prompt: prompt.id };
    const answer = await call("task", request, { ...at, row: example.id });
    const judgement = await judge(answer, example, { tag: at, repeat: sample, extra });
    scoring.scored();
    const tokens = task.limits && { tokens: tokensOf(request, answer) };
    const observation = { ...judgement, example, answer: answer.text, ...tokens };
    recorder.observed(prompt, observation, sample, request);
    return observation;
  };
}

/** The tokens of a call; of its texts where the provider counts none. */
function tokensOf({ messages }: ModelRequest, { text, usage }: ModelAnswer): NonNullable<Observation["tokens"]> {
  if (usage.input + usage.output > 0) return { input: usage.input, output: usage.output };
  return { input: messages.reduce((sum, { content }) => sum + tokensIn(content), 0), output: tokensIn(text) };
}
