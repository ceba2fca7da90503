/** JSON fields: the share of fields that are as in the right object, and whether there is valid JSON at all. */
import { isObject } from "../../core/values/is-object.ts";
import { overlapOf } from "./list-overlap.ts";
import type { ScoreKind } from "./score.ts";
import { best } from "./words.ts";

/**
 * The mean over the fields that the answer or the right object has. A field of both counts 1 where its values are equal, and by the overlap
 * of its items where both are lists; an object counts by its own fields. A field that one of them lacks counts 0; null is as good as
 * absent. Texts are equal but for case and white space, numbers by value.
 */
export const jsonFields: ScoreKind<unknown> = {
  name: "json-fields",
  about: "the share of fields that are as in the right object; lists count by their overlap",
  make: () => ({
    name: "JSON fields",
    enough: 1,
    score: (answer, expected) => best(expected, (right) => alikeness(answer, right)),
  }),
};

/** Whether an answer is JSON that fits. An answer without JSON is invalid, and scores 0. */
export const jsonValid = (fits: (value: unknown) => boolean): ScoreKind<unknown> => ({
  name: "json-valid",
  about: "the answer is JSON that fits the schema",
  make: () => ({ name: "valid JSON", score: (answer) => (fits(answer) ? 1 : 0) }),
});

/** From 0 to 1: how alike two values of JSON are. */
export function alikeness(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) return overlapOf(a as unknown[], b as unknown[], alikeness);
  if (!isObject(a) || !isObject(b)) return plain(a) === plain(b) ? 1 : 0;
  const there = (value: Readonly<Record<string, unknown>>): string[] =>
    Object.keys(value).filter((name) => (value[name] ?? null) !== null);
  const names = new Set([...there(a), ...there(b)]);
  let sum = 0;
  for (const name of names)
    sum += alikeness(Object.hasOwn(a, name) ? a[name] : null, Object.hasOwn(b, name) ? b[name] : null);
  return names.size === 0 ? 1 : sum / names.size;
}

/** A value in the form in which equal ones are the same; absent and null are one. */
function plain(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase());
  return JSON.stringify(value ?? null);
}
