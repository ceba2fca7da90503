/** The options that say which prompts may win: limits, and protected rows. */
import { z } from "zod";
import { AMOUNTS_ABOUT } from "./limits.ts";

const text = z.string().min(1);

/** These options, in the config as in the library. */
export const restrictions = {
  limits: z
    .array(text)
    .optional()
    .describe(
      `What a prompt must keep to win, a sentence each, such as "recall:urgent >= 0.95": any metric of the kind of task, at least; or at most ${AMOUNTS_ABOUT}; docs/limits.md; default: nothing`,
    ),
  protect: z
    .union([text, z.array(z.union([text, z.number()])).min(1)], "a column, or a list of ids of rows")
    .optional()
    .describe(
      "Rows that no winner may break: a column that marks them with true, yes or 1, or a list of ids of rows; they are in none of the splits; docs/limits.md; default: none",
    ),
};
