/** All rules of reviews: what the simulated optimizer model knows of the task, and what they do to its reader. */
import { remembered } from "../rules/remembered.ts";
import { type Language, rulesSaid, sentencesOf } from "../rules/rule.ts";
import { HARMFUL_RULES } from "./harmful-rules.ts";
import { HELPFUL_RULES } from "./helpful-rules.ts";
import { poleOf } from "./labels.ts";
import { plainReading, type Reading } from "./reading.ts";
import type { Rule } from "./rule.ts";
import { readSentence } from "./sentence.ts";
import { statesTask, TASK_WORDINGS, VAGUE_GRADIENTS, VAGUE_WORDINGS } from "./wordings.ts";

const sentences = remembered(20_000, readSentence);

export const REVIEWS: Language<Rule> = {
  helpful: HELPFUL_RULES,
  harmful: HARMFUL_RULES,
  hinting: ({ text, right }) => {
    const [sentence, pole] = [sentences(text), poleOf(right)];
    return (rule) => rule.hintedBy(sentence, pole);
  },
  taskWordings: TASK_WORDINGS,
  statesTask,
  vagueWordings: VAGUE_WORDINGS,
  vagueGradients: VAGUE_GRADIENTS,
};

/** What a reader does who was told this; where two rules differ, the later one holds. */
export function readingOf(instruction: string): Reading {
  const reading = plainReading();
  for (const sentence of sentencesOf(instruction)) for (const rule of rulesSaid(REVIEWS, sentence)) rule.apply(reading);
  return reading;
}
