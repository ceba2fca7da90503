/** Numeric: a right answer is a number, exactly or within a tolerance. */
import { z } from "zod";
import { UsageError } from "../core/errors.ts";
import { metricOf, nearNumber, numberDifference, numberIn, scoredJudge, scoreFor } from "../metrics/scores/index.ts";
import { settable } from "./settable.ts";

/** Tokens of a number and a word or two around it. */
const NUMBER_TOKENS = 16;

const settings = z.strictObject({
  absolute: z.number().min(0).optional().describe("How far a number may be from the right one, in its unit; default 0"),
  relative: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("How far a number may be from the right one, as a share of it; default 0"),
});

export const numeric = settable(settings, (tolerance) => {
  const scores = { "within-tolerance": nearNumber(tolerance), "number-difference": numberDifference };
  return {
    name: "numeric",
    about: "the answer is a number",
    metrics: Object.keys(scores),
    forms: ["text"],
    takesFunction: false,
    asksJudge: false,
    read(text, where) {
      const found = numberIn(text);
      if (found === undefined) throw new UsageError(where, `expected a number as the right answer, got “${text}”`);
      return found.value;
    },
    judging({ metric }) {
      const score = scoreFor(String(metric), scores);
      return {
        judge: scoredJudge(score, numberIn, (expected) => [expected as number]),
        metric: metricOf(score),
        judging: "numeric",
        format: { kind: "text" },
        answers: `A right answer is a number${within(tolerance)}.`,
        keep: [],
        groupBy: "random",
        same: (a, b) => a.predicted === b.predicted && (a.predicted !== undefined || a.answer === b.answer),
        answerTokens: NUMBER_TOKENS,
        callsPerCell: 1,
      };
    },
  };
});

function within({ absolute = 0, relative = 0 }: z.output<typeof settings>): string {
  const ways = [
    ...(absolute > 0 ? [`${absolute}`] : []),
    ...(relative > 0 ? [`${Number((relative * 100).toPrecision(6))}% of it`] : []),
  ];
  return ways.length === 0 ? "" : `, right to within ${ways.join(" or ")}`;
}
