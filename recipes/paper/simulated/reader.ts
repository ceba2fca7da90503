/**
 * The simulated task model: counts the words of the text that the prompt calls signs of Yes or No. Where that is a draw it
 * guesses, and how the prompt opens sways the guess.
 */
import { words as hashWords } from "../../../src/core/hash.ts";
import { sentencesOf } from "../../../src/testing/reviews/rules.ts";
import type { Answer } from "../tasks/task.ts";
import { signsIn, wordsOf } from "./clues.ts";

const FILLED = /# Task\n([\s\S]*?)\n# Output format\n[\s\S]*?\nText: ([\s\S]*)\nLabel:/;

/** The answer to a filled prompt; undefined when the content is none. */
export function answerTo(content: string): Answer | undefined {
  const [, section, text] = FILLED.exec(content) ?? [];
  if (section === undefined || text === undefined) return undefined;
  const words = wordsOf(text);
  let votes = 0;
  for (const [word, answer] of signsIn(section)) if (words.has(word)) votes += answer === "Yes" ? 1 : -1;
  if (votes === 0) return hashWords(`${sentencesOf(section)[0]} ${text}`, 1)[0]! % 2 === 0 ? "Yes" : "No";
  return votes > 0 ? "Yes" : "No";
}
