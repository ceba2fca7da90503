/** Columns that say something about a row rather than hold a part of it: what it belongs to, how much it counts, what is wrong with it. */
import { UsageError } from "../../core/errors.ts";
import type { Example } from "../../core/example.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import { columnName, placeholderFor } from "../../core/prompt/template.ts";
import { columnsOf } from "./columns.ts";
import { glimpse, placeOf, type RawDataset } from "../dataset.ts";
import { valueOf } from "./row-labels.ts";

/** The names of such columns; each may be left out. */
export interface MarkColumns {
  /** The column that names the cluster of a row. */
  readonly cluster?: string | undefined;
  /** The column with the weight of a row. */
  readonly weight?: string | undefined;
  /** The column with words on a row for the optimizer model. */
  readonly feedback?: string | undefined;
}

/** What these columns say of a row. */
export type Marks = Pick<Example, "cluster" | "weight" | "feedback">;

/** The names that are given, as columns. */
export function markNames({ cluster, weight, feedback }: MarkColumns): string[] {
  return [cluster, weight, feedback].filter((name) => name !== undefined).map(columnName);
}

/**
 * Checks the names of the columns.
 * @throws UsageError when one is no column, or holds words on the right answer and is shown to the task model
 */
export function checkMarks(data: RawDataset, marks: MarkColumns, placeholders: readonly string[]): void {
  for (const option of ["cluster", "weight", "feedback"] as const) {
    const given = marks[option];
    if (given === undefined) continue;
    const name = columnName(given);
    if (!data.columns.includes(name))
      throw new UsageError(
        option,
        `${data.file} has no column “${name}”${nearestIs(name, data.columns)}`,
        columnsOf(data.columns),
      );
    const shown = placeholders.find((one) => one === name || name.startsWith(`${one}.`));
    if (option === "feedback" && shown !== undefined)
      throw new UsageError(
        "prompt",
        `${placeholderFor(shown)} would show the task model the words on what is wrong in a row`,
        "Name another column in the prompt, or leave feedback out.",
      );
  }
}

/**
 * What the row with this index says.
 * @throws UsageError when its weight is no number above 0
 */
export function marksOf(data: RawDataset, index: number, { cluster, weight, feedback }: MarkColumns): Marks {
  const at = (name: string | undefined): string =>
    name === undefined ? "" : valueOf(data.rows[index]!, columnName(name)).trim();
  const [group, words] = [at(cluster), at(feedback)];
  return {
    ...(group !== "" && { cluster: group }),
    ...(weight !== undefined && { weight: weightIn(at(weight), placeOf(data, index), weight) }),
    ...(words !== "" && { feedback: words }),
  };
}

function weightIn(text: string, where: string, column: string): number {
  const weight = Number(text);
  if (text !== "" && weight > 0 && weight < Infinity) return weight;
  throw new UsageError(
    where,
    `expected a number above 0 in the column “${column}”, got ${text === "" ? "nothing" : glimpse(text)}`,
    "Give every row a weight, or take out the rows that are not to count.",
  );
}
