/** Which column of a file is what: the right answer, and those that the prompt names. */
import { closest } from "fastest-levenshtein";
import { UsageError } from "../core/errors.ts";
import type { RawDataset } from "./dataset.ts";

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

/** The label column, and others that could have been meant. */
export function labelColumn(
  { file, columns }: RawDataset,
  wanted: string | undefined,
  placeholders: readonly string[],
): { label: string; others: readonly string[] } {
  const known = `Columns of the file: ${columns.join(", ")}.`;
  if (wanted !== undefined) {
    if (columns.includes(wanted)) return { label: wanted, others: [] };
    throw new UsageError(
      "label",
      `${file} has no column “${wanted}”; the nearest is “${closest(wanted, [...columns])}”`,
      known,
    );
  }
  const free = columns.filter((column) => !placeholders.includes(column));
  const found = LABEL_COLUMNS.flatMap((name) => free.filter((column) => column.toLowerCase() === name));
  const [label, ...others] = found;
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
  const known = `Columns of the file: ${columns.join(", ")}.`;
  const inputs = columns.filter((column) => column !== label);
  if (placeholders.length === 0) {
    throw new UsageError(
      "prompt",
      "it names no column, so every row would ask the same",
      `Write {{${inputs[0] ?? "text"}}} where the row's text belongs. ${known}`,
    );
  }
  if (placeholders.includes(label)) {
    throw new UsageError(
      "prompt",
      `{{${label}}} would show the model the right answer`,
      `Name another column, or set label to the column with the right answers. ${known}`,
    );
  }
  const unknown = placeholders.find((name) => !columns.includes(name));
  if (unknown !== undefined) {
    const nearest = inputs.length === 0 ? "" : `; the nearest is {{${closest(unknown, inputs)}}}`;
    throw new UsageError("prompt", `{{${unknown}}} is no column of ${file}${nearest}`, known);
  }
}
