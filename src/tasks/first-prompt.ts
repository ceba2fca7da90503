/** A first prompt for labelled rows, where there is none: a line that says the task, the form of the answer, the columns. */
import { UsageError } from "../core/errors.ts";
import { placeholderFor, placeholdersIn } from "../core/template.ts";
import { LABEL_COLUMNS, toExamples, type RawDataset } from "../datasets/index.ts";
import { classLabels } from "../metrics/index.ts";
import { listed, oneLine } from "../core/words.ts";
import type { TaskKind } from "./task-kind.ts";

/** Columns that say which row it is, and nothing about it. */
const NOT_INPUT = /^(?:id|index|no|nr|uuid|row|date|time|timestamp|.*[_ ]id)$/i;

/** Characters of a label that a prompt written for it shows. */
const LABEL_SHOWN = 100;

/** The column whose name stands for the right answer. */
export function guessedLabel(columns: readonly string[]): string | undefined {
  return LABEL_COLUMNS.flatMap((name) => columns.filter((column) => column.toLowerCase() === name))[0];
}

/** The columns that say something; all but the label when none seems to. */
export function inputColumns({ columns }: RawDataset, label: string): string[] {
  const inputs = columns.filter((column) => column !== label);
  const telling = inputs.filter((column) => !NOT_INPUT.test(column));
  return telling.length > 0 ? telling : inputs;
}

/** What a prompt asks when nobody says it; without labels, when answers are free. */
export function guessedTask(labels: readonly string[]): string {
  return labels.length === 0 ? "Give the right answer." : `Which of these fits: ${inWords(labels)}?`;
}

/**
 * A prompt whose task may change, and whose output format and input stay.
 * @param line what it asks; where it has placeholders of its own, no columns are added
 * @param labels none when answers are free
 */
export function firstPrompt(line: string, inputs: readonly string[], labels: readonly string[]): string {
  const free = labels.length === 0;
  const input =
    placeholdersIn(line).length > 0
      ? []
      : [
          "",
          "# Input",
          ...inputs.map((column) => `${titleOf(column)}: ${placeholderFor(column)}`),
          free ? "Answer:" : "Label:",
        ];
  const format = free ? "Give the answer and nothing else." : `Answer with one of: ${inWords(labels)}.`;
  return ["# Task", line, "", "# Output format", format, ...input, ""].join("\n");
}

/**
 * A first prompt for rows about which nothing else is known.
 * @param wanted the column with the right answer; default: by its name
 * @param kind the kind of the task, which says whether answers are labels
 * @throws UsageError when no column stands for the right answer
 */
export function promptForRows(
  data: RawDataset,
  wanted: string | undefined,
  { oneLabel = false }: Pick<TaskKind, "oneLabel">,
): string {
  const label = wanted ?? guessedLabel(data.columns);
  if (label === undefined)
    throw new UsageError(
      "label",
      "no column has a usual name for the right answer",
      `Columns: ${data.columns.join(", ")}.`,
    );
  const inputs = inputColumns(data, label);
  const labels = oneLabel ? classLabels(toExamples(data, { label, placeholders: inputs }).examples) : [];
  return firstPrompt(guessedTask(labels), inputs, labels);
}

/** Labels as words of a prompt: none opens a heading or a placeholder there. */
function inWords(labels: readonly string[]): string {
  return listed(labels.map((label) => oneLine(label, LABEL_SHOWN).replaceAll(/\{(?=\{)/g, "{ ")));
}

/** Characters of a column's name that are before its value. */
const TITLE_SHOWN = 60;

/** A column's name as a word of a prompt: on one line, without braces and invisible characters, and no heading. */
function titleOf(column: string): string {
  const line = oneLine(column.replace(/[\p{C}{}]/gu, " "), TITLE_SHOWN);
  return line.replace(/^[#\s]+|[:\s]+$/g, "") || "Text";
}
