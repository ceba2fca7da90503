/** Ordinary least squares, for laws with a few constants. */

/**
 * The constants that fit `y = x1 c1 + x2 c2 + ...` best, each point weighed by 1 / y², so that what is made small is the relative error.
 * @param points `x` of each point, and its `y`, which is not 0
 */
export function fitRelative(points: readonly { readonly x: readonly number[]; readonly y: number }[]): number[] {
  const rows = points.map(({ x, y }) => x.map((value) => value / y));
  const n = rows[0]!.length;
  // Normal equations, with the right side (every y / y is 1) as the last column.
  const matrix = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n + 1 }, (_column, j) =>
      rows.reduce((sum, row) => sum + row[i]! * (j === n ? 1 : row[j]!), 0),
    ),
  );
  for (let pivot = 0; pivot < n; pivot++) {
    const best = matrix.slice(pivot).reduce((a, b) => (Math.abs(b[pivot]!) > Math.abs(a[pivot]!) ? b : a));
    const at = matrix.indexOf(best);
    [matrix[pivot], matrix[at]] = [best, matrix[pivot]!];
    for (let i = 0; i < n; i++) {
      if (i === pivot) continue;
      const factor = matrix[i]![pivot]! / best[pivot]!;
      matrix[i] = matrix[i]!.map((value, j) => value - factor * best[j]!);
    }
  }
  return matrix.map((row, i) => row[n]! / row[i]!);
}
