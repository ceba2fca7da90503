/** Plain forms of a request to choose a label: short and idiomatic, as small models know them. */
import { listed } from "../../words.ts";

/** Commands that name the labels; the method tries a few of them next to what the writer says. */
export function plainForms(labels: readonly string[]): readonly string[] {
  const names = listed(labels);
  const either = labels.join(" or ");
  return [
    `Classify it as ${either}.`,
    `Is it ${either}?`,
    `Choose one: ${names}.`,
    `Classify the text. Answer with one of: ${names}.`,
    `Is it ${labels.toReversed().join(" or ")}?`,
  ];
}
