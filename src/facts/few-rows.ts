/** What few test rows can show, as facts. */

/** What few test rows can show, and what more would take. Gains are shares of rows, for a prompt that breaks none: the best case. */
export interface FewRows {
  /** Test rows. */
  readonly test: number;
  /** The smallest gain that they show (two-sided 5%, power 80%); absent where they show none. */
  readonly smallestGain?: number;
  /** A verdict by folds reads all rows; absent where the data is divided already. */
  readonly folds?: {
    readonly folds: number;
    readonly rows: number;
    readonly smallestGain?: number;
    readonly calls: number;
  };
  /** About how many rows in all would show a gain of 20 points. */
  readonly rowsFor20: number;
}
