/** Parts of JSON documents, as schemas. */
import { z } from "zod";
import type { StopReason } from "../../core/stop-reason.ts";

/** The head of every document: `src/cli/about.ts`. */
export function about(document: string): z.ZodType {
  return z.strictObject({
    document: z.literal(document).describe("Which document this is"),
    protegi: z.string().describe("The version of protegi"),
    node: z.string().describe("The version of Node.js"),
    data: z.string().optional().describe("A hash of all rows of the data, whatever their order and splits"),
    models: models.optional().describe("The ids of the models"),
  });
}

const text = z.string();
const number = z.number();
const share = z.number().min(0).max(1);

export const models = z.strictObject({ task: text, optimizer: text, judge: text.optional() });
export const estimate = z
  .strictObject({ value: number, low: number, high: number, n: number, clusters: number.optional() })
  .describe("A score or a difference with its 95% interval, over n rows, of so many clusters where rows have clusters");
const cost = {
  calls: number,
  cached: number,
  inputTokens: number,
  outputTokens: number,
  usd: number.optional(),
  savedTokens: number.optional(),
  savedUsd: number.optional(),
};
export const costOf = z.strictObject(cost);
export const spending = z
  .strictObject({
    ...cost,
    failures: number,
    cachedInputTokens: number.optional(),
    reasoningTokens: number.optional(),
    byRole: z.strictObject({ task: costOf, optimizer: costOf, judge: costOf.optional() }).optional(),
    byRound: z.array(z.strictObject({ ...cost, round: number })).optional(),
    verdict: costOf.optional(),
  })
  .describe("Calls, tokens and US dollars; usd is absent when a price is unknown");
export const parts = z.record(text, text).describe("The texts of the parts that may change, by name");
export const messages = z.array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: text }));
const edit = { parent: text, gradient: text, others: z.array(text).optional() };
export const origin = z.union([
  z.strictObject({ kind: z.enum(["initial", "added"]) }),
  z.strictObject({ kind: z.literal("edit"), ...edit }),
  z.strictObject({
    kind: z.literal("paraphrase"),
    parent: text,
    edit: z.strictObject({ kind: z.literal("edit"), ...edit }).optional(),
  }),
  z.strictObject({ kind: z.enum(["rewrite", "phrase-edit"]), parent: text }),
  z.strictObject({
    kind: z.literal("demonstrations"),
    parent: text,
    edit: z.strictObject({ kind: z.literal("edit"), ...edit }).optional(),
  }),
  z.strictObject({ kind: z.literal("crossover"), parent: text, other: text }),
]);
export const gradient = z.strictObject({
  id: text,
  round: number,
  parent: text,
  text,
  rows: z.array(text),
  children: z.array(
    z.strictObject({
      id: text,
      kept: z.boolean(),
      gain: z.strictObject({ parent: text, value: number, low: number, high: number, n: number }).optional(),
    }),
  ),
  consistency: number.optional(),
  relevance: number.optional(),
});
const limitValue = { value: number, low: number, high: number, n: number, met: z.boolean() };
export const limits = z.array(z.strictObject({ limit: text, ...limitValue }));
export const limitsWord = z.enum(["met", "none met", "not measured"]);
const row = { row: text, name: text.optional(), place: text.optional(), expected: text };
export const protectedRows = z
  .strictObject({ rows: number, wrong: z.array(z.strictObject({ ...row, answer: text })) })
  .describe("The protected rows, and those that the initial prompt gets wrong, which nobody can break");
export const refused = z
  .array(
    z.strictObject({
      round: number,
      id: text,
      broken: z.array(z.strictObject({ ...row, before: text, after: text })).optional(),
      unanswered: z.array(text).optional(),
      missed: limits.optional(),
    }),
  )
  .describe("Finalists that may not win: the protected rows that they break, the limits that they miss on dev");
export const front = z
  .array(z.strictObject({ id: text, score: estimate, tokens: number }))
  .describe(
    "Score on dev against tokens of the prompt: those that no other one equals or beats in both, the best first",
  );
