/** Options on what the rows of the data say besides text and right answer, and how often each is asked. */
import { z } from "zod";
import type { MarkColumns } from "../datasets/index.ts";

/** More answers to a row than this say hardly more than another row would. */
const MOST_REPEATS = 20;

const column = z.string().min(1);

/** As protegi.yaml and the library take them. */
export const rowSchema = {
  cluster: column
    .optional()
    .describe(
      "The column that names what a row belongs to, such as a customer or a document: rows of one cluster go to one split together, and intervals count clusters rather than rows; default: every row is by itself",
    ),
  weight: column
    .optional()
    .describe(
      "The column with how much a row counts, a number above 0: scores, selection and the verdict are weighted; default: every row counts 1",
    ),
  feedback: column
    .optional()
    .describe(
      "The column with words on what is wrong or wanted in a row: the model that writes gradients reads them, the task model never does; default: none",
    ),
  repeats: z
    .int()
    .min(1)
    .max(MOST_REPEATS)
    .optional()
    .describe(
      "How many times every row is answered on dev and in the verdict, by evaluate and by compare, for models whose answers vary: a row still counts once; default: 1",
    ),
};

/** What the rows say, and how often each is asked. */
export interface RowOptions extends MarkColumns {
  /** How many times every row is answered on dev and in the verdict, 1 to 20, for models whose answers vary; a row counts once. Default 1. */
  readonly repeats?: number | undefined;
}

/** These options of those that are given. */
export function rowOptionsIn({ cluster, weight, feedback, repeats }: RowOptions): RowOptions {
  return { cluster, weight, feedback, repeats };
}
