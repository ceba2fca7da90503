/** The options of a run, grouped as in protegi.yaml: what each means, its default, and what is wrong with a bad one. */
import { z } from "zod";
import { methods, type MethodName } from "./core/optimizers/index.ts";
import { selectors, type SelectorName } from "./core/selection/index.ts";
import { UsageError } from "./core/errors.ts";
import { placeholdersIn } from "./core/prompt.ts";
import { INSTRUCTION_NAMES, INSTRUCTIONS, type Instructions } from "./core/templates.ts";
import type { ModelPrice } from "./engine/prices.ts";
import { checkedBy } from "./schema-errors.ts";

const count = z.int().min(1);
const share = z.number().gt(0).lt(1);

/** Search: the names of the paper's parameters and of the authors' flags are mapped in docs/paper.md. */
export const searchSchema = z.strictObject({
  method: z
    .enum(Object.keys(methods) as [MethodName, ...MethodName[]])
    .describe("How better prompts are searched for; docs/methods.md says which is which"),
  rounds: count.describe("Search depth r: how often the beam is expanded"),
  beamWidth: count.describe("Beam width b: prompts kept after each round"),
  minibatchSize: count.describe("Rows of train that all parents of a round are shown"),
  errorGroups: count.describe("Groups of errors a parent, each shown in one request for gradients"),
  errorsPerGroup: count.describe("Errors in a group"),
  correctPerGroup: z.int().min(0).describe("Right rows shown beside each group, so that edits do not break them"),
  grouping: z
    .enum(["confusion", "random"])
    .describe("Errors of a group share what was expected and answered, or are drawn from all, as in the paper"),
  gradientsPerGroup: count.describe("Gradients asked for each group"),
  editsPerGradient: count.describe("Edits asked for each gradient"),
  paraphrasesPerPrompt: z.int().min(0).describe("Paraphrases of each edit and of the parent"),
  maxSuccessors: count.describe("Most successors of one parent that enter selection"),
  screenOnErrors: z
    .boolean()
    .describe("Choose them by how they do on up to 16 of the parent's errors, rather than at random"),
  headroom: z
    .boolean()
    .describe("Before the search, measure whether there is a gain to be had and whether the test rows can show it"),
  patience: z.int().min(0).describe("Stop after this many rounds without gain on dev; 0 for never"),
  maxLength: count.describe("Longest section allowed, in characters; at least twice the initial one is always allowed"),
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
      "How far, in score, the prompts kept may be expected to fall short of the best before selection stops; default 0.005",
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
  seed: z.int().describe("Seed of the splits, apart from the seed of the search: another search seed moves no row"),
});

export const budgetSchema = z.strictObject({
  calls: count.optional().describe("Most calls, of both roles, the verdict's included"),
  usd: z.number().gt(0).optional().describe("Most US dollars"),
  tokens: count.optional().describe("Most tokens, in and out"),
  minutes: z.number().gt(0).optional().describe("Most minutes"),
});

export const requestsSchema = z.strictObject({
  concurrency: z.int().min(1).max(1024).describe("Most calls in flight at once"),
  retries: z.int().min(0).max(20).describe("Most further tries of a call that failed in a way that may pass"),
  requestsPerMinute: count.optional().describe("Most requests in any minute"),
  tokensPerMinute: count.optional().describe("Most tokens in any minute"),
  maxOutputTokens: count.describe("Longest answer of either model, in tokens"),
});

/** What a schema reads, where an option left out is absent rather than undefined. */
type Read<T extends z.ZodType> = { readonly [K in keyof z.infer<T>]: Exclude<z.infer<T>[K], undefined> };

export type SearchOptions = Read<typeof searchSchema>;
export type SelectionOptions = Read<typeof selectionSchema>;
export type SplitOptions = Read<typeof splitsSchema>;
export type BudgetOptions = Read<typeof budgetSchema>;
export type RequestOptions = Read<typeof requestsSchema>;

/** Settings that go together under one name. */
export const PRESETS = {
  default: {
    search: {
      method: "protegi",
      rounds: 5,
      beamWidth: 2,
      minibatchSize: 32,
      errorGroups: 4,
      errorsPerGroup: 4,
      correctPerGroup: 2,
      grouping: "confusion",
      gradientsPerGroup: 2,
      editsPerGradient: 1,
      paraphrasesPerPrompt: 1,
      maxSuccessors: 6,
      screenOnErrors: false,
      headroom: true,
      patience: 0,
      maxLength: 4000,
      maxCopiedWords: 8,
      temperature: 0,
      optimizerTemperature: 1,
    },
    selection: {
      selector: "least-regret",
      perCandidate: 20,
      explorationC: 1,
      pullSize: 32,
      armsPerPull: 8,
      rows: "shared",
    },
    splits: { train: 0.5, dev: 0.2, test: 0.3, maxDev: 200, maxTest: 400, seed: 1 },
  },
  /** The settings of the paper and of the authors' code: docs/paper.md. */
  paper: {
    search: {
      method: "protegi",
      rounds: 6,
      beamWidth: 4,
      minibatchSize: 64,
      errorGroups: 4,
      errorsPerGroup: 4,
      correctPerGroup: 0,
      grouping: "random",
      gradientsPerGroup: 4,
      editsPerGradient: 1,
      paraphrasesPerPrompt: 2,
      maxSuccessors: 8,
      screenOnErrors: false,
      headroom: false,
      patience: 0,
      maxLength: 4000,
      maxCopiedWords: 8,
      temperature: 0,
      optimizerTemperature: 1,
    },
    selection: {
      selector: "ucb",
      perCandidate: 50,
      budget: 2048,
      explorationC: 1,
      pullSize: 32,
      armsPerPull: 8,
      rows: "fresh",
    },
    splits: { train: 0.5, dev: 0.2, test: 0.3, maxDev: 50, maxTest: 150, seed: 1 },
  },
} as const satisfies Record<string, { search: SearchOptions; selection: SelectionOptions; splits: SplitOptions }>;

