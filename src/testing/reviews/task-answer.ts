/** The simulated task model: finds the review and what it is asked to do in the messages, and answers with a label. */
import type { Message, ModelRequest } from "../../core/model.ts";
import type { TaskAnswer } from "../rules/follower.ts";
import { promptReader } from "../rules/read-prompt.ts";
import { remembered } from "../rules/remembered.ts";
import { labelsAmong, labelsNamed } from "./labels.ts";
import { judge } from "./reading.ts";
import { readingOf } from "./rules.ts";
import { readSentence } from "./sentence.ts";

const readPrompt = promptReader({
  row: ["text", "review", "sentence", "input", "comment", "statement"],
  answer: ["label", "answer", "sentiment", "prediction", "output", "class", "category"],
});

const readings = remembered(2_000, readingOf);
const sentences = remembered(20_000, readSentence);

/** The answer, and the one that it would give by mistake. */
export function answerTask({ messages, format }: Pick<ModelRequest, "messages" | "format">): TaskAnswer {
  const { instruction, review } = splitPrompt(messages);
  const pole = judge(sentences(review), readings(instruction));
  const labels = format.kind === "choice" ? labelsAmong(format.choices) : labelsNamed(instruction);
  const [answer, mistake] =
    pole === "positive" ? [labels.positive, labels.negative] : [labels.negative, labels.positive];
  if (format.kind !== "json") return { answer, mistake };
  const filled = (label: string): string =>
    JSON.stringify(Object.fromEntries(Object.keys(format.schema["properties"] ?? {}).map((name) => [name, label])));
  return { answer: filled(answer), mistake: filled(mistake) };
}

/** The review to judge, and everything around it. */
export function splitPrompt(messages: readonly Message[]): { readonly instruction: string; readonly review: string } {
  const { instruction, row } = readPrompt(messages);
  return { instruction, review: row };
}
