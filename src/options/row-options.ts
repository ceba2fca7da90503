/** Options on what the rows of the data say besides text and right answer, and how often each is asked. */
import { z } from "zod";
import type { MarkColumns } from "../datasets/index.ts";

const column = z.string().min(1);

/** As protegi.yaml and the library take them. */
export const rowSchema = {
  cluster: column
    .optional()
    .describe(
      "The column that names what a row belongs to, such as a customer or a document: rows of one cluster go to one split together, and intervals count clusters rather than rows; default: every row is by itself",
    ),
};

/** What the rows say, and how often each is asked. */
export interface RowOptions extends MarkColumns {}

/** These options of those that are given. */
export function rowOptionsIn({ cluster }: RowOptions): RowOptions {
  return { cluster };
}
