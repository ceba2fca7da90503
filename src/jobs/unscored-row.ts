/** A row that could not be scored, as jobs report it. */

/** A row that the metric failed on. */
export interface UnscoredRow {
  /** Our id of the row. */
  readonly row: string;
  /** Where it is, such as `data.csv:12`; absent where that is not known. */
  readonly place?: string;
  readonly message: string;
}
