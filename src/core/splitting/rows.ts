/** The splits of a task, and what has to be known of its rows to make or check them. */
import type { Example } from "../example.ts";

export interface Splits {
  /** Minibatches and selection. */
  readonly train: readonly Example[];
  /** Picks the final prompt; early stopping. */
  readonly dev: readonly Example[];
  /** The verdict, read once at the end. */
  readonly test: readonly Example[];
}

/** What `split` and `checkSplits` have to know of the rows. */
export interface RowReading {
  /** The label that splits are stratified by; without it they are not. */
  readonly labelOf?: (example: Example) => string;
  /** The columns that near-duplicates are looked for in; default: all. */
  readonly columns?: readonly string[];
}

/** The texts of a row that near-duplicates are looked for in. */
export function textsOf({ fields }: Example, columns: readonly string[] = Object.keys(fields).sort()): string[] {
  return columns.map((column) => fields[column] ?? "");
}
