/** What a prompt can tell the simulated model of the recipes: that a word, quoted “so”, speaks for Yes or for No. */
import { sample, type Rng } from "../../../src/core/rng.ts";
import { sentencesOf } from "../../../src/testing/reviews/rules.ts";
import type { Answer } from "../tasks/task.ts";

export interface Clue {
  readonly word: string;
  readonly answer: Answer;
}

const WORDINGS: readonly string[] = [
  "The word “{word}” speaks for {answer}.",
  "Where “{word}” stands, {answer} is likelier.",
  "Take “{word}” as a sign of {answer}.",
];

const CLUE = /“([^”]+)”.*\b(Yes|No)\b/;

/** The clue that a sentence gives. */
export function clueIn(sentence: string): Clue | undefined {
  const [, word, answer] = CLUE.exec(sentence) ?? [];
  return word === undefined ? undefined : { word, answer: answer as Answer };
}

/** The clues of a section, by their words; of two about one word the later one holds. */
export function cluesIn(section: string): Map<string, Answer> {
  const clues = sentencesOf(section).map(clueIn);
  return new Map(clues.filter((clue) => clue !== undefined).map(({ word, answer }) => [word, answer]));
}

/** A sentence for a prompt that gives this clue. */
export function sentenceFor({ word, answer }: Clue, rng: Rng): string {
  return sample(WORDINGS, 1, rng)[0]!.replace("{word}", () => word).replace("{answer}", answer);
}

/** The words of a text, each once, in any script. */
export function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}
