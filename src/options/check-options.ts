/** What a job of the library was called with, checked: TypeScript does it for its users, but not all of them compile. */
import { z } from "zod";
import { ANSWER_FORMS } from "../core/answer-form.ts";
import { SCOPES } from "../core/splitting/checks.ts";
import { isJudgeMetric, judgeMetricSchemas } from "../metrics/judged/index.ts";
import { TASK_KIND_NAMES, taskSchema } from "../tasks/index.ts";
import { humanSchema } from "./config.ts";
import { examplesSchema } from "./examples.ts";
import { restrictions } from "./restrictions.ts";
import { rowSchema } from "./row-options.ts";
import { groupsSchema } from "./settings.ts";
import { checkedBy } from "./schema-errors.ts";

const isFunction = (value: unknown): boolean => typeof value === "function";
/** A name, a function that scores an answer, a metric of a whole set, or one with a judge. */
const isMetric = (value: unknown): boolean =>
  typeof value === "string" ||
  isFunction(value) ||
  (typeof value === "object" &&
    value !== null &&
    (isJudgeMetric(value) ||
      "score" in value ||
      "metric" in value ||
      ("f1" in value && typeof value.f1 === "string") ||
      "cost" in value));
const isKind = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ("judging" in value || "kind" in value);
const areDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
const isStore = (value: unknown): boolean => typeof value === "object" && value !== null && "getAnswer" in value;

const isRows = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return Array.isArray(value);
  const { train, dev, test } = value as Readonly<Record<string, unknown>>;
  return [train, dev, test].every(Array.isArray);
};

const PROMPT = "text, or a list of messages";
const promptSchema = z.union(
  [
    z.string(),
    z
      .array(
        z.strictObject({
          role: z.enum(["system", "user", "assistant"]),
          content: z.string(),
          locked: z.boolean().optional(),
        }),
      )
      .refine((messages) => messages.length > 0, PROMPT),
  ],
  PROMPT,
);
const sectionSchema = z.union([z.string(), z.array(z.string().min(1)).min(1)]);
const hasName = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
const named = z.array(z.custom(hasName, "an object with a name"));

const optionsSchema = groupsSchema.extend({
  // These are checked with the methods and selectors that there are.
  search: z.unknown().optional(),
  selection: z.unknown().optional(),
  prompt: promptSchema,
  section: sectionSchema.optional(),
  examplesPart: examplesSchema.optional(),
  examples: z.custom(isRows, "a list of rows, or { train, dev, test } with a list each"),
  label: z.string().optional(),
  ...rowSchema,
  // A name is checked where the kinds that the caller adds are known; settings, by their kind.
  task: z.union([z.string(), z.custom(isKind, `one of ${TASK_KIND_NAMES.join(", ")}, or a TaskKind`)]).optional(),
  answer: z.enum(ANSWER_FORMS).optional(),
  metric: z.custom(isMetric, "a metric's name, a Metric or a function").optional(),
  // Models have a check of their own, when they are made.
  model: z.unknown().optional(),
  optimizer: z.unknown().optional(),
  judge: z.unknown().optional(),
  judgeCalls: z.int().min(1).optional(),
  human: humanSchema.optional(),
  rubric: z.string().optional(),
  ...restrictions,
  store: z.custom(isStore, "a store, such as memoryStore()").optional(),
  fresh: z.boolean().optional(),
  signal: z.custom((value) => value instanceof AbortSignal, "an AbortSignal").optional(),
  onEvent: z.custom(isFunction, "a function").optional(),
  extensions: z
    .strictObject(
      Object.fromEntries(
        ["tasks", "metrics", "methods", "selectors", "providers"].map((table) => [table, named.optional()]),
      ),
    )
    .optional(),
});

const inductionSchema = z.strictObject({
  description: z.string().min(1).optional(),
  candidates: z.int().min(1).max(100).optional(),
  shown: z.int().min(0).optional(),
  tried: z.int().min(1).optional(),
});

const induceSchema = optionsSchema
  .omit({ fresh: true, search: true, selection: true })
  .extend({ prompt: promptSchema.optional(), ...inductionSchema.shape });

const split = z.enum(SCOPES).optional();
const jobSchema = optionsSchema.omit({ fresh: true });
const evaluateSchema = jobSchema.extend({ split });
const checkSchema = jobSchema.extend({ live: z.boolean().optional() });
const compareSchema = jobSchema.extend({
  prompt: promptSchema.optional(),
  prompts: z.array(promptSchema).min(2),
  split,
  untilDecided: z.boolean().optional(),
});

/** Most seeds of trials that are asked for by their number. */
export const MOST_SEEDS = 1000;

const trialsSchema = jobSchema.extend({
  variants: z
    .record(
      z.string(),
      optionsSchema
        .pick({
          prompt: true,
          model: true,
          optimizer: true,
          search: true,
          selection: true,
          budget: true,
          requests: true,
          prices: true,
          instructions: true,
        })
        .partial(),
    )
    .refine((variants) => Object.keys(variants).length > 0, "a variant or more")
    .optional(),
  seeds: z
    .union([z.int().min(1).max(MOST_SEEDS), z.array(z.int()).min(1).refine(areDistinct, "different seeds")])
    .optional(),
  splitSeeds: z
    .union([z.int().min(2).max(MOST_SEEDS), z.array(z.int()).min(2).refine(areDistinct, "different seeds")])
    .optional(),
  curve: z.boolean().optional(),
});

/** Throws UsageError naming the option, what was expected and what it got. */
type Check = (options: unknown) => void;

function checkFor(schema: z.ZodType): Check {
  return (options) => {
    checkedBy(schema, options);
    const { task, metric } = options as { readonly task?: unknown; readonly metric?: unknown };
    if (isJudgeMetric(metric)) checkedBy(z.union(judgeMetricSchemas), metric, (path) => ["metric", ...path].join("."));
    if (typeof task === "object" && task !== null && "kind" in task)
      checkedBy(taskSchema, task, (path) => ["task", ...path].join("."));
  };
}

/** What `optimize` takes. */
export const checkOptions: Check = checkFor(optionsSchema);
/** What every other job takes. */
export const checkJobOptions: Check = checkFor(jobSchema);
export const checkEvaluateOptions: Check = checkFor(evaluateSchema);
export const checkCompareOptions: Check = checkFor(compareSchema);
export const checkCheckOptions: Check = checkFor(checkSchema);
export const checkTrialsOptions: Check = checkFor(trialsSchema);
export const checkInduceOptions: Check = checkFor(induceSchema);
/** What `inducePrompt` takes of its own. */
export const checkInduction: Check = checkFor(inductionSchema);
