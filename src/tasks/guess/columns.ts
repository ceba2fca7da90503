/** Which column of a file is what, by names and by values: the right answer, and those that a prompt shows. */
import { LABEL_COLUMNS, type RawDataset } from "../../datasets/index.ts";
import { guessedKind } from "./kind.ts";
import { howMany, looksLikeLabels, valuesOf } from "./values.ts";

/** The column with the right answers, and the reason as part of a sentence: "its name is usual for right answers". */
export interface GuessedLabel {
  readonly label: string;
  readonly why: string;
  /** Columns whose values could be right answers too. */
  readonly others: readonly string[];
}

/** Names of columns with right answers of any kind, next to `LABEL_COLUMNS`. */
const ANSWERS = [
  ...LABEL_COLUMNS,
  "answers",
  "gold",
  "goldlabel",
  "groundtruth",
  "reference",
  "correct",
  "correctanswer",
  "completion",
  "summary",
  "solution",
].map(bare);

/** Names of columns with labels, if their values look so. */
const LABELS = [
  "queue",
  "topic",
  "topics",
  "intent",
  "type",
  "tags",
  "tag",
  "sentiment",
  "priority",
  "urgency",
  "severity",
  "department",
  "team",
  "emotion",
  "rating",
  "stars",
  "score",
];

/** Columns that say which row it is, or how it was made, and nothing about it. */
const NOT_INPUT =
  /^(?:id|index|no|nr|uuid|guid|key|row|meta|metadata|date|time|timestamp|split|fold|annotator|annotated by|.*[_ -]id|.*[a-z]I[dD]|.*[_ ]at|unnamed: ?\d+|)$/i;
/** Values that name a row: a number with letters before it, a hash or a UUID. */
const ID_VALUE = /^(?:[A-Za-z]{0,8}[-_#]?\d+|(?=[a-f\d-]*\d)[a-f\d]{8}[a-f\d-]{4,})$/i;
/** Values that are a day, with or without a time: `2026-01-22`, `22.01.2026 10:30`, `1/22/26`. */
const DATE_VALUE =
  /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?:[T ]+[\d:.]+(?: ?[AP]M)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;
/** Letters of a label's name that another name must hold to be taken for its kin. */
const LEAST_NAME = 4;
/** Columns that repeat like labels do, and are none. */
const NOT_LABEL = /^(?:source|channel|lang|language|country|locale|version|model|user|customer|author)$/i;

/** The column that seems to hold the right answers; undefined when none does. */
export function guessedLabel(data: RawDataset): GuessedLabel | undefined {
  const values = new Map(data.columns.map((column) => [column, valuesOf(data, column)]));
  const isFilled = (column: string): boolean => values.get(column)!.distinct.length > 0;
  const isLike = (column: string): boolean => {
    const found = values.get(column)!;
    return looksLikeLabels(found) || (found.distinct.length > 1 && guessedKind(found).kind === "multi-label");
  };
  const named = (names: readonly string[]): string[] =>
    names.flatMap((name) => data.columns.filter((column) => bare(column) === name));
  const like = data.columns.filter(
    (column) => !NOT_INPUT.test(column) && !NOT_LABEL.test(column) && !isDate(data, column) && isLike(column),
  );
  const counts = (column: string): string => {
    return howMany(values.get(column)!);
  };
  const guess = (label: string, why: string): GuessedLabel => ({
    label,
    why,
    others: like.filter((column) => column !== label),
  });
  const [answer] = named(ANSWERS).filter(isFilled);
  if (answer !== undefined) return guess(answer, "its name is usual for right answers");
  const [label] = named(LABELS).filter(isLike);
  if (label !== undefined) return guess(label, `its name is usual for labels, and it has ${counts(label)}`);
  const last = like.at(-1);
  return last === undefined ? undefined : guess(last, `it has ${counts(last)}`);
}

/** The columns that say something about a row; all but the label when none seems to. */
export function inputColumns(data: RawDataset, label: string): string[] {
  const inputs = data.columns.filter((column) => column !== label);
  const telling = inputs.filter(
    (column) =>
      !NOT_INPUT.test(column) && !isId(data, column) && !isDate(data, column) && !givesAway(data, column, label),
  );
  return telling.length > 0 ? telling : inputs;
}

/** Whether a column is the label in another form, such as original_label next to label, so that it gives the answer away. */
function givesAway(data: RawDataset, column: string, label: string): boolean {
  const name = bare(label);
  return name.length >= LEAST_NAME && bare(column).includes(name) && looksLikeLabels(valuesOf(data, column));
}

function isId(data: RawDataset, column: string): boolean {
  const { filled, distinct } = valuesOf(data, column);
  return distinct.length > 2 && distinct.length === filled.length && distinct.every((value) => ID_VALUE.test(value));
}

function isDate(data: RawDataset, column: string): boolean {
  const { distinct } = valuesOf(data, column);
  return distinct.length > 0 && distinct.every((value) => DATE_VALUE.test(value));
}

/** A name without its case and what separates its words. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}
