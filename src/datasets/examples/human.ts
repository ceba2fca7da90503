/** Answers that a person has scored: which columns hold them, and what their scores are worth. */
import { UsageError } from "../../core/errors.ts";
import type { Example } from "../../core/example.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import type { HumanColumns, ScoredAnswer } from "../../core/task.ts";
import { columnsOf } from "./columns.ts";
import { glimpse, placeOf, type RawDataset } from "../dataset.ts";
import { valueOf } from "./row-labels.ts";

/** The columns, both known. */
interface ScoredColumns {
  readonly score: string;
  readonly answer: string;
}

/** Usual names of a column with answers that somebody scored. */
const ANSWER_COLUMNS: readonly string[] = ["answer", "response", "reply", "output", "completion", "prediction"];

const WORDS: Readonly<Record<string, number>> = {
  yes: 1,
  no: 0,
  true: 1,
  false: 0,
  good: 1,
  bad: 0,
  pass: 1,
  fail: 0,
};

/**
 * The two columns.
 * @param taken columns that hold something else: the right answer, what the prompt shows
 * @throws UsageError when the file does not have them
 */
export function humanColumns(
  { file, columns }: RawDataset,
  { score, answer }: HumanColumns,
  taken: readonly string[],
): ScoredColumns {
  const known = columnsOf(columns);
  for (const [name, column] of [
    ["human", score],
    ["human.answer", answer],
  ] as const)
    if (column !== undefined && !columns.includes(column))
      throw new UsageError(name, `${file} has no column “${column}”${nearestIs(column, columns)}`, known);
  const free = columns.filter((column) => column !== score && !taken.includes(column));
  const found = answer ?? ANSWER_COLUMNS.flatMap((name) => free.filter((column) => column.toLowerCase() === name))[0];
  if (found !== undefined) return { score, answer: found };
  throw new UsageError(
    "human",
    `no column of ${file} has a usual name for the answers that “${score}” scores (${ANSWER_COLUMNS.join(", ")})`,
    `Name both: { score: ${score}, answer: COLUMN }. ${known}`,
  );
}

/**
 * The rows with a score and an answer.
 * @param exampleAt the example of a row by its number; undefined for a row that the task cannot use
 * @throws UsageError for a score that is none
 */
export function humanRows(
  data: RawDataset,
  { score, answer }: ScoredColumns,
  exampleAt: (index: number) => Example | undefined,
): ScoredAnswer[] {
  const texts = data.rows.map((row) => valueOf(row, score).trim().toLowerCase());
  const worth = worthOf(texts);
  return texts.flatMap((text, index): ScoredAnswer[] => {
    const given = valueOf(data.rows[index]!, answer);
    if (text === "" || given.trim() === "") return [];
    const place = placeOf(data, index);
    const human = worth(text);
    if (human === undefined)
      throw new UsageError(
        place,
        `expected a score as yes or no, from 0 to 1, from 0 to 5 or from 1 to 5 in the column “${score}”, got ${glimpse(text)}`,
        "Write all scores on one of these scales; leave the cell empty where nobody has scored the answer.",
      );
    const example = exampleAt(index);
    return example === undefined ? [] : [{ example, answer: given, human, place }];
  });
}

/** What a score is worth from 0 to 1, by the scale of all of them: above 1 they are from 1 to 5, or from 0 to 5 where one is 0. */
function worthOf(texts: readonly string[]): (text: string) => number | undefined {
  const numbers = texts.filter((text) => text !== "").map(Number);
  const graded = numbers.some((number) => number > 1) && !texts.some((text) => Object.hasOwn(WORDS, text));
  const lowest = numbers.includes(0) ? 0 : 1;
  return (text) => {
    const number = WORDS[text] ?? Number(text);
    if (!graded) return number >= 0 && number <= 1 ? number : undefined;
    return Object.hasOwn(WORDS, text) || !(number >= lowest && number <= 5)
      ? undefined
      : (number - lowest) / (5 - lowest);
  };
}
