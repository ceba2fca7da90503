/** Groups of rows that are about like things: to an error drawn at random come those that share the most telling words with it. */

import { shuffle, type Rng } from "../../rng.ts";
import { contentWords, similarity } from "../../values/similarity.ts";
import type { Observation } from "../../task.ts";
import type { ErrorGroupOptions } from "./group.ts";

/**
 * One pool for each group, as large as the group. Each begins with an error drawn from those that no group has yet, so that what
 * many errors are about gets many groups; those most like it follow, a word weighing ln(n / rows with it) of the n rows seen
 * (inverse document frequency), so that a word of every row says nothing. Where too few are left, all may come again.
 * @param fields the fields that the prompt fills in: other columns say nothing to the model
 */
export function poolsByMeaning(
  seen: readonly Observation[],
  fields: readonly string[],
  { errorGroups: groups, errorsPerGroup: size }: Pick<ErrorGroupOptions, "errorGroups" | "errorsPerGroup">,
  rng: Rng,
): (readonly Observation[])[] {
  const words = new Map(
    seen.map((row) => [row, contentWords(fields.map((name) => row.example.fields[name] ?? "").join("\n"))]),
  );
  const rowsWith = new Map<string, number>();
  for (const each of words.values()) for (const word of each) rowsWith.set(word, (rowsWith.get(word) ?? 0) + 1);
  const weight = (word: string): number => Math.log(seen.length / rowsWith.get(word)!);

  const errors = shuffle(
    seen.filter(({ correct }) => !correct),
    rng,
  );
  let left = errors;
  return Array.from({ length: groups }, () => {
    if (left.length < size) left = errors;
    const first = left[0]!;
    const likeness = (row: Observation): number => similarity(words.get(row)!, words.get(first)!, weight);
    const likest = left
      .slice(1)
      .map((row) => ({ row, likeness: likeness(row) }))
      .toSorted((a, b) => b.likeness - a.likeness);
    const group = [first, ...likest.slice(0, size - 1).map(({ row }) => row)];
    left = left.filter((row) => !group.includes(row));
    return group;
  });
}
