/** Turns rows of a file into examples: finds the label column, checks the placeholders, drops what cannot be used. */
import { UsageError } from "../core/errors.ts";
import { type Example, exampleId } from "../core/example.ts";
import { checkPlaceholders, labelColumn } from "./columns.ts";
import { placeOf, type RawDataset } from "./dataset.ts";

export interface ExampleOptions {
  /** The column with the right answer; default: the first of `LABEL_COLUMNS` that the prompt does not name. */
  readonly label?: string;
  /** The columns that the prompt names. */
  readonly placeholders: readonly string[];
}

export interface Examples {
  /** In the order of the file. */
  readonly examples: readonly Example[];
  /** The column that the right answers were taken from. */
  readonly label: string;
  /** Rows left out, by reason. */
  readonly dropped: {
    /** Rows without a right answer. */
    readonly unlabelled: number;
    /** Rows in which every column that the prompt names is empty. */
    readonly empty: number;
    /** Rows that repeat another one. */
    readonly duplicates: number;
  };
  /** What a person should know about the data, each a sentence. */
  readonly notices: readonly string[];
}

/**
 * Examples from rows. All columns but the label become fields; the right answer is the label's text,
 * without white space around it. The id of an example is that of the columns the prompt names and the
 * label, so another column in the file renames no row.
 * @throws UsageError when the label column is not found, a placeholder is no column, or no row is left
 */
export function toExamples(data: RawDataset, { label: wanted, placeholders }: ExampleOptions): Examples {
  if (data.rows.length === 0) throw new UsageError(data.file, "expected rows of data, got none");
  const { label, others } = labelColumn(data, wanted, placeholders);
  checkPlaceholders(data, label, placeholders);
  const sorted = sortRows(data, label, placeholders);
  const { examples, unlabelled, empty, duplicates } = sorted;
  if (examples.length === 0) throw noneLeft(data, sorted, label, placeholders);
  return {
    examples,
    label,
    dropped: { unlabelled: unlabelled.length, empty: empty.length, duplicates: duplicates.length },
    notices: noticesOf(data, sorted, label, others),
  };
}

/** The rows by what becomes of them, as row numbers from 0. */
interface SortedRows {
  readonly examples: Example[];
  readonly unlabelled: number[];
  readonly empty: number[];
  readonly duplicates: number[];
  /** Pairs of rows with one text and two labels. */
  readonly contradictory: (readonly [number, number])[];
}

function sortRows(data: RawDataset, label: string, placeholders: readonly string[]): SortedRows {
  const sorted: SortedRows = { examples: [], unlabelled: [], empty: [], duplicates: [], contradictory: [] };
  const ids = new Set<string>();
  const firstOf = new Map<string, number>();
  for (const [index, row] of data.rows.entries()) {
    const { [label]: answer = "", ...fields } = row.fields;
    const expected = answer.trim();
    const input = Object.fromEntries(placeholders.map((name) => [name, fields[name] ?? ""]));
    const id = exampleId(input, expected);
    if (expected === "") sorted.unlabelled.push(index);
    else if (Object.values(input).every((value) => value.trim() === "")) sorted.empty.push(index);
    else if (ids.has(id)) sorted.duplicates.push(index);
    else {
      const key = JSON.stringify(Object.values(input));
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, index);
      else sorted.contradictory.push([first, index]);
      ids.add(id);
      sorted.examples.push({ id, fields: { ...fields, ...input }, expected });
    }
  }
  return sorted;
}

function noneLeft(
  data: RawDataset,
  { unlabelled, empty }: SortedRows,
  label: string,
  placeholders: readonly string[],
): UsageError {
  const problem =
    empty.length === 0
      ? `the column “${label}” is empty in every row`
      : `in no row are both the label (${label}) and the columns that the prompt names (${placeholders.join(", ")}) filled`;
  return new UsageError(
    placeOf(data, empty[0] ?? unlabelled[0]!),
    problem,
    `Columns of the file: ${data.columns.join(", ")}.`,
  );
}

function noticesOf(
  data: RawDataset,
  { examples, unlabelled, empty, duplicates, contradictory }: SortedRows,
  label: string,
  others: readonly string[],
): string[] {
  const first = (rows: readonly number[]): string => `first: ${placeOf(data, rows[0]!)}`;
  const notices: string[] = [];
  if (others.length > 0)
    notices.push(
      `The right answers are taken from the column “${label}”; “${others.join("”, “")}” could be meant too: set label to choose.`,
    );
  if (unlabelled.length > 0)
    notices.push(
      `${rows(unlabelled.length, "has", "have")} nothing in the column “${label}” and cannot be used (${first(unlabelled)}).`,
    );
  if (empty.length > 0)
    notices.push(
      `${rows(empty.length, "is", "are")} empty in every column that the prompt names and cannot be used (${first(empty)}).`,
    );
  if (duplicates.length > 0)
    notices.push(
      `${rows(duplicates.length, "repeats", "repeat")} another one exactly and ${duplicates.length === 1 ? "was" : "were"} left out (${first(duplicates)}).`,
    );
  const pair = contradictory[0];
  if (pair !== undefined) {
    const [one, other] = pair.map(
      (index) => `${placeOf(data, index)} says “${data.rows[index]!.fields[label]!.trim()}”`,
    );
    notices.push(
      `${rows(contradictory.length, "has", "have")} the text of another one with a different label, so no prompt gets both right (${one}, ${other}).`,
    );
  }
  return [...notices, ...variants(examples)];
}

/** How many examples there are of each right answer, in the order of its text. */
export function labelCounts(examples: readonly Example[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { expected } of examples) counts.set(String(expected), (counts.get(String(expected)) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Labels that a person would take for one. */
function variants(examples: readonly Example[]): string[] {
  const spellings = Map.groupBy(labelCounts(examples).keys(), (label) => label.toLowerCase().replace(/\s+/g, " "));
  return [...spellings.values()]
    .filter((group) => group.length > 1)
    .slice(0, 3)
    .map((group) => `The labels “${group.join("” and “")}” differ only in case or spaces, and count as different.`);
}

function rows(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? `row ${one}` : `rows ${many}`}`;
}
