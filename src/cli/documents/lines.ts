/** The lines of files of JSON lines, as schemas. */
import { z } from "zod";

const text = z.string();
const number = z.number();
const flag = z.boolean();

/** An answer, and how it was judged. */
const judged = {
  answer: text.optional().describe("The model's answer; absent for a row without one"),
  predicted: z.unknown().optional().describe("The answer as it was read"),
  score: number.nullable().describe("null for a row that is not scored"),
  correct: flag.optional(),
  invalid: flag.optional(),
  why: text.optional(),
  reading: z.enum(["strict", "tolerant"]).optional().describe("Whether the answer was the value and nothing else"),
  scores: z.record(text, number).optional(),
  feedback: text.optional(),
  tokens: z.strictObject({ input: number, output: number }).optional().describe("Of the call, where there are limits"),
  orderDependent: flag.optional().describe("Whether the judge model's choice changed with the order of two answers"),
};

export const lines = {
  /** A line of `evaluate --out`. */
  answer: z
    .strictObject({
      row: text,
      name: text.optional().describe("The user's own id of the row"),
      place: text.optional().describe("File and line"),
      split: z.enum(["train", "dev", "test", "all"]),
      expected: z.unknown(),
      ...judged,
      repeats: z.array(z.strictObject(judged)).optional().describe("All answers to the row, where there are several"),
      unscored: text.optional().describe("Why the metric failed"),
      missing: z.literal(true).optional().describe("The budget did not reach the row, or no answer was delivered"),
    })
    .describe("One line of protegi evaluate --out answers.jsonl"),
  /** A line of `--events`. */
  event: z
    .looseObject({
      at: text.describe("When it was written: ISO 8601, UTC"),
      type: text.describe("Which event it is; docs/library.md lists them"),
      variant: text.optional().describe("Of trials"),
      seed: number.optional().describe("Of trials"),
    })
    .describe("One line of --events"),
};
