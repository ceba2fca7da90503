/** Rows that could not be scored, in words. */
import { counted } from "../core/values/words.ts";
import { indented } from "./table.ts";

/** How many there are, and what the first one says; none for none. */
export function unscoredLines(messages: readonly string[]): string[] {
  const [first] = messages;
  if (first === undefined) return [];
  return [
    `${counted(messages.length, "row")} left out: ${messages.length === 1 ? "it" : "they"} could not be scored. The first:`,
    ...indented(first).split("\n"),
  ];
}
