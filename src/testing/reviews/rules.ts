/** All rules of the simulated models in one table, and how they are found in a text. */
import { HARMFUL_RULES } from "./harmful-rules.ts";
import { HELPFUL_RULES } from "./helpful-rules.ts";
import { plainReading, type Reading } from "./reading.ts";
import type { Rule } from "./rule.ts";

export const RULES: readonly Rule[] = [...HELPFUL_RULES, ...HARMFUL_RULES];

/** A sentence that tells the reader to leave something out names no helpful rule. */
const LEAVES_OUT =
  /\b(?:ignore|disregard|leave aside|set aside|pay no attention to|do not (?:mind|count|consider|look at|weigh))\b/i;

/** Splits prose into sentences; lines and list items stand for themselves. */
export function sentencesOf(text: string): string[] {
  return text
    .split("\n")
    .flatMap((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").split(/(?<=[.!?]["”']?)\s+(?=["“'(]?[A-Z])/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** The rules that one sentence says. */
export function rulesSaid(sentence: string): Rule[] {
  const among = LEAVES_OUT.test(sentence) ? HARMFUL_RULES : RULES;
  return among.filter(({ says }) => says.some((pattern) => pattern.test(sentence)));
}

/** The rules that a text says, each once, in the order of its sentences. */
export function rulesIn(text: string): Rule[] {
  return [...new Set(sentencesOf(text).flatMap(rulesSaid))];
}

/** What a reader does who was told this; where two rules differ, the later one holds. */
export function readingOf(instruction: string): Reading {
  const reading = plainReading();
  for (const rule of sentencesOf(instruction).flatMap(rulesSaid)) rule.apply(reading);
  return reading;
}
