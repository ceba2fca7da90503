/** How answers are held, in words, and what that means for production. */
import type { Holding } from "../core/answer-form.ts";

/** What holds the answers, and what production has to do so that it gets the same ones. */
export function holdingLines(
  { form, by, calibrated }: Holding,
  labels: boolean,
): readonly [held: string, production: string] {
  if (calibrated === true)
    return [
      `Answers are labels (answer: ${form}), read by their probabilities next to those on rows that say nothing (calibrated).`,
      "In production, read the probabilities of the labels in the same way, or leave calibrated out.",
    ];
  return [heldSentence(form, by, labels), productionSentence(by, labels)];
}

function heldSentence(form: Holding["form"], by: Holding["by"], labels: boolean): string {
  if (by === "words") return `Answers are held to the labels, as bare words (answer: ${form}).`;
  if (by === "object" && labels)
    return `Answers are held to the labels, by a JSON schema with the one field "answer" (answer: ${form}).`;
  if (by === "object") return "Answers are held to a JSON schema.";
  const read = labels ? "the label is read out of the free reply" : "the free reply is judged";
  if (form === "text") return `Nothing holds the answers: ${read} (answer: text).`;
  return `The model cannot be held to ${form === "label" ? "labels" : "a JSON schema"}, so nothing holds the answers: ${read}.`;
}

function productionSentence(by: Holding["by"], labels: boolean): string {
  if (by === "nothing") return "In production, send no response format either.";
  const otherwise = labels ? ", or set answer: text" : "";
  return by === "words"
    ? `In production, hold replies to the same words${otherwise}.`
    : `In production, send the same response format${otherwise}.`;
}
