/** What a person should know about the rows of a file. */
import { combined } from "../../core/values/combined-labels.ts";
import { shown, type Example } from "../../core/example.ts";
import { folded } from "../../core/replies/label-form.ts";
import { placeOf, type RawDataset } from "../dataset.ts";
import { looksMissing } from "./label-text.ts";

/** The rows by what becomes of them, as row numbers from 0. */
export interface SortedRows {
  readonly examples: Example[];
  /** The row of each example. */
  readonly kept: number[];
  readonly unlabelled: number[];
  /** Rows whose label the task leaves out. */
  readonly omitted: number[];
  readonly empty: number[];
  readonly duplicates: number[];
  /** Rows whose text is nothing but a word for a missing value. */
  readonly wordless: number[];
  /** Pairs of rows with one text and two labels. */
  readonly contradictory: (readonly [number, number])[];
}

/** Each notice is a sentence; `others` are the columns that the label could have been taken from too. */
export function noticesOf(
  data: RawDataset,
  { examples, unlabelled, omitted, empty, duplicates, wordless, contradictory }: SortedRows,
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
  if (omitted.length > 0)
    notices.push(`${rows(omitted.length, "has a label", "have labels")} that the task leaves out (${first(omitted)}).`);
  if (empty.length > 0)
    notices.push(
      `${rows(empty.length, "is", "are")} empty in every column that the prompt names and cannot be used (${first(empty)}).`,
    );
  if (wordless.length > 0)
    notices.push(
      `${rows(wordless.length, "says", "say")} nothing but a word for a missing value, such as nan, in the columns that the prompt names (${first(wordless)}). Take such rows out.`,
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

/** What labels look like that are none, or more than one; `respelled` are the rows whose cell is written in another way. */
export function labelNotices(data: RawDataset, labels: readonly string[], respelled: readonly number[]): string[] {
  const groups = Map.groupBy(labels.keys(), (index) => labels[index]!);
  const place = (index: number): string => `first: ${placeOf(data, index)}`;
  const notices: string[] = [];
  for (const [label, found] of groups)
    if (looksMissing(label))
      notices.push(
        `${rows(found.length, "has", "have")} the label “${label}”, which data frames write for a missing value (${place(found[0]!)}). It counts as a label: empty these cells if it is none.`,
      );
  const sets = combined([...groups.keys()]);
  const [set] = sets;
  if (set !== undefined) {
    const held = sets.reduce((sum, one) => sum + groups.get(one)!.length, 0);
    notices.push(
      `${rows(held, "holds", "hold")} several labels in one value, such as “${set}” (${place(groups.get(set)![0]!)}). Each such value counts as one label of its own.`,
    );
  }
  const [first] = respelled;
  if (first !== undefined)
    notices.push(
      `${rows(respelled.length, "writes its label", "write their label")} in quotes, in a list, or in characters that look the same: it counts as “${labels[first]}” (${place(first)}).`,
    );
  return notices;
}

/** How many examples there are of each right answer, in the order of its text. */
export function labelCounts(examples: readonly Example[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { expected } of examples) counts.set(shown(expected), (counts.get(shown(expected)) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Labels that a person would take for one. */
function variants(examples: readonly Example[]): string[] {
  const spellings = Map.groupBy(labelCounts(examples).keys(), (label) => folded(label).replace(/\s+/g, " "));
  return [...spellings.values()]
    .filter((group) => group.length > 1)
    .slice(0, 3)
    .map((group) => `The labels “${group.join("” and “")}” differ only in case or spaces, and count as different.`);
}

function rows(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? `row ${one}` : `rows ${many}`}`;
}
