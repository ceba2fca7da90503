/** The groups of options: what each option means, and what it may be. */
import { z } from "zod";
import { conflictStrategies, type ConflictStrategyName } from "../core/gradients/strategies.ts";
import { methods, type MethodName } from "../core/methods/index.ts";
import type { Method } from "../core/methods/method.ts";
import { WRITER_MODES, type WriterMode } from "../core/methods/writing/mode.ts";
import { selectors, type SelectorKind, type SelectorName } from "../core/selection/index.ts";

const count = z.int().min(1);
const share = z.number().gt(0).lt(1);

/** Search: the names of the paper's parameters and of the authors' flags are mapped in docs/paper.md. */
export const searchSchema = z.strictObject({
  method: z
    .enum(Object.keys(methods) as [MethodName, ...MethodName[]])
    .describe(
      "How better prompts are searched for; docs/methods.md explains each; under a very small cap, agent-loop where no option of the method or of selection is set (docs/budget.md)",
    ),
  writer: z.enum(Object.keys(WRITER_MODES) as [WriterMode, ...WriterMode[]]).describe(
    `How new prompts are written: ${Object.entries(WRITER_MODES)
      .map(([name, about]) => `${name}: ${about}`)
      .join("; ")}`,
  ),
  rounds: count.describe("Search depth r: how often the beam is expanded"),
  beamWidth: count.describe("Beam width b: prompts kept after each round"),
  minibatchSize: count.describe("Rows of train that all parents of a round are shown"),
  errorGroups: count.describe("Groups of errors a parent, each shown in one request for gradients"),
  errorsPerGroup: count.describe("Errors in a group"),
  correctPerGroup: z.int().min(0).describe("Right rows shown next to each group, so that edits do not break them"),
  grouping: z
    .enum(["auto", "confusion", "meaning", "random"])
    .describe(
      "Errors of a group share what was expected and answered (confusion), or telling words (meaning), or are drawn from all (random), as in the paper; auto: as suits the task, confusion for labels and random where right answers differ from row to row",
    ),
  gradientsPerGroup: count.describe("Gradients asked for each group"),
  conflicts: z
    .enum(Object.keys(conflictStrategies) as [ConflictStrategyName, ...ConflictStrategyName[]])
    .describe(
      "What to do with gradients of one prompt that may contradict each other; docs/gradients.md explains each",
    ),
  editsPerGradient: count.describe("Edits asked for each gradient"),
  paraphrasesPerPrompt: z.int().min(0).describe("Paraphrases of each edit and of the parent"),
  maxSuccessors: count.describe("Most successors of one parent that enter selection"),
  screenOnErrors: z
    .boolean()
    .describe("Choose them by how they do on up to 16 of the parent's errors, rather than at random"),
  headroom: z
    .boolean()
    .describe("Before the search, measure whether a gain is possible and whether the test rows can show it"),
  lessons: z
    .int()
    .min(0)
    .describe(
      "Most lessons of earlier runs in the store (gradients whose edits did better) shown in requests for gradients and edits; 0 for none",
    ),
  patience: z
    .int()
    .min(0)
    .describe(
      "Stop after this many rounds without gain on dev, at a perfect dev score, or when dev shows that prompts get worse; 0 for none of these",
    ),
  emptyRounds: z
    .int()
    .min(0)
    .describe("Stop after this many rounds in a row in which no new prompt entered the search; 0 for never"),
  maxLength: count.describe("Longest section allowed, in characters; at least twice the initial one is always allowed"),
  rowLength: z
    .int()
    .min(20)
    .describe(
      "Characters of a value of a row that requests to the optimizer model show; of a longer one the middle is left out",
    ),
  maxCopiedWords: count.describe("Most consecutive words that a prompt may share with a row it was written from"),
  temperature: z.number().min(0).max(2).describe("Temperature of the task model"),
  optimizerTemperature: z.number().min(0).max(2).describe("Temperature of the optimizer model"),
});

export const selectionSchema = z.strictObject({
  selector: z
    .enum(Object.keys(selectors) as [SelectorName, ...SelectorName[]])
    .describe("How the best prompts of a round are found"),
  perCandidate: count.describe("Evaluations a round for each candidate"),
  budget: count.optional().describe("Evaluations a round in all, instead of perCandidate"),
  explorationC: z.number().min(0).describe("c of UCB and UCB-E"),
  pullSize: count.describe("Rows of one pull"),
  armsPerPull: count.describe("Candidates pulled in one step of UCB"),
  tolerance: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      "Points of score that are too few to pay for (0.01 is one point): selection stops when the prompts kept are expected to be no further below the best, or when the prompts are no further apart; default 0.005, half a point",
    ),
  rows: z
    .enum(["shared", "fresh"])
    .describe("Whether candidates meet rows in one shared order, or each step draws a new sample as in the paper"),
});

export const splitsSchema = z.strictObject({
  train: share.describe("Share of train: minibatches and selection"),
  dev: share.describe("Share of dev: picks the final prompt, early stopping"),
  test: share.describe("Share of test: the verdict"),
  maxDev: z.int().min(10).describe("Most rows of dev; the rest goes to train"),
  maxTest: z.int().min(10).describe("Most rows of test; the rest goes to train"),
  column: z
    .string()
    .min(1)
    .optional()
    .describe(
      "The column that says which split a row is of: train, dev (or validation) or test; a split that no row is of is divided from train; default: all rows are divided by the shares",
    ),
  folds: z
    .int()
    .min(2)
    .max(20)
    .optional()
    .describe(
      "Search once for each of so many folds, judge each search on its fold, and search once more on all rows: a verdict on what such a search gains, for few rows; docs/data.md; default: one search, with test rows of its own",
    ),
  seed: z.int().describe("Seed of the splits, apart from the seed of the search: another search seed moves no row"),
});

export const budgetSchema = z.strictObject({
  calls: count.optional().describe("Most calls, of both roles, the verdict's included"),
  usd: z.number().gt(0).optional().describe("Most US dollars"),
  tokens: count.optional().describe("Most tokens, in and out"),
  minutes: z.number().gt(0).optional().describe("Most minutes"),
  askAbove: z
    .number()
    .min(0)
    .optional()
    .describe("US dollars above which a command asks before it spends, except with --yes; default 1"),
});

export const requestsSchema = z.strictObject({
  concurrency: z.int().min(1).max(1024).describe("Most calls in flight at once"),
  retries: z.int().min(0).max(20).describe("Most further attempts of a call that failed for a reason that may pass"),
  timeout: z
    .number()
    .min(1)
    .max(86_400)
    .optional()
    .describe(
      "Seconds that a call may take before it is tried again, until enough answers show how long the model takes; a late answer still counts. Default 120, and 600 for servers on this machine or its network; without effect on local models, which are never cut while they work",
    ),
  requestsPerMinute: count.optional().describe("Most requests in any minute"),
  tokensPerMinute: count.optional().describe("Most tokens in any minute"),
  maxOutputTokens: count.describe("Longest answer of either model, in tokens"),
});

/** What a schema reads, where an option left out is absent rather than undefined. */
type Read<T extends z.ZodType> = { readonly [K in keyof z.infer<T>]: Exclude<z.infer<T>[K], undefined> };

export type SearchOptions = Omit<Read<typeof searchSchema>, "method"> & { readonly method: MethodName | Method };
export type SelectionOptions = Omit<Read<typeof selectionSchema>, "selector"> & {
  readonly selector: SelectorName | SelectorKind;
};
export type SplitOptions = Read<typeof splitsSchema>;
export type BudgetOptions = Read<typeof budgetSchema>;
export type RequestOptions = Read<typeof requestsSchema>;
