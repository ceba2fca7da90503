/** Turns rows of a file into examples: finds the label column, checks the placeholders, drops what cannot be used. */
import { UsageError } from "../../core/errors.ts";
import { type Example, exampleId } from "../../core/example.ts";
import type { HumanColumns, ScoredAnswer } from "../../core/task.ts";
import { checkPlaceholders, columnsOf, labelColumn, NO_COLUMN } from "./columns.ts";
import { placeAt, placeOf, type RawDataset, type RawRow } from "../dataset.ts";
import { humanColumns, humanRows } from "./human.ts";
import { labelsOf, valueOf } from "./row-labels.ts";
import { checkMarks, type MarkColumns, markNames, marksOf } from "./marks.ts";
import { looksMissing } from "./label-text.ts";
import { withPaths } from "./paths.ts";
import { labelNotices, noticesOf, type SortedRows } from "./notices.ts";

/** Which columns are what, for `toExamples`. */
export interface ExampleOptions {
  /** The column with the right answer; default: the first of `LABEL_COLUMNS` that the prompt does not name. */
  readonly label?: string;
  /** The columns that the prompt names. */
  readonly placeholders: readonly string[];
  /** The right answer of a row by the label's text, where the task reads it as more than text. `where` is what an error calls the row. */
  readonly read?: (text: string, where: string) => unknown;
  /**
   * `label`: a right answer is one label; quotes and a list of one are taken off, and spellings that look alike count as one.
   * `text`: it stays as it is. Default `label`.
   */
  readonly answers?: "label" | "text";
  /** Whether rows with this right answer, by its text, are left out; default: none is. */
  readonly omits?: (text: string) => boolean;
  /** Columns that say something about a row; default: none. */
  readonly marks?: MarkColumns;
  /** Whether a right answer that is no text stays as the data has it; without `read`. Default false. */
  readonly asGiven?: boolean;
  /** Whether rows may have no right answer, and a file no column with it. Default false. */
  readonly unlabelled?: boolean;
  /** Where answers are that a person has scored; default: nowhere. */
  readonly human?: HumanColumns;
}

/** Examples made from rows, and what became of the other rows. */
export interface Examples {
  /** In the order of the file. */
  readonly examples: readonly Example[];
  /** The column that the right answers were taken from; empty where no column has any. */
  readonly label: string;
  /** Rows left out, by reason. */
  readonly dropped: {
    /** Rows without a right answer. */
    readonly unlabelled: number;
    /** Rows in which every column that the prompt names is empty. */
    readonly empty: number;
    /** Rows that repeat another one. */
    readonly duplicates: number;
    /** Rows whose right answer is to be left out. */
    readonly omitted: number;
  };
  /** The right answers that were left out, by their text, each once. */
  readonly omitted: readonly string[];
  /** What a person should know about the data, each a sentence. */
  readonly notices: readonly string[];
  /** Answers that a person has scored, in the order of the file. */
  readonly human: readonly ScoredAnswer[];
  /** Where the row of an example is in its file, by its id; undefined for an id that is none. */
  readonly placeOf: (id: string) => string | undefined;
}

/**
 * Examples from rows. All columns but the label become fields; the right answer is the label's text,
 * without what is around it in its cell. The id of an example is that of the columns the prompt names and the
 * label, so another column in the file renames no row.
 * @throws UsageError when the label column is not found, a placeholder is no column, a row has several labels, or no row is left
 */
export function toExamples(file: RawDataset, options: ExampleOptions): Examples {
  const { label: wanted, placeholders, answers = "label", asGiven = false, marks = {} } = options;
  const { omits = () => false } = options;
  const marked = markNames(marks);
  const named = [...(wanted === undefined ? [] : [wanted]), ...placeholders, ...marked];
  const data = withPaths(file, named);
  if (data.rows.length === 0) throw new UsageError(data.file, "expected rows of data, got none", "Add labelled rows.");
  const { human, unlabelled: optional = false } = options;
  const scored = human && humanColumns(data, human, named);
  const taken = [...placeholders, ...marked, ...(scored === undefined ? [] : [scored.score, scored.answer])];
  const { label, others } = labelColumn(data, wanted, taken, optional);
  checkPlaceholders(data, label, placeholders);
  checkMarks(data, marks, placeholders);
  const { labels, respelled } = labelsOf(data, label, answers);
  const given = (text: string, row: RawRow): unknown => (asGiven ? (row.values?.[label] ?? text) : text);
  const read = (text: string, where: string, row: RawRow): unknown =>
    options.read === undefined ? given(text, row) : options.read(text, where);
  const sorted = sortRows(data, labels, { label, placeholders, read, marks, omits, unlabelled: optional });
  const { examples, unlabelled, empty, duplicates, omitted } = sorted;
  if (examples.length === 0) throw noneLeft(data, sorted, label, placeholders);
  const exampleAt = (index: number): Example | undefined => {
    const row = data.rows[index]!;
    const expected = labels[index]!;
    if (expected === "" && !optional) return undefined;
    const fields = Object.fromEntries(placeholders.map((name) => [name, valueOf(row, name)]));
    return {
      id: exampleId(fields, expected),
      fields,
      expected: read(expected, placeOf(data, index), row),
      ...valuesOf(row, [label]),
    };
  };
  return {
    examples,
    label: label === NO_COLUMN ? "" : label,
    dropped: {
      unlabelled: unlabelled.length,
      empty: empty.length,
      duplicates: duplicates.length,
      omitted: omitted.length,
    },
    omitted: [...new Set(omitted.map((index) => labels[index]!))],
    notices: [
      ...(data.notices ?? []),
      ...noticesOf(data, sorted, label, others),
      ...(answers === "label" ? labelNotices(data, labels, respelled) : []),
    ],
    human: scored === undefined ? [] : humanRows(data, scored, exampleAt),
    placeOf: placesOf(data, sorted),
  };
}

