/** Judges answers of a classification task: right when the label that the answer names is the row's. */
import { answerInObject, type AnswerForm } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import { cleanReply } from "../core/replies/clean.ts";
import { sameForm } from "../core/replies/label-form.ts";
import { type Unread, whyUnread } from "../core/replies/unread.ts";
import type { Judge, Judgement } from "../core/task.ts";
import { labelReader } from "./read-label.ts";

/**
 * A judge for answers that are to be one of `labels`. Models wrap labels in sentences, JSON and Markdown; what
 * names one label clearly is read as that label, anything else is invalid, and wrong.
 * @param aliases other words for a label, by the word
 * @param form what an answer was asked to be: an object of JSON, asked for, is the value alone
 * @throws UsageError when there are no labels, or one is there twice
 */
export function classificationJudge(
  labels: readonly string[],
  aliases: ReadonlyMap<string, string> = new Map(),
  form: AnswerForm = "label",
): Judge {
  if (labels.length === 0) throw new UsageError("labels", "expected at least one label, got none");
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new UsageError("labels", `“${twice}” is given twice`);
  const words = labelReader([...labels, ...aliases.keys()]);
  return (answer, example) => {
    if (answer.finish === "refusal") return invalid("refused");
    if (answer.finish === "overflow") return invalid("overflow");
    const cleaned = cleanReply(answer.text, "task");
    const word = words(cleaned.text, answer.finish === "length");
    const predicted = word === undefined ? undefined : (aliases.get(word) ?? word);
    if (predicted === undefined) return invalid(whyUnread(answer, cleaned));
    const expected = shown(example.expected);
    const correct = predicted === expected || sameForm(predicted) === sameForm(expected);
    const alone = (form === "json" ? answerInObject(cleaned.text) : undefined) ?? cleaned.text;
    const reading = sameForm(alone) === sameForm(word!) ? "strict" : "tolerant";
    return { predicted, score: correct ? 1 : 0, correct, invalid: false, reading };
  };
}

function invalid(why: Unread): Judgement {
  return { score: 0, correct: false, invalid: true, why };
}
