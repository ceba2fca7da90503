/** Labels of a file that are better merged or left out: other spellings of one label, and labels with too few rows. */
import { folded } from "../../core/replies/label-form.ts";
import { SPLIT_NAMES } from "../../core/splitting/checks.ts";

/** Rows that a label needs: one for each split. */
export const LABEL_ROWS: number = SPLIT_NAMES.length;

/** Labels with their other spellings, as `classification.aliases` takes them. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/**
 * Labels that differ in case, spaces, hyphens and underscores alone, by the spelling that most rows have.
 * @param counts the rows of each label
 */
export function labelVariants(counts: ReadonlyMap<string, number>): Aliases {
  const groups = [...Map.groupBy(counts.keys(), formOf).values()].filter((group) => group.length > 1);
  return Object.fromEntries(
    groups.map((group) => {
      const [most, ...others] = group.toSorted((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
      return [most!, others];
    }),
  );
}

/**
 * Labels with fewer than `LABEL_ROWS` rows, once the others are merged. None where fewer than two labels would be left, or where
 * most labels are rare, since then the right answers are hardly labels.
 */
export function rareLabels(counts: ReadonlyMap<string, number>, aliases: Aliases): string[] {
  const merged = new Map(counts);
  for (const [label, words] of Object.entries(aliases))
    for (const word of words) {
      merged.set(label, (merged.get(label) ?? 0) + (counts.get(word) ?? 0));
      merged.delete(word);
    }
  const rare = [...merged.keys()].filter((label) => merged.get(label)! < LABEL_ROWS);
  const left = merged.size - rare.length;
  return left < 2 || left < rare.length ? [] : rare;
}

/** A label without what only its writing is: case, and what separates its words. Digits keep what is between them. */
function formOf(label: string): string {
  return folded(label)
    .replace(/(?<=\p{L})[\s_.-]+(?=[\p{L}\p{N}])|(?<=\p{N})[\s_.-]+(?=\p{L})/gu, "")
    .replace(/(?<=[\p{L}\p{N}])[\s.:!]+$/u, "")
    .replace(/\s+/g, " ")
    .trim();
}
