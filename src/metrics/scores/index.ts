/** The tables of answer scores, by the values that they compare: a new one is added to one of them. */
import { closest } from "fastest-levenshtein";
import { UsageError } from "../../core/errors.ts";
import { exactMatch } from "./exact-match.ts";
import type { AnswerScore, ScoreKind } from "./score.ts";

export { metricOf, type Reading, scoredJudge } from "./judge.ts";
export { nearNumber } from "./near-number.ts";
export { numberIn } from "./read-number.ts";
export type { AnswerScore, ScoreKind } from "./score.ts";

/** Scores of texts by name, the default first. */
export const textScores = { "exact-match": exactMatch } satisfies ScoreTable<string>;

/** Scores by the name that options call them. */
export type ScoreTable<T> = Readonly<Record<string, ScoreKind<T>>>;

/** The name of a score, with its argument where it takes one. */
export type ScoreName = Written<keyof typeof textScores | "within-tolerance">;
type Written<N extends string> = N | `${N}:${string}`;

/** The names of these scores as options write them, with what is behind the colon. */
export function scoreNames<T>(table: ScoreTable<T>): string[] {
  return Object.values(table).map(({ name, takes }) => (takes === undefined ? name : `${name}:${takes}`));
}

/**
 * The score of this name.
 * @throws UsageError when none of these has it, or what is behind its colon is wrong
 */
export function scoreFor<T>(spec: string, table: ScoreTable<T>): AnswerScore<T> {
  const [name = "", ...rest] = spec.trim().split(":");
  const argument = rest.join(":").trim();
  const kind = Object.values(table).find((one) => one.name === name.trim());
  const known = scoreNames(table);
  if (kind === undefined)
    throw new UsageError(
      "metric",
      `there is no metric “${spec}” for this task; the nearest is ${closest(spec.toLowerCase(), known)}`,
      `Known: ${known.join(", ")}.`,
    );
  if ((kind.takes === undefined) !== (argument === ""))
    throw new UsageError(
      "metric",
      kind.takes === undefined
        ? `${kind.name} takes nothing behind a colon, got “${argument}”`
        : `expected ${kind.name}:${kind.takes}, got ${spec}`,
    );
  return kind.make(argument);
}