/** Keeps two numbers a row, not the rows. */
function placesOf({ file, rows }: RawDataset, { examples, kept }: SortedRows): Examples["placeOf"] {
  const indexes = Uint32Array.from(kept);
  const lines = indexes.map((index) => rows[index]!.line ?? 0);
  let positions: ReadonlyMap<string, number> | undefined;
  return (id) => {
    positions ??= new Map(examples.map((example, at) => [example.id, at]));
    const at = positions.get(id);
    return at === undefined ? undefined : placeAt(file, indexes[at]!, lines[at] || undefined);
  };
}

/** What rows are sorted by. */
interface Sorting extends Required<Pick<ExampleOptions, "placeholders" | "marks" | "omits" | "unlabelled">> {
  /** The column with the right answer. */
  readonly label: string;
  /** The right answer of a row by its text. */
  readonly read: (text: string, where: string, row: RawRow) => unknown;
}

/** Makes examples of the rows, and sorts out those that are none. */
function sortRows(
  data: RawDataset,
  labels: readonly string[],
  { label, placeholders, read, marks, omits, unlabelled }: Sorting,
): SortedRows {
  const sorted: SortedRows = {
    examples: [],
    kept: [],
    unlabelled: [],
    omitted: [],
    empty: [],
    duplicates: [],
    wordless: [],
    contradictory: [],
  };
  const ids = new Set<string>();
  const firstOf = new Map<string, number>();
  // Words on a row may hold its right answer: nothing that reads fields is to see them.
  const hidden = [label, ...markNames({ feedback: marks.feedback })];
  const others = data.columns.filter((name) => !hidden.includes(name) && !placeholders.includes(name));
  for (const [index, row] of data.rows.entries()) {
    const expected = labels[index]!;
    const input = placeholders.map((name): [string, string] => [name, valueOf(row, name)]);
    const asked = Object.fromEntries(input);
    const id = exampleId(asked, expected);
    if (expected === "" && !unlabelled) sorted.unlabelled.push(index);
    else if (omits(expected)) sorted.omitted.push(index);
    else if (input.every(([, value]) => value.trim() === "")) sorted.empty.push(index);
    else if (ids.has(id)) sorted.duplicates.push(index);
    else {
      const key = input.length === 1 ? input[0]![1] : JSON.stringify(input);
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, index);
      else sorted.contradictory.push([first, index]);
      ids.add(id);
      if (input.every(([, value]) => looksMissing(value.trim()))) sorted.wordless.push(index);
      const more = others.filter((name) => Object.hasOwn(row.fields, name)).map((name) => [name, row.fields[name]!]);
      sorted.kept.push(index);
      sorted.examples.push({
        id,
        fields: more.length === 0 ? asked : Object.fromEntries([...more, ...input]),
        expected: read(expected, placeOf(data, index), row),
        ...valuesOf(row, hidden),
        ...marksOf(data, index, marks),
      });
    }
  }
  return sorted;
}

/** The columns that are no text, without those that are not to be seen. */
function valuesOf({ values = {} }: RawRow, hidden: readonly string[]): Pick<Example, "values"> {
  const others = Object.entries(values).filter(([name]) => !hidden.includes(name));
  return others.length === 0 ? {} : { values: Object.fromEntries(others) };
}

function noneLeft(
  data: RawDataset,
  { unlabelled, empty, omitted }: SortedRows,
  label: string,
  placeholders: readonly string[],
): UsageError {
  const problem =
    omitted.length > 0
      ? `every row that could be used has a label that is left out`
      : empty.length === 0
        ? `the column “${label}” is empty in every row`
        : `in no row are both the label (${label}) and the columns that the prompt names (${placeholders.join(", ")}) filled`;
  return new UsageError(placeOf(data, omitted[0] ?? empty[0] ?? unlabelled[0]!), problem, columnsOf(data.columns));
}
