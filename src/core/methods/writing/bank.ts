/** Plain forms of a request to choose a label: short and idiomatic, as small models know them. */
import { listed } from "../../values/words.ts";

/** Words that a column may have as its name and a sentence can speak of. */
const A_THING = /^\p{L}[\p{L} ]*$/u;

/**
 * Sentences that name the labels, the most usual first.
 * @param columns what the prompt shows of a row: where it is one thing, the sentences name it
 */
export function plainForms(labels: readonly string[], columns: readonly string[] = []): readonly string[] {
  const names = listed(labels);
  const either = labels.join(" or ");
  const [column = ""] = columns.map((name) => name.replaceAll("_", " "));
  const thing = columns.length === 1 && A_THING.test(column) ? column : "text";
  return [
    `Classify the ${thing} as ${either}.`,
    `Is this ${thing} ${either}?`,
    `Classify it as ${either}.`,
    `Label the ${thing}. Choices are ${either}.`,
    `Is it ${either}?`,
    `Decide whether the ${thing} is ${either}.`,
    `Choose one: ${names}.`,
    `What is this ${thing}: ${either}?`,
    `Classify the ${thing}. Answer with one of: ${names}.`,
    `Is it ${labels.toReversed().join(" or ")}?`,
  ];
}
