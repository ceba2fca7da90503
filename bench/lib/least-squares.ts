/** Ordinary least squares, for laws with a few constants. */

export interface FitPoint {
  readonly x: readonly number[];
  readonly y: number;
  /** What an error in `y` is a share of; default `y`. Where `y` is a part of what is to be predicted, the whole of it. */
  readonly of?: number;
}

/** The constants that fit `y = x1 c1 + x2 c2 + ...` best, where what is made small is the relative error. */
export function fitRelative(points: readonly FitPoint[]): number[] {
  const rows = points.map(({ x, y, of = y }) => [...x, y].map((value) => value / of));
  const n = rows[0]!.length - 1;
  // Normal equations, with the right side as the last column.
  const matrix = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n + 1 }, (_column, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
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
