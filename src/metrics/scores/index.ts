/** The tables of answer scores, by the values that they compare: a new one is added to one of them. */
import { nearestIs } from "../../core/values/near-name.ts";
import { UsageError } from "../../core/errors.ts";
import { bleu } from "./bleu.ts";
import { chrf } from "./chrf.ts";
import { contains } from "./contains.ts";
import { exactMatch } from "./exact-match.ts";
import { jsonFields, jsonValid } from "./json-fields.ts";
import { levenshtein } from "./levenshtein.ts";
import { listOverlap } from "./list-overlap.ts";
import { normalizedMatch } from "./normalized-match.ts";
import { regex } from "./regex.ts";
import { rouge1, rouge2, rougeL } from "./rouge.ts";
import { tokenF1 } from "./token-f1.ts";
import type { AnswerScore, ScoreKind, ScoreTable } from "./score.ts";

export { metricOf, type Reading, scoredJudge } from "./judge.ts";
export { exactMatch } from "./exact-match.ts";
export { alikeness } from "./json-fields.ts";
export { nearNumber } from "./near-number.ts";
export { choiceReader } from "./read-choice.ts";
export { codeIn, toolCallIn } from "./read-code.ts";
export { jsonIn } from "./read-json.ts";
export { labelsReader } from "./read-labels.ts";
export { numberIn } from "./read-number.ts";
export { numberDifference } from "./number-difference.ts";
export { setScores } from "./sets.ts";
export type { AnswerScore, ScoreKind, ScoreTable } from "./score.ts";

/** Scores of texts by name, the default first. */
export const textScores = {
  "exact-match": exactMatch,
  "normalized-match": normalizedMatch,
  contains,
  regex,
  "token-f1": tokenF1,
  "rouge-1": rouge1,
  "rouge-2": rouge2,
  "rouge-l": rougeL,
  bleu,
  chrf,
  levenshtein,
} satisfies ScoreTable<string>;

/** Scores of JSON by name, the default first. `fits` says whether a value fits the schema. */
export const jsonScores = (fits: (value: unknown) => boolean): Readonly<Record<JsonScoreName, ScoreKind<unknown>>> => ({
  "json-fields": jsonFields,
  "json-valid": jsonValid(fits),
});
type JsonScoreName = "json-fields" | "json-valid";

/** Scores of lists of texts by name. */
export const listScores = { "list-overlap": listOverlap } satisfies ScoreTable<readonly string[]>;

/** The name of a score, with its argument where it takes one. */
export type ScoreName = Written<
  | keyof typeof textScores
  | JsonScoreName
  | keyof typeof listScores
  | "within-tolerance"
  | "number-difference"
  | "exact-set"
  | "jaccard"
  | "samples-f1"
  | "micro-f1"
>;
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
      `there is no metric “${spec}” for this task${nearestIs(spec, known)}`,
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
