/** Rows that were answered wrongly, as a table. */
import type { SuspiciousRow } from "../facts/rounds.ts";
import { rowText, shown } from "../core/example.ts";
import type { Unread } from "../core/replies/unread.ts";
import type { Observation } from "../core/task.ts";
import { table } from "./table.ts";
import { oneLine } from "../core/values/words.ts";

/** Why an answer could not be read, in a word or two. */
const NAMES: Readonly<Record<Unread, string>> = {
  thinking: "cut in its thinking",
  cut: "cut off",
  refused: "refused",
  overflow: "too long",
  empty: "empty",
  unreadable: "unreadable",
};

/**
 * A line for each row: the right answer, the model's answer, and the columns that the prompt names.
 * @param width the columns that a line may take
 */
export function wrongRows(rows: readonly Observation[], placeholders: readonly string[], width = Infinity): string[] {
  const lines = rows.map(({ example, answer, invalid, why }) => [
    oneLine(shown(example.expected), 30),
    `${answer.trim() === "" ? "(nothing)" : oneLine(answer, 30)}${invalid ? ` (${NAMES[why ?? "unreadable"]})` : ""}`,
    oneLine(rowText(example, placeholders), 100),
  ]);
  return table(["right", "answered", "row"], lines, width);
}

/**
 * A row that the optimizer model calls broken or mislabelled: worth a look at the data.
 * @param placed how a place is shown
 */
export function setAsideLine(
  { row, place, text, words }: SuspiciousRow,
  placed: (place: string) => string = (given) => given,
): string {
  return `Suspicious row, ${place === undefined ? row : placed(place)}: ${JSON.stringify(oneLine(text, 80))}; the optimizer model says ${JSON.stringify(oneLine(words, 80))}`;
}
