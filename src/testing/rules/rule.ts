/** What a rule is, to a simulated model that does what the rules of its prompt state; and how rules are found in a text. */
import type { ShownRow } from "./optimizer-request.ts";

/** One thing that a prompt can state. */
export interface StatedRule {
  /** Its name, unlike that of any other rule of the model. */
  readonly name: string;
  /** Whether a sentence of a prompt states it, in these words or others: one of the patterns fits. */
  readonly says: readonly RegExp[];
  /** Ways to put it in a prompt. Each is one sentence that begins with a capital letter, and states this rule only. */
  readonly wordings: readonly string[];
  /** Ways to find it missing. Each names this rule only. */
  readonly gradients: readonly string[];
}

/** What the optimizer model knows of one task: what prompts for it state, in which words, and what rows hint at. */
export interface Language<R extends StatedRule = StatedRule> {
  /** Rules that better the answers. */
  readonly helpful: readonly R[];
  /** Rules that only seem to, or change nothing. */
  readonly harmful: readonly R[];
  /** Whether a row hints at a rule, to a reader who sees the row, the right answer and the feedback on the model's answer. */
  readonly hinting: (row: ShownRow) => (rule: R) => boolean;
  /** Ways to put the task itself. Each names what every prompt has to name, and states no rule. */
  readonly taskWordings: readonly string[];
  /** Whether a sentence that states no rule is the task itself, rather than, say, the form of the answer. */
  readonly statesTask: (sentence: string) => boolean;
  /** Sentences that sound like help and change nothing. */
  readonly vagueWordings: readonly string[];
  /** Gradients that name nothing. */
  readonly vagueGradients: readonly string[];
}

/** A sentence that tells the reader to leave something out names no helpful rule. */
const LEAVES_OUT =
  /\b(?:ignore|disregard|leave aside|set aside|pay no attention to|do not (?:mind|count|consider|look at|weigh))\b/i;

/** Splits prose into sentences; lines and list items are sentences of their own. */
export function sentencesOf(text: string): string[] {
  return text
    .split("\n")
    .flatMap((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").split(/(?<=[.!?]["”']?)\s+(?=["“'(]?[A-Z])/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** The rules that one sentence states. */
export function rulesSaid<R extends StatedRule>({ helpful, harmful }: Language<R>, sentence: string): R[] {
  const among = LEAVES_OUT.test(sentence) ? harmful : [...helpful, ...harmful];
  return among.filter(({ says }) => says.some((pattern) => pattern.test(sentence)));
}

/** The rules that a text states, each once, in the order of its sentences. */
export function rulesIn<R extends StatedRule>(language: Language<R>, text: string): R[] {
  return [...new Set(sentencesOf(text).flatMap((sentence) => rulesSaid(language, sentence)))];
}
