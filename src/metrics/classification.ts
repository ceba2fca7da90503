/** Judges answers of a classification task: right when the label that the answer names is the row's. */
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import type { Judge, Judgement } from "../core/task.ts";
import { labelReader } from "./read-label.ts";

const INVALID: Judgement = { score: 0, correct: false, invalid: true };

/**
 * A judge for answers that are to be one of `labels`. Models wrap labels in sentences, JSON and Markdown; what
 * names one label clearly is read as that label, anything else is invalid, and wrong.
 * @throws UsageError when there are no labels, or one stands twice
 */
export function classificationJudge(labels: readonly string[]): Judge {
  if (labels.length === 0) throw new UsageError("labels", "expected at least one label, got none");
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new UsageError("labels", `“${twice}” stands twice`);
  const read = labelReader(labels);
  return (answer, example) => {
    if (answer.finish === "refusal" || answer.finish === "overflow") return INVALID;
    const predicted = read(answer.text, answer.finish === "length");
    if (predicted === undefined) return INVALID;
    const correct = predicted === shown(example.expected);
    return { predicted, score: correct ? 1 : 0, correct, invalid: false };
  };
}
