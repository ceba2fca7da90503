/** Divides the rows of a task into train, dev and test: as their files or a column say, or by ours. */
import { UsageError } from "../../core/errors.ts";
import type { Example } from "../../core/example.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import { nameSplits, splitsIn } from "../../core/splitting/split-column.ts";
import { checkSplits, split, type RowReading, type Splits } from "../../core/splitting/splits.ts";
import { columnName } from "../../core/prompt/template.ts";
import type { SplitOptions } from "../../options/groups.ts";

/** How rows are divided. */
export interface Division extends SplitOptions {
  /** All rows are train, however few: for jobs that read all rows at once. Default false. */
  readonly undivided?: boolean;
}

/** The usual name of a column that says which split a row is of. */
const SPLIT = /^(?:split|subset|partition)$/i;

/**
 * Divides rows, or checks the splits that they come in.
 * @param columns of the data
 * @throws UsageError when a split is too small, lacks a label, or shares a row or a cluster with another
 */
export function divided(
  given: readonly Example[] | Splits,
  columns: readonly string[],
  division: Division,
  reading: RowReading,
  placeOf: (id: string) => string | undefined,
  notice: (text: string) => void,
): Splits {
  const { undivided = false, column, folds } = division;
  if (folds !== undefined && ("train" in given || column !== undefined))
    throw new UsageError(
      "splits.folds",
      "the data is divided already",
      "Give all rows as one file, or leave folds out.",
    );
  if ("train" in given) {
    if (column !== undefined)
      throw new UsageError(
        "splits.column",
        "each split has a file of its own",
        "Leave it out, or give all rows as one file.",
      );
    return undivided ? given : checked(given);
  }
  if (undivided) return { train: given, dev: [], test: [] };
  const { seed, maxDev, maxTest } = division;
  const options = { ...reading, seed, shares: division, maxDev, maxTest };
  if (folds !== undefined) {
    const both = division.train + division.dev;
    return split(given, { ...options, shares: { train: division.train / both, dev: division.dev / both, test: 0 } });
  }
  if (column === undefined) {
    const usual = columns.find((name) => SPLIT.test(name) && nameSplits(given.map(({ fields }) => fields[name] ?? "")));
    if (usual !== undefined)
      notice(
        `The column “${usual}” names splits, and rows are divided without it: set splits.column to ${usual} to keep these.`,
      );
    return split(given, options);
  }
  const named = columnName(column);
  if (!columns.includes(named))
    throw new UsageError(
      "splits.column",
      `the data has no column “${named}”${nearestIs(named, columns)}`,
      `Columns: ${columns.join(", ")}.`,
    );
  return checked(splitsIn(given, named, options, placeOf));

  function checked(splits: Splits): Splits {
    for (const text of checkSplits(splits, reading)) notice(text);
    return splits;
  }
}
