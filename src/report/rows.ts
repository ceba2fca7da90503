/** Rows that were answered wrongly, as a table. */
import { shown } from "../core/example.ts";
import type { Observation } from "../core/task.ts";
import { table } from "./table.ts";
import { oneLine } from "../core/words.ts";

/** A line for each row: the right answer, the model's answer, and the columns that the prompt names. */
export function wrongRows(rows: readonly Observation[], placeholders: readonly string[]): string[] {
  const lines = rows.map(({ example, answer, invalid }) => [
    oneLine(shown(example.expected), 30),
    `${answer.trim() === "" ? "(nothing)" : oneLine(answer, 30)}${invalid ? " (unreadable)" : ""}`,
    oneLine(placeholders.map((name) => example.fields[name] ?? "").join(" | "), 100),
  ]);
  return table(["right", "answered", "row"], lines);
}
