/** What the simulated optimizer model knows of a library's desk. It goes by the feedback on answers, as a judge gives it. */
import type { Language } from "../rules/rule.ts";
import { HARMFUL, HELPFUL, type DeskRule } from "./rules.ts";

export const ANSWERS: Language<DeskRule> = {
  helpful: HELPFUL,
  harmful: HARMFUL,
  hinting:
    ({ feedback = "" }) =>
    ({ hintedBy }) =>
      hintedBy.test(feedback),
  taskWordings: [
    "Answer the reader's question.",
    "Answer the question of a reader of the library.",
    "Reply to the question that a reader asks the library.",
    "Write the library's answer to this question.",
  ],
  statesTask: (sentence) => /^(?:answer|reply|write)\b.*\bquestion\b/i.test(sentence),
  vagueWordings: [
    "Read the question carefully.",
    "Think of what the reader needs.",
    "Take the whole message into account.",
    "Be helpful.",
  ],
  vagueGradients: [
    "The prompt is not clear enough.",
    "The prompt gives the model little to go by.",
    "The model does not know what a good answer is.",
    "The instructions are too general.",
  ],
};
