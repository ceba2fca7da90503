/** What the values of a column look like, counted on a sample of its rows. */
import { count } from "../../core/values/words.ts";
import type { RawDataset } from "../../datasets/index.ts";

/** Rows that a guess looks at, spread over the file. */
const SAMPLE = 2000;

/** Different values of a column of labels, at most, and the rows that each needs on average. */
const MOST_LABELS = 200;
const ROWS_EACH = 2;
/** Characters of a label, at most. */
const LABEL_LENGTH = 100;

/** What a column's values look like. */
export interface Values {
  /** Those that are not empty, without white space around them, in the order of the file. */
  readonly filled: readonly string[];
  /** Each once, in order of first appearance. */
  readonly distinct: readonly string[];
  /** Whether they are those of a sample of the rows. */
  readonly sampled: boolean;
}

/** The values of a column; of a long file, those of every n-th row. */
export function valuesOf({ rows }: RawDataset, column: string): Values {
  const step = Math.ceil(rows.length / SAMPLE);
  const filled = rows
    .filter((_, i) => i % step === 0)
    .map(({ fields }) => (Object.hasOwn(fields, column) ? fields[column]!.trim() : ""))
    .filter((value) => value !== "");
  return { filled, distinct: [...new Set(filled)], sampled: step > 1 };
}

/** How many different values there are, in how many rows. */
export function howMany({ filled, distinct, sampled }: Values): string {
  return `${count(distinct.length)} different values in ${count(filled.length)} rows${sampled ? " of a sample" : ""}`;
}

/** Whether a few short values repeat, as labels do: two different ones or more, and each in several rows on average. */
export function looksLikeLabels({ filled, distinct }: Values): boolean {
  return (
    distinct.length >= 2 &&
    distinct.length <= MOST_LABELS &&
    filled.length >= ROWS_EACH * distinct.length &&
    distinct.every((value) => value.length <= LABEL_LENGTH)
  );
}

/** The middle one of some numbers; 0 of none. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
