/** What the option `metric` takes of a judge model: criteria, a scale, or a comparison. */
import { z } from "zod";
import { SCALE_NAMES, SCALES } from "./scales.ts";

const text = z.string().trim().min(1);

const criterion = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][\w -]{0,39}$/, "a name of letters, digits, spaces, - and _")
    .refine((name) => !["reason", "score"].includes(name.toLowerCase()), "a name other than reason and score")
    .describe("What its score is called"),
  text: text.describe("What an answer must do, in a sentence"),
  weight: z.number().positive().optional().describe("How much it counts; default 1"),
});

const criteria = z.union([
  text,
  z
    .array(criterion)
    .min(1)
    .refine((list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length, "different names"),
]);

const rubric = z.union([
  text,
  z.strictObject({
    criteria: criteria.describe("What a good answer does: a text, or a list of criteria, each with a score of its own"),
    scale: z
      .enum(SCALE_NAMES)
      .optional()
      .describe(`${SCALES.map(({ name, about }) => `${name}: ${about}`).join("; ")}. Default ${SCALE_NAMES[0]}`),
    enough: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe("From which score on an answer needs no mending; default: all yes, or 4 of 5"),
  }),
]);

const pairwise = z.union([
  text,
  z.strictObject({ criteria: text.describe("What makes one of two answers the better one") }),
]);

/** The forms in which a judge model scores, by the field that names each. */
export const judgedForms = {
  judge: rubric.describe("A judge model scores each answer by these criteria"),
  pairwise: pairwise.describe(
    "A judge model compares each answer with the right one of its row, in both orders, by these criteria",
  ),
} as const;

/** One criterion of a judge. */
export type Criterion = z.output<typeof criterion>;
/** Criteria as a text, or with a scale and more. */
export type Rubric = z.input<typeof rubric>;
/** What makes one of two answers the better one. */
export type Pairwise = z.input<typeof pairwise>;

/** A metric that a judge model scores by, as the option `metric` takes it: a rubric, or a comparison with the right answer of each row. */
export type JudgeMetric = { readonly judge: Rubric } | { readonly pairwise: Pairwise };

/** The option `metric` as it names a judge, for schemas of options. */
export const judgeMetricSchemas = [
  z.strictObject({ judge: judgedForms.judge }),
  z.strictObject({ pairwise: judgedForms.pairwise }),
] as const;

/** Whether the value of the option `metric` names a judge model's form. A judge that is a function is none. */
export function isJudgeMetric(metric: unknown): metric is JudgeMetric {
  if (typeof metric !== "object" || metric === null || "metric" in metric) return false;
  return ("judge" in metric && typeof metric.judge !== "function") || "pairwise" in metric;
}
