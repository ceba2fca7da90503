/** What a run will take, guessed before it starts: calls, tokens, money, time. */
import { messagesFor } from "./core/describe.ts";
import type { Model, Role } from "./core/model.ts";
import type { Plan } from "./core/plan.ts";
import type { Task } from "./core/task.ts";
import { priceOf } from "./engine/prices.ts";
import type { Settings } from "./options.ts";
import { planRun } from "./wire.ts";

export interface RunEstimate {
  /** Calls planned, by what they are for; known cells make it fewer, a parent with too few errors on its minibatch makes it more. */
  readonly calls: Plan;
  /** Of them, those that the budget of calls allows. */
  readonly most: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** US dollars; absent when a price is unknown. */
  readonly usd?: number;
  /** At one second a call and the concurrency of the settings. */
  readonly seconds: number;
}

/** English text has about four characters a token (https://help.openai.com/en/articles/4936856). */
const CHARACTERS_PER_TOKEN = 4;
/** Tokens of a classification answer, and of a reply with a gradient or a prompt. */
const TASK_OUTPUT = 8;
const OPTIMIZER_OUTPUT = 200;

/** Calls by who answers them. */
export interface CallsByRole {
  /** Of the task model. */
  readonly answering: number;
  /** Of the optimizer model. */
  readonly writing: number;
}

/** Estimates a run from its plan and the mean length of its filled prompts. */
export function estimateRun(task: Task, settings: Settings, models: Readonly<Record<Role, Model>>): RunEstimate {
  const calls = planRun(task, settings);
  const most = Math.min(calls.total, settings.budget.calls ?? Infinity);
  const writing = calls.proposing * (most / calls.total);
  return {
    calls,
    most,
    ...estimateCalls(task, settings, models, { answering: most - writing, writing }),
    seconds: Math.ceil(most / settings.requests.concurrency),
  };
}

/** Estimates what so many calls of each role take. */
export function estimateCalls(
  task: Task,
  settings: Settings,
  models: Readonly<Record<Role, Pick<Model, "id">>>,
  { answering, writing }: CallsByRole,
): Pick<RunEstimate, "tokens" | "usd"> {
  const perRow =
    mean(task.train.slice(0, 200).map(({ fields }) => task.prompt.fill(fields).length)) / CHARACTERS_PER_TOKEN;
  const perRequest = optimizerRequest(task, settings) / CHARACTERS_PER_TOKEN;
  const ofTask = { input: Math.round(answering * perRow), output: Math.round(answering * TASK_OUTPUT) };
  const ofOptimizer = { input: Math.round(writing * perRequest), output: Math.round(writing * OPTIMIZER_OUTPUT) };
  const none = { cachedInput: 0, reasoning: 0 };
  const spentOnTask = priceOf(models.task.id, settings.prices)?.({ ...ofTask, ...none });
  const spentOnOptimizer = priceOf(models.optimizer.id, settings.prices)?.({ ...ofOptimizer, ...none });
  const known = spentOnTask !== undefined && spentOnOptimizer !== undefined;
  return {
    tokens: { input: ofTask.input + ofOptimizer.input, output: ofTask.output + ofOptimizer.output },
    ...(known && { usd: (spentOnTask + spentOnOptimizer) / 1e9 }),
  };
}

/** Characters of a request for gradients, as long as any. */
function optimizerRequest(task: Task, { search, instructions }: Settings): number {
  const rows = task.train.map((example) => ({ example, answer: "", score: 0, correct: false, invalid: false }));
  const messages = messagesFor(instructions.gradient, {
    task,
    prompt: task.prompt,
    errors: rows.slice(0, search.errorsPerGroup),
    correct: rows.slice(search.errorsPerGroup, search.errorsPerGroup + search.correctPerGroup),
    count: search.gradientsPerGroup,
    maxLength: search.maxLength,
    json: true,
  });
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
