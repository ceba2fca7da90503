/** Which column of a file is what: the right answer, and those that the prompt names. */
import { UsageError } from "../../core/errors.ts";
import { nearestIs, nearName } from "../../core/values/near-name.ts";
import { columnName, placeholderFor } from "../../core/prompt/template.ts";
import { count, oneLine } from "../../core/values/words.ts";
import type { RawDataset } from "../dataset.ts";

/** Names under which the label column is looked for, whatever their case, in this order. */
export const LABEL_COLUMNS: readonly string[] = [
  "label",
  "labels",
  "answer",
  "expected",
  "expected_output",
  "expectedoutput",
  "ideal",
  "target",
  "class",
  "category",
  "output",
  "y",
];

/** Columns that a message lists, and the characters of each. */
const SHOWN_COLUMNS = 20;
const SHOWN_NAME = 80;

/** The columns of a file as a sentence, cut where they are many or long. */
export function columnsOf(columns: readonly string[]): string {
  const shown = columns.slice(0, SHOWN_COLUMNS).map((name) => oneLine(name, SHOWN_NAME));
  const more = columns.length - shown.length;
  return `Columns of the file: ${shown.join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}.`;
}

/** The name of the label column of a file that has none: no file has a column of this name. */
export const NO_COLUMN = "\u0000none";

/**
 * The label column, and others that could have been meant.
 * @param optional whether a file may have none; default false
 */
export function labelColumn(
  { file, columns }: RawDataset,
  given: string | undefined,
  placeholders: readonly string[],
  optional = false,
): { label: string; others: readonly string[] } {
  const known = columnsOf(columns);
  const wanted = given === undefined ? undefined : columnName(given);
  if (wanted !== undefined) {
    if (columns.includes(wanted)) return { label: wanted, others: [] };
    const isFar = nearName(wanted, columns) === undefined;
    throw new UsageError(
      "label",
      `${file} has no column “${wanted}”${nearestIs(wanted, columns)}`,
      isFar && /\.[ct]sv$/i.test(file) ? `${known} The first line of the file must name them.` : known,
    );
  }
  const free = columns.filter((column) => !placeholders.includes(column));
  const found = LABEL_COLUMNS.flatMap((name) => free.filter((column) => column.toLowerCase() === name));
  const [label, ...others] = found;
  if (label === undefined && optional) return { label: NO_COLUMN, others };
  if (label === undefined)
    throw new UsageError(
      "label",
      `no column of ${file} has a usual name for the right answer (${LABEL_COLUMNS.join(", ")})`,
      `Set label to the column with the right answers. ${known}`,
    );
  return { label, others };
}

/** Throws unless every placeholder is a column other than the label. */
export function checkPlaceholders({ file, columns }: RawDataset, label: string, placeholders: readonly string[]): void {
  const known = columnsOf(columns);
  const inputs = columns.filter((column) => column !== label);
  if (placeholders.length === 0) {
    throw new UsageError(
      "prompt",
      "it names no column, so every row would ask the same",
      `Write ${placeholderFor(inputs[0] ?? "text")} where the row's text belongs. ${known}`,
    );
  }
  if (placeholders.includes(label)) {
    throw new UsageError(
      "prompt",
      `${placeholderFor(label)} would show the model the right answer`,
      `Name another column, or set label to the column with the right answers. ${known}`,
    );
  }
  const unknown = placeholders.find((name) => !columns.includes(name));
  if (unknown !== undefined) {
    const near = nearName(unknown, inputs);
    const hint = near === undefined ? "" : `; the nearest is ${placeholderFor(near)}`;
    throw new UsageError("prompt", `${placeholderFor(unknown)} is no column of ${file}${hint}`, known);
  }
}
