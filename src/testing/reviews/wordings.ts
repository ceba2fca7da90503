/** How the simulated optimizer model puts what is no rule: the task itself, and words that say little. */

/** Ways to state the task. Each names both labels and no rule. */
export const TASK_WORDINGS: readonly string[] = [
  "Is this review positive or negative?",
  "Decide whether the review is positive or negative.",
  "Tell whether the writer's verdict is positive or negative.",
  "Classify the review as positive or negative.",
  "Judge the text: is it positive or negative?",
  "Read the review and say whether it is positive or negative.",
];

/** Sentences that sound like help and change nothing. */
export const VAGUE_WORDINGS: readonly string[] = [
  "Read the text carefully.",
  "Think about the meaning of the whole text.",
  "Take context into account.",
  "Be precise.",
  "Consider every part of the text before you answer.",
];

/** Gradients that name nothing. */
export const VAGUE_GRADIENTS: readonly string[] = [
  "The prompt is not clear enough.",
  "The prompt is too short and gives the model little to go by.",
  "The instructions do not explain the task in enough detail.",
  "The model does not take the context into account.",
  "The prompt could be more precise about what is wanted.",
];

const TASK = /^(?!.*\b(?:answer|reply|respond|output|return)\b)(?=.*\bpositive\b)(?=.*\bnegative\b)/i;

/** Whether a sentence that says no rule states the task, rather than the form of the answer. */
export function statesTask(sentence: string): boolean {
  return TASK.test(sentence);
}
