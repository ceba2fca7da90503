/** Divides rows into folds, each of which is the test rows of one search. */
import { UsageError } from "../errors.ts";
import type { Example } from "../example.ts";
import type { Group } from "./apportion.ts";
import { rowCount } from "./checks.ts";
import { groupsOf, strataOf } from "./groups.ts";
import type { RowReading } from "./rows.ts";

/**
 * So many folds of about one size, with the labels in the proportion of the whole; near-duplicates and clusters go as one. The same
 * rows and seed give the same folds, whatever the order of the rows.
 * @throws UsageError when there are fewer groups of rows than folds
 */
export function foldsOf(
  rows: readonly Example[],
  folds: number,
  { columns, labelOf, seed }: RowReading & { readonly seed: number | string },
): readonly (readonly Example[])[] {
  const groups = groupsOf(rows, seed, columns);
  if (groups.length < folds)
    throw new UsageError(
      "splits.folds",
      `${rowCount(rows.length)} that go together as ${groups.length} cannot make ${folds} folds`,
      "Ask for fewer folds, or add rows.",
    );
  const made = Array.from({ length: folds }, (): Example[] => []);
  for (const stratum of strataOf(groups, labelOf, 1)) {
    const own = made.map(() => 0);
    // The largest first, so that no fold ends much larger than another.
    for (const { rows: members } of stratum.toSorted((a: Group, b: Group) => b.rows.length - a.rows.length)) {
      const at = own.reduce(
        (least, size, fold) =>
          size < own[least]! || (size === own[least]! && made[fold]!.length < made[least]!.length) ? fold : least,
        0,
      );
      made[at]!.push(...members);
      own[at]! += members.length;
    }
  }
  return made;
}
