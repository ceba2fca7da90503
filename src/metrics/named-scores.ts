/** Scores of parts of an answer by name, and their weighted mean. */
import { isObject } from "../core/values/is-object.ts";
import { isScore } from "../core/values/is-score.ts";

/** A score from 0 to 1 or right and wrong, or one with its weight; default weight 1. */
export type NamedScore = number | boolean | { readonly score: number | boolean; readonly weight?: number };

/** Scores by name, at least one. */
export type NamedScores = Readonly<Record<string, NamedScore>>;

/** The mean by the weights, the scores alone, and both in words; undefined where they are no scores. */
export function weighed(
  named: unknown,
): { readonly score: number; readonly scores: Readonly<Record<string, number>>; readonly words: string } | undefined {
  if (!isObject(named)) return undefined;
  const parts = Object.entries(named).map(([name, value]) => ({ name, ...partOf(value) }));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (parts.some(({ score, weight }) => !isScore(score) || !(weight >= 0)) || !(total > 0) || total === Infinity)
    return undefined;
  const scores = Object.fromEntries(parts.map(({ name, score }) => [name, Math.min(1, Math.max(0, score))]));
  const words = parts.map(
    ({ name, score, weight }) => `${name} ${score.toFixed(2)}${weight === 1 ? "" : ` (weight ${weight})`}`,
  );
  return {
    score: parts.reduce((sum, { name, weight }) => sum + scores[name]! * weight, 0) / total,
    scores,
    words: `Scores: ${words.join(", ")}.`,
  };
}

function partOf(value: unknown): { readonly score: number; readonly weight: number } {
  const { score, weight = 1 } = isObject(value) ? value : { score: value };
  const number = typeof score === "boolean" ? Number(score) : score;
  return {
    score: typeof number === "number" ? number : Number.NaN,
    weight: typeof weight === "number" ? weight : Number.NaN,
  };
}
