/** The simulated task model: counts the words of the text that the prompt calls signs of Yes or No, and guesses where that is a draw. */
import { words as hashWords } from "../../../src/core/hash.ts";
import type { Answer } from "../tasks/task.ts";
import { cluesIn, wordsOf } from "./clues.ts";

const FILLED = /# Task\n([\s\S]*?)\n# Output format\n[\s\S]*?\nText: ([\s\S]*)\nLabel:/;

/** The answer to a filled prompt; undefined when the content is none. */
export function answerTo(content: string): Answer | undefined {
  const [, section, text] = FILLED.exec(content) ?? [];
  if (section === undefined || text === undefined) return undefined;
  const words = wordsOf(text);
  let votes = 0;
  for (const [word, answer] of cluesIn(section)) if (words.has(word)) votes += answer === "Yes" ? 1 : -1;
  if (votes === 0) return (hashWords(`guess ${text}`, 1)[0]! & 1) === 1 ? "Yes" : "No";
  return votes > 0 ? "Yes" : "No";
}
