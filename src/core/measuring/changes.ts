/** What changed from one prompt to another on the same rows: rows that flipped, and scores by label. */
import { type Example, shown } from "../example.ts";
import type { Observation, Task } from "../task.ts";
import { oneLine } from "../values/words.ts";

/** A row by what people call it. */
export interface NamedRow {
  /** Our id of the row, which follows from its content. */
  readonly row: string;
  /** The user's own name of the row: its value in the column of ids; absent where the data has none. */
  readonly name?: string;
  /** Where the row is, such as `data.csv:12`; absent where that is not known. */
  readonly place?: string;
  readonly expected: string;
}

/** A row that a prompt answers wrongly. */
export interface WrongRow extends NamedRow {
  /** The answer, as it was read; the first words of it. */
  readonly answer: string;
}

/** A row that one prompt answers rightly and the other does not. */
export interface FlippedRow extends NamedRow {
  /** The initial prompt's answer, as it was read; the first words of it. */
  readonly before: string;
  readonly after: string;
}

/** How the rows of one label fare under both prompts. */
export interface LabelChange {
  readonly label: string;
  /** Rows whose right answer it is. */
  readonly rows: number;
  /** Those of them that are answered rightly. */
  readonly right: { readonly initial: number; readonly winner: number };
  /** Rows that are given this label, rightly or not. */
  readonly given: { readonly initial: number; readonly winner: number };
}

/** One row under both prompts. */
export interface Pair {
  readonly a: Observation;
  readonly b: Observation;
}

/** Characters of an answer that are kept. */
const ANSWER = 80;

/** What rows are called. */
type Naming = Pick<Task, "placeOf" | "idColumn">;

/** The rows that flipped, in the order of the pairs. */
export function flippedRows(pairs: readonly Pair[], task: Naming): FlippedRow[] {
  return pairs
    .filter(({ a, b }) => a.correct !== b.correct)
    .map(({ a, b }) => ({ ...namedRow(a.example, task), before: answerOf(a), after: answerOf(b) }));
}

/** A row that was answered wrongly. */
export function wrongRow(observation: Observation, task: Naming): WrongRow {
  return { ...namedRow(observation.example, task), answer: answerOf(observation) };
}

function namedRow({ id, fields, expected }: Example, { placeOf, idColumn }: Naming): NamedRow {
  const name = idColumn === undefined ? undefined : fields[idColumn];
  const place = placeOf?.(id);
  return {
    row: id,
    ...(name !== undefined && name !== "" && { name }),
    ...(place !== undefined && { place }),
    expected: oneLine(shown(expected), ANSWER),
  };
}

/** A line for each label, in the order given. */
export function labelChanges(pairs: readonly Pair[], labels: readonly string[]): LabelChange[] {
  return labels.map((label) => {
    const own = pairs.filter(({ a }) => shown(a.example.expected) === label);
    return {
      label,
      rows: own.length,
      right: { initial: count(own, ({ a }) => a.correct), winner: count(own, ({ b }) => b.correct) },
      given: {
        initial: count(pairs, ({ a }) => isGiven(a, label)),
        winner: count(pairs, ({ b }) => isGiven(b, label)),
      },
    };
  });
}

function isGiven({ invalid, predicted }: Observation, label: string): boolean {
  return !invalid && predicted !== undefined && shown(predicted) === label;
}

function count(pairs: readonly Pair[], holds: (pair: Pair) => boolean): number {
  return pairs.filter(holds).length;
}

function answerOf({ predicted, answer }: Observation): string {
  return oneLine(shown(predicted ?? answer), ANSWER);
}