/** A name for settings that go together: `default`, or `paper`, the paper's own. */
export type Preset = keyof typeof PRESETS;

const preset = z.enum(Object.keys(PRESETS) as [Preset, ...Preset[]]);

/** The groups that the library and protegi.yaml share, as users write them: everything may be left out. */
export const groupsSchema = z.strictObject({
  search: z
    .union([preset, searchSchema.partial().extend({ preset: preset.optional() })])
    .optional()
    .describe("A preset name, or options of the search over a preset"),
  selection: selectionSchema.partial().optional(),
  splits: splitsSchema.partial().optional(),
  budget: budgetSchema.optional(),
  requests: requestsSchema.partial().optional(),
  seed: z.int().optional().describe("Seed of the search; default 1"),
  prices: z
    .record(
      z.string(),
      z.strictObject({
        input: z.number().min(0),
        output: z.number().min(0),
        cachedInput: z.number().min(0).optional(),
      }),
    )
    .optional()
    .describe("US dollars per million tokens by provider:name, for models that the price table does not know"),
  instructions: z
    .strictObject({
      gradient: z.string().min(1),
      edit: z.string().min(1),
      paraphrase: z.string().min(1),
      rewrite: z.string().min(1),
      history: z.string().min(1),
      crossover: z.string().min(1),
    })
    .partial()
    .optional()
    .describe("Your own words for the requests to the optimizer model"),
});

/** The grouped options as users write them; everything may be left out. */
export type GroupOptions = z.input<typeof groupsSchema>;

/** All groups with their defaults filled in. */
export interface Settings {
  readonly preset: Preset;
  readonly search: SearchOptions;
  readonly selection: SelectionOptions;
  readonly splits: SplitOptions;
  readonly budget: BudgetOptions;
  readonly requests: RequestOptions;
  readonly seed: number;
  readonly prices: Readonly<Record<string, ModelPrice>>;
  readonly instructions: Instructions;
}

const REQUESTS: RequestOptions = { concurrency: 16, retries: 6, maxOutputTokens: 4096 };

/**
 * Checks the grouped options and fills in what was left out.
 * @throws UsageError naming the option, what was expected and what came
 */
export function parseGroups(given: unknown): Settings {
  const groups = checkedBy(groupsSchema, given);
  checkInstructions(groups.instructions ?? {});
  const search = typeof groups.search === "string" ? { preset: groups.search } : (groups.search ?? {});
  const { preset: name = "default", ...own } = search;
  const base = PRESETS[name];
  // An own perCandidate is meant instead of the preset's total.
  const { budget, ...perCandidate }: SelectionOptions = base.selection;
  const selection =
    groups.selection?.perCandidate === undefined && budget !== undefined ? { ...perCandidate, budget } : perCandidate;
  return {
    preset: name,
    search: overlay<SearchOptions>(base.search, own),
    selection: overlay<SelectionOptions>(selection, groups.selection),
    splits: overlay<SplitOptions>(base.splits, groups.splits),
    budget: overlay<BudgetOptions>({}, groups.budget),
    requests: overlay<RequestOptions>(REQUESTS, groups.requests),
    seed: groups.seed ?? 1,
    prices: Object.fromEntries(
      Object.entries(groups.prices ?? {}).map(([model, { cachedInput, ...price }]) => [
        model,
        cachedInput === undefined ? price : { ...price, cachedInput },
      ]),
    ),
    instructions: overlay(INSTRUCTIONS, groups.instructions),
  };
}

/** An instruction that names what is not there would send the optimizer model a gap. */
function checkInstructions(instructions: Readonly<Record<string, string | undefined>>): void {
  for (const [name, text = ""] of Object.entries(instructions)) {
    const unknown = placeholdersIn(text).find(
      (placeholder) => !INSTRUCTION_NAMES.some((known) => known === placeholder),
    );
    if (unknown === undefined) continue;
    throw new UsageError(
      `instructions.${name}`,
      `{{${unknown}}} is not known there`,
      `Known: ${INSTRUCTION_NAMES.map((known) => `{{${known}}}`).join(", ")}.`,
    );
  }
}

/** `base` with what `own` sets; an option given as undefined is one left out. */
function overlay<T extends object>(base: T, own: { readonly [K in keyof T]?: T[K] | undefined } = {}): T {
  const set = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(set) };
}
