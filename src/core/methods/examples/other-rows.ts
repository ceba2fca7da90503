/** Other rows for a prompt to show: one more, one exchanged, or one less. */
import type { Example } from "../../example.ts";
import { sample, shuffle, type Rng } from "../../rng.ts";

/** From which rows they are drawn, and how many a prompt shows at most. */
export interface RowPool {
  readonly rows: readonly Example[];
  readonly most: number;
  /** The rows in the order in which they are wanted; default: as they are drawn. */
  readonly wanted?: (drawn: readonly Example[]) => readonly Example[];
}

/** Other rows than these: one more (0.4), one exchanged (0.4), or one less (0.2); some, where none are shown yet. */
export function otherRows(
  shown: readonly Example[],
  { rows, most, wanted = (drawn) => drawn }: RowPool,
  rng: Rng,
): readonly Example[] {
  const others = wanted(
    shuffle(
      rows.filter((row) => !shown.includes(row)),
      rng.fork("others"),
    ),
  );
  if (shown.length === 0) return others.slice(0, 1 + Math.floor(rng.next() * most));
  const change = rng.next();
  const kept = change < 0.4 && shown.length < most ? shown : sample(shown, shown.length - 1, rng.fork("kept"));
  return change < 0.8 ? [...kept, ...others.slice(0, 1)] : kept;
}

/**
 * Rows of the kinds of these errors and others in turn, beginning with an error's, so that a prompt shows what it gets wrong and
 * not that alone. A kind that fails more often is wanted more often.
 */
export function wantedAfter(
  errors: readonly Example[],
  kindOf: (row: Example) => string,
  rng: Rng,
): (drawn: readonly Example[]) => readonly Example[] {
  const kinds = shuffle(errors, rng.fork("errors")).map(kindOf);
  return (drawn) => {
    const left = new Set(drawn);
    const order: Example[] = [];
    for (let i = 0; left.size > 0; i++) {
      const kind = i % 2 === 0 && kinds.length > 0 ? kinds[(i / 2) % kinds.length] : undefined;
      const next = [...left].find((row) => kind !== undefined && kindOf(row) === kind) ?? [...left][0]!;
      left.delete(next);
      order.push(next);
    }
    return order;
  };
}