const counts = z.strictObject({ initial: number, winner: number });
export const oneLabel = z
  .strictObject({ initial: text, winner: text })
  .describe("The labels that nearly all rows get before and after, where right answers differ: then a gain is none");
export const verdict = z.strictObject({
  word: z.enum(["better", "not shown", "worse", "meets the limits", "misses a limit"]),
  metric: text,
  initial: estimate,
  winner: estimate,
  difference: estimate.extend({ pValue: number.optional() }),
  fixed: z.array(text).describe("Ids of rows that the best prompt found gets right and the initial one wrong"),
  broken: z.array(text),
  flipped: z
    .array(
      z.strictObject({
        row: text,
        name: text.optional(),
        place: text.optional(),
        expected: text,
        before: text,
        after: text,
      }),
    )
    .optional()
    .describe("The same rows by the user's own id, file and line, with both answers"),
  labels: z.array(z.strictObject({ label: text, rows: number, right: counts, given: counts })).optional(),
  oneLabel: oneLabel.optional(),
  repeats: z
    .strictObject({ times: number, varying: counts })
    .optional()
    .describe("How often each row was answered, and on how many rows the answers to one prompt differ"),
  invalid: counts,
  missing: number,
  unscored: number.optional(),
  limits: z
    .array(z.strictObject({ limit: text, initial: z.strictObject(limitValue), winner: z.strictObject(limitValue) }))
    .optional(),
  limitsOnDev: limitsWord.exclude(["met"]).optional(),
  rowsToSettle: number.optional(),
  earlierReads: number,
});
/** A record, so that the compiler misses no kind. */
const STOPPED: Readonly<Record<StopReason["kind"], true>> = {
  rounds: true,
  "no-gain": true,
  degrading: true,
  "perfect-dev": true,
  "nothing-to-mend": true,
  "nothing-moves": true,
  "no-new-prompts": true,
  stalled: true,
  budget: true,
  stopped: true,
  "unreadable-answers": true,
  "optimizer-not-understood": true,
};
export const stopped = z
  .looseObject({
    kind: z.enum(Object.keys(STOPPED) as StopReason["kind"][]),
  })
  .describe("Why the search ended; what else it has depends on the kind");
export const signature = z.strictObject({
  kind: text,
  round: number.optional(),
  message: text,
  evidence: z.record(text, number),
});
export const headroom = z.looseObject({
  word: z.enum(["go", "think again", "no-go"]),
  reasons: z.array(text),
  initial: estimate,
  noise: share,
  suspicious: z.array(text),
  room: number,
});
export const plan = z.record(text, number).describe("Calls by what they are for, and in total");
const range = z.strictObject({ least: number, most: number });
export const costEstimate = z.looseObject({
  calls: range,
  tokens: z.strictObject({ input: range, output: range }),
  usd: range.optional(),
  seconds: range,
  plan: plan.optional(),
});
export const holding = z.looseObject({ form: z.enum(["label", "json", "text"]), by: text });
/** A row with its columns and its right answer. */
export const example = {
  id: text,
  fields: z.record(text, text),
  values: z.record(text, z.unknown()).optional(),
  expected: z.unknown(),
};
/** What rows say of themselves, where options name columns for it. */
export const marks = { cluster: text.optional(), weight: number.optional(), feedback: text.optional() };
export const readings = z
  .strictObject({ strict: number, tolerant: number })
  .describe("Answers that are the value and nothing else, and those that it was found in")
  .optional();
export const unscored = z.array(z.strictObject({ row: text, place: text.optional(), message: text }));
/** The metric compared with people. */
export const calibration = {
  rows: number,
  share: estimate,
  measure: z.enum(["Cohen's kappa", "Spearman's rho"]),
  beyondChance: estimate.optional().describe("Absent where one of the two gave every answer the same score"),
  word: z.enum(["good", "unclear", "poor"]),
  disagreements: z.array(
    z.strictObject({ place: text, answer: text, human: share, metric: share, feedback: text.optional() }),
  ),
  unscored,
  missing: number,
};
export const named = z.strictObject({ prompts: z.record(text, text), gradients: z.record(text, text) });
