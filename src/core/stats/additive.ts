/** The additive model of scores: what an arm adds and what a row adds, so that arms can be compared on unlike rows. */

/** What one arm scored, and on which rows (numbers from 0, each at most once). */
export interface Cells {
  readonly rows: readonly number[];
  readonly values: readonly number[];
}

export interface ArmFit {
  /** The arm's score as if every arm had met the same rows; the mean of the other arms where it met none. */
  readonly mean: number;
  /** The variance of one cell of the arm once its row's share is taken off. */
  readonly variance: number;
}

/** Sweeps of the alternation; more change nothing that matters. */
const SWEEPS = 4;
/** A row's share is drawn towards 0 as if one more arm had met it and found it average. */
const ROW_WEIGHT = 1;
/** An arm's own variance counts against the variance of all as if that had been seen on five rows. */
const POOLED_WEIGHT = 5;
/** Arms that never fail yet may still do so. */
const LEAST_VARIANCE = 0.02;

/**
 * Fits score(arm, row) = mean(arm) + share(row) + noise by alternating least squares (the two-way layout of the
 * analysis of variance, unbalanced), row shares shrunk. `rowCount` is how many rows there are in all.
 */
export function fitAdditive(arms: readonly Cells[], rowCount: number): ArmFit[] {
  const means = arms.map(({ values }) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
  const shares = new Float64Array(rowCount);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    fitRows(arms, means, shares);
    arms.forEach(({ rows, values }, arm) => {
      means[arm] = values.reduce((sum, value, i) => sum + value - shares[rows[i]!]!, 0) / Math.max(1, values.length);
    });
  }

  const squares = arms.map(({ rows, values }, arm) =>
    values.reduce((sum, value, i) => sum + (value - means[arm]! - shares[rows[i]!]!) ** 2, 0),
  );
  const cells = arms.reduce((sum, { values }) => sum + values.length, 0);
  const known = arms.flatMap(({ values }, arm) => (values.length > 0 ? [means[arm]!] : []));
  const typical = known.reduce((sum, mean) => sum + mean, 0) / Math.max(1, known.length);
  const met = new Set(arms.flatMap(({ rows }) => rows)).size;
  const pooled = Math.max(
    LEAST_VARIANCE,
    squares.reduce((sum, square) => sum + square, 0) / Math.max(1, cells - known.length - met),
  );
  return arms.map(({ values }, arm) => ({
    // Rounded, so that equal arms stay equal whatever the order of sums.
    mean: Math.round((values.length > 0 ? means[arm]! : typical) * 1e12) / 1e12,
    variance: (squares[arm]! + POOLED_WEIGHT * pooled) / (values.length + POOLED_WEIGHT),
  }));
}

/** Sets each row's share to what arms scored on it above their means. */
function fitRows(arms: readonly Cells[], means: readonly number[], shares: Float64Array): void {
  const counts = new Float64Array(shares.length);
  shares.fill(0);
  arms.forEach(({ rows, values }, arm) => {
    const mean = means[arm]!;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      shares[row] = shares[row]! + values[i]! - mean;
      counts[row] = counts[row]! + 1;
    }
  });
  for (let row = 0; row < shares.length; row++) shares[row] = shares[row]! / (counts[row]! + ROW_WEIGHT);
}
