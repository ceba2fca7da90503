/** The assignment of the items of one list to those of another that fits best. */

/**
 * The greatest sum of likenesses when every item is matched with at most one of the other list: the Hungarian algorithm with
 * potentials (Kuhn 1955; Jonker and Volgenant 1987), in O(n² m).
 * @param likeness `likeness[i][j]` from 0 to 1, of item i of one list and item j of the other
 */
export function bestAssignment(likeness: readonly (readonly number[])[]): number {
  const wide = likeness.length <= (likeness[0]?.length ?? 0);
  const table = wide ? likeness : (likeness[0] ?? []).map((_, j) => likeness.map((row) => row[j]!));
  const [rows, columns] = [table.length, table[0]?.length ?? 0];
  const [u, v] = [new Float64Array(rows + 1), new Float64Array(columns + 1)];
  /** The row that each column is matched with, from 1; 0 for none. */
  const matched = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    matched[0] = row;
    const least = new Float64Array(columns + 1).fill(Infinity);
    const before = new Int32Array(columns + 1);
    const used = new Uint8Array(columns + 1);
    let at = 0;
    while (matched[at] !== 0) {
      used[at] = 1;
      const from = matched[at]!;
      let [delta, next] = [Infinity, 0];
      for (let column = 1; column <= columns; column++) {
        if (used[column] === 1) continue;
        const slack = -table[from - 1]![column - 1]! - u[from]! - v[column]!;
        if (slack < least[column]!) [least[column], before[column]] = [slack, at];
        if (least[column]! < delta) [delta, next] = [least[column]!, column];
      }
      for (let column = 0; column <= columns; column++) {
        if (used[column] === 1) {
          u[matched[column]!]! += delta;
          v[column]! -= delta;
        } else least[column]! -= delta;
      }
      at = next;
    }
    while (at !== 0) {
      matched[at] = matched[before[at]!]!;
      at = before[at]!;
    }
  }
  let sum = 0;
  for (let column = 1; column <= columns; column++)
    if (matched[column] !== 0) sum += table[matched[column]! - 1]![column - 1]!;
  return sum;
}
