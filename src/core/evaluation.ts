/** Evaluates prompts on rows, each (prompt, row) cell once in a run. */
import type { CallBudget } from "./budget.ts";
import { ModelError } from "./errors.ts";
import type { Phase } from "./events.ts";
import type { Example } from "./example.ts";
import type { ModelAnswer, ModelRequest, Role } from "./model.ts";
import type { Prompt } from "./prompt.ts";
import type { Observation, Task } from "./task.ts";

/** Where the run stands when it makes a call. */
export interface CallTag {
  readonly phase: Phase;
  readonly round: number;
  /** The id of the prompt under test, or of the one that is being improved. */
  readonly prompt?: string;
}

/** What a piece of work is for, and what it may spend. */
export interface Work extends CallTag {
  readonly budget: CallBudget;
  /** Which of several answers to the same prompt and row; default 0, the one that counts. Others show the model's noise. */
  readonly repeat?: number;
}

/**
 * The request path as core sees it. Rejects with a retryable `ModelError` when transport never delivered
 * an answer, with anything else when the run cannot go on.
 */
export type Call = (role: Role, request: ModelRequest, tag: CallTag) => Promise<ModelAnswer>;

export interface EvaluationOptions {
  /** Of the task model; default 0. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
}

export type Evaluate = (prompt: Prompt, examples: readonly Example[], work: Work) => Promise<readonly Observation[]>;

/** An evaluator that remembers every cell, so that one seen in an earlier round is free. */
export function evaluator(task: Task, call: Call, options: EvaluationOptions): Evaluate {
  const cells = new Map<string, Map<string, Promise<Observation | undefined>>>();

  return async (prompt, examples, work) => {
    const { repeat = 0 } = work;
    const name = `${prompt.id} ${repeat}`;
    let row = cells.get(name);
    if (row === undefined) cells.set(name, (row = new Map()));
    const known = row;
    const fresh = examples.filter(({ id }) => !known.has(id));
    for (const example of fresh.slice(0, work.budget.take(fresh.length)))
      known.set(example.id, cell(prompt, example, work));
    const observations = await Promise.all(examples.map(({ id }) => known.get(id)));
    return observations.filter((observation) => observation !== undefined);

    async function cell(of: Prompt, example: Example, at: CallTag): Promise<Observation | undefined> {
      try {
        return await observe(of, example, at, repeat);
      } catch (error) {
        known.delete(example.id);
        if (error instanceof ModelError && error.retryable) return undefined;
        throw error;
      }
    }
  };

  async function observe(prompt: Prompt, example: Example, tag: CallTag, sample: number): Promise<Observation> {
    const answer = await call(
      "task",
      {
        messages: [{ role: "user", content: prompt.fill(example.fields) }],
        format: task.format,
        temperature: options.temperature,
        maxOutputTokens: options.maxOutputTokens,
        sample,
      },
      { phase: tag.phase, round: tag.round, prompt: prompt.id },
    );
    return { ...(await task.judge(answer, example)), example, answer: answer.text };
  }
}
