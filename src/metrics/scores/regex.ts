/** Regex: the answer matches a pattern, whatever the right answer of its row is. */
import { UsageError } from "../../core/errors.ts";
import { literalPattern } from "../../core/values/literal-pattern.ts";
import type { ScoreKind } from "./score.ts";

export const regex: ScoreKind<string> = {
  name: "regex",
  about: "the answer matches a regular expression of JavaScript; {expected} is the right answer of the row",
  takes: "PATTERN",
  make(pattern) {
    const matcher = (right: string): RegExp =>
      new RegExp(
        pattern.replaceAll("{expected}", () => literalPattern(right.trim())),
        "u",
      );
    try {
      matcher("");
    } catch (error) {
      throw new UsageError(
        "metric",
        `${pattern} is no regular expression: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return {
      name: `matches of ${pattern}`,
      score: (answer, expected) => (expected.some((right) => matcher(right).test(answer)) ? 1 : 0),
    };
  },
};
