/** Relevance of a gradient: whether it speaks of the rows that it was written from, or would fit any. */
import { shown } from "../example.ts";
import { contentWords } from "../values/similarity.ts";
import type { Observation } from "../task.ts";

/** The relevance of one gradient's text; undefined when there are no other rows to compare with. */
export type Relevance = (gradient: string) => number | undefined;

/**
 * By word overlap, from -1 to 1: of a row that the gradient was written from and another row of the minibatch, how much more
 * often the first holds more of its words than the second does (Cliff's delta, Psychological Bulletin 1993). Words of a
 * row are those of its columns, the right answer, the model's and the judge's. About 0 means that it would fit any rows.
 */
export function relevanceTo(
  own: readonly Observation[],
  others: readonly Observation[],
  columns: readonly string[],
): Relevance {
  const ownWords = own.map((row) => wordsOf(row, columns));
  const otherWords = others.map((row) => wordsOf(row, columns));
  return (gradient) => {
    if (own.length === 0 || others.length === 0) return undefined;
    const words = contentWords(gradient);
    const held = (row: ReadonlySet<string>): number => [...words].filter((word) => row.has(word)).length;
    const mine = ownWords.map(held);
    const theirs = otherWords.map(held);
    const signs = mine.flatMap((a) => theirs.map((b) => Math.sign(a - b)));
    return signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
  };
}

function wordsOf({ example, answer, feedback = "" }: Observation, columns: readonly string[]): ReadonlySet<string> {
  const { fields, expected } = example;
  return contentWords([...columns.map((name) => fields[name] ?? ""), shown(expected), answer, feedback].join(" "));
}
