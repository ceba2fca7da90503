/** A bank of plain wordings of a task with labels: a model that follows its prompt answers differently to some of them. */
import { placeholderFor, placeholdersIn } from "../../prompt/template.ts";
import { listed } from "../../values/words.ts";

/** Other wordings of the part that may change: short and long, both orders of the labels, and one that leans to the last label. */
export function partWordings(labels: readonly string[], placeholders: readonly string[]): readonly string[] {
  const reversed = labels.toReversed();
  const input = placeholders.map((name) => `\n\n${name}: ${placeholderFor(name)}`).join("");
  return [
    `Which of these is it: ${listed(reversed)}?`,
    `Answer ${reversed[0]} unless it is clearly ${listed(reversed.slice(1))}.`,
    `Read it carefully. Think of what each of these labels means: ${listed(labels)}. Each of them occurs. Decide for the one that fits best.`,
  ].map((words) => `${words}${input}`);
}

/**
 * Wordings of the whole prompt, without whatever is around the part that may change.
 * @param section the text of that part
 */
export function wholeWordings(
  section: string,
  labels: readonly string[],
  placeholders: readonly string[],
): readonly string[] {
  const missing = placeholders.filter((name) => !placeholdersIn(section).includes(name));
  return [
    `${section.trim()}${missing.map((name) => `\n\n${name}: ${placeholderFor(name)}`).join("")}`,
    `Classify this as one of ${listed(labels)}.\n\n${placeholders.map(placeholderFor).join("\n")}`,
  ];
}
