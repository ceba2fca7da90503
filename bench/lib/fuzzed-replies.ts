/** Replies that no model should give, made from right answers and noise: what a reader of answers must live through. */
import { type Rng, rng } from "../../src/core/rng.ts";

/** Pieces that trip readers: brackets, fences, quotes, marks, numbers, scripts, halves of characters. */
const PIECES: readonly string[] = [
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "`",
  "```",
  "```json\n",
  "\n",
  "\n\n",
  "\t",
  " ",
  "\\",
  "\\boxed{",
  "####",
  "<answer>",
  "</answer>",
  "<think>",
  "</think>",
  "<tool_call>",
  "null",
  "true",
  "NaN",
  "1e999",
  "-0",
  "١٢٣",
  "1,2,3",
  "0x1f",
  "∞",
  "½",
  "%",
  "€",
  "A)",
  "(B)",
  "(Z)",
  "answer:",
  "Answer is",
  "Final answer: ",
  "none",
  "labels:",
  "- ",
  "* ",
  "1. ",
  "{{text}}",
  "$&",
  "$1",
  "\u0000",
  "\u200b",
  "\ufeff",
  "\ud83d",
  "\udc00",
  "👩‍👩‍👧",
  "مرحبا",
  "東京",
  "İ",
  "ß",
  "__proto__",
  "constructor",
  '{"a":',
  '{"a": [1, 2',
  "[[[[",
  ":::",
  "|",
  ";",
  ",",
];

/** `count` replies for a task whose right answers look like `seeds`; alike for the same name. */
export function fuzzedReplies(name: string, seeds: readonly string[], count: number): string[] {
  const random = rng(`fuzzed replies of ${name}`);
  return Array.from({ length: count }, (_, i) => reply(random.fork(`reply ${i}`), seeds));
}

function reply(random: Rng, seeds: readonly string[]): string {
  const below = (end: number): number => Math.floor(random.next() * end);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const noise = (): string => Array.from({ length: below(12) }, () => pick(PIECES)).join("");
  const seed = pick(seeds);
  switch (below(6)) {
    case 0:
      return noise();
    case 1:
      return noise() + seed + noise();
    case 2:
      return seed.slice(0, below(seed.length + 1));
    case 3: {
      const at = below(seed.length + 1);
      return seed.slice(0, at) + pick(PIECES) + seed.slice(at + below(3));
    }
    case 4:
      return Array.from({ length: 1 + below(40) }, () => pick([seed, pick(seeds), noise()])).join(
        pick(["", " ", "\n"]),
      );
    default:
      return pick(PIECES).repeat(1 + below(3000));
  }
}
