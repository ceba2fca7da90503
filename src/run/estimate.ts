/** What a run or another command will take, guessed before it starts: calls, tokens, money and time, each as a range. */
import type { ByRole, Model, Usage } from "../core/model.ts";
import { mostHeadroomCalls } from "../core/measuring/headroom/calls.ts";
import type { Plan } from "../core/methods/plan-calls.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import type { Task } from "../core/task.ts";
import { batchShare, priceOf, type Priced } from "../engine/spending/prices.ts";
import { judgeCall, optimizerCall, taskCall, type CallTokens, type Range } from "./guesses.ts";
import type { Settings } from "../options/settings.ts";
import { planRun } from "./wire.ts";

type Models = ByRole<Priced & Pick<Model, "concurrency" | "parameters">>;

/** Calls by who answers them; those of the judge model follow from the answers that are to be judged. */
export interface CallsByRole {
  /** Of the task model. */
  readonly answering: number;
  /** Of the optimizer model. */
  readonly writing: number;
  /** Answers that are there already, and that the judge model judges; default 0. */
  readonly given?: number;
}

/** What some calls will take, within the caps of the settings. */
export interface CostEstimate {
  readonly calls: Range;
  readonly tokens: { readonly input: Range; readonly output: Range };
  /** US dollars; absent when a price is unknown. */
  readonly usd?: Range;
  /** US dollars by the batch prices of the providers, where they have some; a run cannot use them. */
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
 * Estimates a run. The least: the search ends after its first round, since it finds no more errors; prompts are as short as
 * the initial one, answers are bare, calls take half a second. The most: all rounds, with prompts that err on one row in 20 and
 * so are tried on more than a minibatch; the headroom tries other wordings; sections grow to a quarter of what is allowed, models that think do so, calls take
 * three seconds. A run may go beyond either end; a cap it cannot.
 */
export function estimateRun(task: Task, settings: Settings, models: Models): RunEstimate {
  const { search } = settings;
  const plan = planRun(task, settings, models);
  const short = planRun(task, { ...settings, search: { ...search, rounds: 1 } }, models);
  const tried = Math.min(task.train.length, Math.ceil(search.errorsPerGroup / FEW_ERRORS));
  const more = plan.errors * (Math.max(search.minibatchSize, tried) / search.minibatchSize - 1);
  const least = { answering: short.total - short.proposing - short.judging, writing: short.proposing };
  const answers = plan.total - plan.proposing - plan.judging;
  const looking = search.headroom ? mostHeadroomCalls(search) : { answering: 0, writing: 0 };
  const most = {
    answering: Math.ceil(answers + more + looking.answering - plan.headroom),
    writing: plan.proposing + looking.writing,
  };
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
  const about = { task, prompts, settings, models };
  const [least, most] = [endOf("least", about, fewest), endOf("most", about, highest)];
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

/** What calls are about. */
interface About {
  readonly task: Task;
  readonly prompts: readonly Prompt[];
  readonly settings: Settings;
  readonly models: Models;
}

/** The calls of each model, and what one of them takes. */
function callsOf(
  { task, prompts, settings, models }: About,
  { answering, writing, given = 0 }: CallsByRole,
): { readonly number: number; readonly of: CallTokens; readonly model: Models["task"] }[] {
  const answer = taskCall(task, prompts, models.task, settings);
  const asked = [
    { number: answering, of: answer, model: models.task },
    { number: writing, of: optimizerCall(task, models.optimizer, settings), model: models.optimizer },
  ];
  const { judge } = models;
  if (judge === undefined) return asked;
  const judging = (answering + given) * (task.callsPerCell - 1);
  return [...asked, { number: judging, of: judgeCall(task, judge, answer, settings), model: judge }];
}

function endOf(end: keyof Range, about: About, wantedCalls: CallsByRole): End {
  const { settings, models } = about;
  const { budget, requests, prices } = settings;
  const parts = callsOf(about, wantedCalls);
  const wanted = sumOf(parts, ({ number }) => number);
  const calls = Math.min(wanted, budget.calls ?? Infinity);
  const share = calls / Math.max(1, wanted);
  const all = share * sumOf(parts, ({ number, of }) => number * (of.input[end] + of.output[end]));
  const within = Math.min(1, (budget.tokens ?? Infinity) / Math.max(1, all));
  const usages = parts.map(({ number, of, model }) => ({
    model,
    usage: {
      input: Math.round(within * share * number * of.input[end]),
      output: Math.round(within * share * number * of.output[end]),
      cachedInput: 0,
      reasoning: 0,
    } satisfies Usage,
  }));
  const input = sumOf(usages, ({ usage }) => usage.input);
  const output = sumOf(usages, ({ usage }) => usage.output);
  const costs = usages.map(({ model, usage }) => priceOf(model, prices)?.(usage));
  const nanodollars = costs.some((cost) => cost === undefined) ? undefined : sumOf(costs, (cost) => cost ?? 0);
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

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
