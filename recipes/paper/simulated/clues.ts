/** What a prompt can tell the simulated model of the recipes: that words, each quoted “so”, speak for Yes or for No. */
import { sample, type Rng } from "../../../src/core/rng.ts";
import { sentencesOf } from "../../../src/testing/reviews/rules.ts";
import type { Answer } from "../tasks/task.ts";

export interface Clue {
  readonly words: readonly string[];
  readonly answer: Answer;
}

const WORDINGS: readonly ((words: string, answer: Answer) => string)[] = [
  (words, answer) => `Words such as ${words} speak for ${answer}.`,
  (words, answer) => `Where ${words} or the like stands, ${answer} is likelier.`,
  (words, answer) => `Take ${words} as signs of ${answer}.`,
];

/** The clue that a sentence gives. */
export function clueIn(sentence: string): Clue | undefined {
  const words = Array.from(sentence.matchAll(/“([^”]+)”/g), ([, word]) => word!);
  const answer = /”[^”]*\b(Yes|No)\b/.exec(sentence)?.[1];
  return answer === undefined ? undefined : { words, answer: answer as Answer };
}

/** The answer that each word speaks for, by the sentences of a section; of two about one word the later one holds. */
export function signsIn(section: string): Map<string, Answer> {
  const clues = sentencesOf(section)
    .map(clueIn)
    .filter((clue) => clue !== undefined);
  return new Map(clues.flatMap(({ words, answer }) => words.map((word): [string, Answer] => [word, answer])));
}

/** A sentence for a prompt that gives this clue. */
export function sentenceFor({ words, answer }: Clue, rng: Rng): string {
  return sample(WORDINGS, 1, rng)[0]!(quoted(words), answer);
}

export function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(", ");
}

/** The words of a text, each once, in any script. */
export function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu));
}
