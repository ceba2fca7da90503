/** Splits that a column of the data names, as data sets are often published. */
import { UsageError } from "../errors.ts";
import type { Example } from "../example.ts";
import { SPLIT_NAMES, type SplitName } from "./checks.ts";
import { split, type SplittingOptions } from "./splits.ts";
import type { Splits } from "./rows.ts";

/** What a split may be called, in lower case. */
const NAMES: ReadonlyMap<string, SplitName> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["dev", "dev"],
  ["validation", "dev"],
  ["valid", "dev"],
  ["val", "dev"],
  ["test", "test"],
  ["testing", "test"],
]);

/** Whether these are values of such a column, of two splits or more. */
export function nameSplits(values: Iterable<string>): boolean {
  const splits = new Set([...values].map((value) => NAMES.get(value.trim().toLowerCase())));
  return splits.size > 1 && !splits.has(undefined);
}

/**
 * The rows by the split that `column` names. Where no row is of dev, or none of test, rows of train are divided for it by the shares.
 * @param placeOf where a row is in its file, for messages
 * @throws UsageError when a row names no split, or none is of train
 */
export function splitsIn(
  rows: readonly Example[],
  column: string,
  options: SplittingOptions & { readonly shares: Readonly<Record<SplitName, number>> },
  placeOf: (id: string) => string | undefined = () => undefined,
): Splits {
  const named = Map.groupBy(rows, (row) => splitOf(row, column, placeOf));
  const of = (name: SplitName): readonly Example[] => named.get(name) ?? [];
  if (of("train").length === 0)
    throw new UsageError(
      "splits.column",
      `no row is of train in the column “${column}”`,
      "A search learns from train.",
    );
  const missing = SPLIT_NAMES.filter((name) => name === "train" || !named.has(name));
  if (missing.length === 1) return { train: of("train"), dev: of("dev"), test: of("test") };
  const total = missing.reduce((sum, name) => sum + options.shares[name], 0);
  const share = (name: SplitName): number => (missing.includes(name) ? options.shares[name] / total : 0);
  const shares = { train: share("train"), dev: share("dev"), test: share("test") };
  const { train, dev, test } = split(of("train"), { ...options, shares });
  return { train, dev: [...of("dev"), ...dev], test: [...of("test"), ...test] };
}

function splitOf({ id, fields }: Example, column: string, placeOf: (id: string) => string | undefined): SplitName {
  const value = fields[column] ?? "";
  const name = NAMES.get(value.trim().toLowerCase());
  if (name !== undefined) return name;
  throw new UsageError(
    placeOf(id) ?? "splits.column",
    `expected train, dev (or validation) or test in the column “${column}”, got ${value === "" ? "nothing" : JSON.stringify(value)}`,
    "Rename the value, take the row out, or leave splits.column out: then the rows are divided for you.",
  );
}
