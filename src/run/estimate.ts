/** What a run or another command will take, guessed before it starts: calls, tokens, money and time, each as a range. */
import type { Model, Role, Usage } from "../core/model.ts";
import type { Plan } from "../core/methods/plan-calls.ts";
import type { Prompt } from "../core/prompt.ts";
import type { Task } from "../core/task.ts";
import { batchShare, priceOf, type Priced } from "../engine/prices.ts";
import { optimizerCall, taskCall, type CallTokens, type Range } from "./guesses.ts";
import type { Settings } from "../options/settings.ts";
import { planRun } from "./wire.ts";

type Models = Readonly<Record<Role, Priced & Pick<Model, "concurrency">>>;

/** Calls by who answers them. */
export interface CallsByRole {
  /** Of the task model. */
  readonly answering: number;
  /** Of the optimizer model. */
  readonly writing: number;
}

/** What some calls will take, within the caps of the settings. */
export interface CostEstimate {
  readonly calls: Range;
  readonly tokens: { readonly input: Range; readonly output: Range };
  /** US dollars; absent when a price is unknown. */
  readonly usd?: Range;
  /** The same by the batch prices of the providers, where they have some; a run cannot use them. */
  readonly batchUsd?: Range;
  readonly seconds: Range;
}

export interface RunEstimate extends CostEstimate {
  /** The calls of a run that does all its rounds, by what they are for, before any cap. */
  readonly plan: Plan;
}

/** Seconds of a call: of a small model that is near, and of a large one that thinks. */
const SECONDS: Range = { least: 0.5, most: 3 };
/** Where prompts err as seldom as this, a minibatch holds too few errors, and they are tried on more rows. */
const FEW_ERRORS = 0.05;

/**
 * Estimates a run. The least: the search ends after its first round, since nothing is left to mend; prompts are as short as
 * the initial one, answers are bare, calls take half a second. The most: all rounds, with prompts that err on one row in 20 and
 * so are tried on more than a minibatch; sections grow to a quarter of what is allowed, models that think do so, calls take
 * three seconds. A run may go beyond either end; a cap it cannot.
 */
export function estimateRun(task: Task, settings: Settings, models: Models): RunEstimate {
  const { search } = settings;
  const plan = planRun(task, settings);
  const short = planRun(task, { ...settings, search: { ...search, rounds: 1 } });
  const tried = Math.min(task.train.length, Math.ceil(search.errorsPerGroup / FEW_ERRORS));
  const more = plan.errors * (Math.max(search.minibatchSize, tried) / search.minibatchSize - 1);
  const least = { answering: short.total - short.proposing, writing: short.proposing };
  const most = { answering: Math.ceil(plan.total - plan.proposing + more), writing: plan.proposing };
  return { plan, ...estimateCalls(task, [task.prompt], settings, models, least, most) };
}

/**
 * Estimates so many calls about these prompts, at the ends of `estimateRun`.
 * @param prompts as they are; those that are written from them may be longer
 */
export function estimateCalls(
  task: Task,
  prompts: readonly Prompt[],
  settings: Settings,
  models: Models,
  fewest: CallsByRole,
  highest: CallsByRole = fewest,
): CostEstimate {
  const least = endOf("least", task, prompts, settings, models, fewest);
  const most = endOf("most", task, prompts, settings, models, highest);
  const range = (part: "calls" | "input" | "output" | "seconds"): Range => ({ least: least[part], most: most[part] });
  const usd = least.usd === undefined || most.usd === undefined ? undefined : { least: least.usd, most: most.usd };
  const share = Math.max(...Object.values(models).map((model) => batchShare(model, settings.prices)));
  return {
    calls: range("calls"),
    tokens: { input: range("input"), output: range("output") },
    ...(usd && { usd }),
    ...(usd && share < 1 && { batchUsd: { least: share * usd.least, most: share * usd.most } }),
    seconds: range("seconds"),
  };
}

/** One end of an estimate. */
interface End {
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  readonly usd: number | undefined;
  readonly seconds: number;
}

function endOf(
  end: keyof Range,
  task: Task,
  prompts: readonly Prompt[],
  settings: Settings,
  models: Models,
  { answering, writing }: CallsByRole,
): End {
  const { budget, requests, prices } = settings;
  const calls = Math.min(answering + writing, budget.calls ?? Infinity);
  const share = calls / Math.max(1, answering + writing);
  const answer = taskCall(task, prompts, models.task, settings);
  const reply = optimizerCall(task, models.optimizer, settings);
  const all =
    share * (answering * (answer.input[end] + answer.output[end]) + writing * (reply.input[end] + reply.output[end]));
  const within = Math.min(1, (budget.tokens ?? Infinity) / Math.max(1, all));
  const usage = (number: number, { input, output }: CallTokens): Usage => ({
    input: Math.round(within * share * number * input[end]),
    output: Math.round(within * share * number * output[end]),
    cachedInput: 0,
    reasoning: 0,
  });
  const [ofTask, ofOptimizer] = [usage(answering, answer), usage(writing, reply)];
  const [input, output] = [ofTask.input + ofOptimizer.input, ofTask.output + ofOptimizer.output];
  const answers = priceOf(models.task, prices)?.(ofTask);
  const replies = priceOf(models.optimizer, prices)?.(ofOptimizer);
  const nanodollars = answers === undefined || replies === undefined ? undefined : answers + replies;
  const seconds = Math.max(
    (calls * SECONDS[end]) / Math.min(requests.concurrency, models.task.concurrency ?? Infinity),
    (60 * calls) / (requests.requestsPerMinute ?? Infinity),
    (60 * (input + output)) / (requests.tokensPerMinute ?? Infinity),
  );
  return {
    calls,
    input,
    output,
    usd: nanodollars === undefined ? undefined : Math.min(nanodollars / 1e9, budget.usd ?? Infinity),
    seconds: Math.min(seconds, 60 * (budget.minutes ?? Infinity)),
  };
}
