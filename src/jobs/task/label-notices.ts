/** Whether prompt and labels can meet: what is to be said before the first call, where an answer could hardly be right. */
import { names } from "../../core/prompt/contract.ts";
import { shownMessages } from "../../core/prompt/prompt.ts";
import { folded } from "../../core/replies/label-form.ts";
import type { Task } from "../../core/task.ts";
import { listed } from "../../core/values/words.ts";

/** Labels that a notice lists; filled prompts that are looked at. */
const SHOWN_LABELS = 5;
const LOOKED_ROWS = 20;

/**
 * A sentence where the prompt names none of the labels, neither itself nor by what its rows fill in, such as a list of choices.
 */
export function labelNotices({ prompt, labels = [], train }: Pick<Task, "prompt" | "labels" | "train">): string[] {
  if (labels.length === 0) return [];
  const named = (text: string): boolean => labels.some((label) => names(text, label));
  if (named(folded(prompt.text))) return [];
  // A question is answered by yes or no without being told.
  if (prompt.text.includes("?") && labels.every((label) => ["yes", "no"].includes(folded(label)))) return [];
  const filled = train.slice(0, LOOKED_ROWS).map(({ fields }) => folded(shownMessages(prompt.render(fields))));
  if (filled.length > 0 && filled.every(named)) return [];
  const shown = `${listed(labels.slice(0, SHOWN_LABELS))}${labels.length > SHOWN_LABELS ? ", …" : ""}`;
  if (labels.every((label) => /^[+-]?\d+(?:[.,]\d+)?$/.test(folded(label).trim())))
    return [
      `The labels are numbers (${shown}), and the prompt names none of them, so a model can only guess which is meant. Say in the prompt which number means what, or write the labels of the data in words.`,
    ];
  return [
    `The prompt names none of the labels (${shown}), so a model can only guess how to answer. Name them in the prompt, such as under a heading "# Output format".`,
  ];
}
