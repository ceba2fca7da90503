/** The option `examples`: the part of the prompt that the search fills with rows of train. */
import { z } from "zod";

const options = z.strictObject({
  section: z.string().min(1).describe("The Markdown heading whose body shows rows, whatever its case"),
  max: z.int().min(1).max(40).optional().describe("Most rows that a prompt shows; default 8"),
  format: z
    .string()
    .min(1)
    .optional()
    .describe(
      "How a row is written: a text with {{column}} for its columns and {{answer}} for the right answer; default: a line for each column that the prompt names, and one for the answer",
    ),
});

/** The option as it is written: a heading alone, or with settings. */
export const examplesSchema = z.union([z.string().min(1), options]);
export type ExamplesOption = z.infer<typeof examplesSchema>;
