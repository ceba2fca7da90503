/** How the simulated model reads a sentence under what its prompt told it, and comes to an answer. */
import type { Register } from "./lexicon.ts";
import type { Sentence } from "./sentence.ts";

export type Pole = "positive" | "negative";

/** What a prompt has told the reader to do; rules change it one after another. */
export interface Reading {
  /** Kinds of words that it understands. */
  readonly opens: Set<Register>;
  /** A negation turns what it reaches around. */
  negation: boolean;
  /** A negation that reaches nothing known is a mild complaint. */
  denial: boolean;
  /** What a contrast sets aside counts less than the rest. */
  contrast: boolean;
  /** Words of degree count. */
  intensity: boolean;
  /** Praise that is only wished for is a complaint. */
  wishes: boolean;
  /** "Too" this or that is a complaint. */
  excess: boolean;
  /** The answer when nothing, or as much for as against, was found. */
  unsure: Pole;
  /** How much must speak against the thing before the answer is negative. */
  leniency: number;
  /** Any word against decides. */
  strict: boolean;
  /** More words than this count as a complaint. */
  longest: number;
  /** Words after this one are not read. */
  lastWord: number;
  /** An exclamation mark counts as anger. */
  exclamation: boolean;
}

/** A prompt that says nothing: plain words only, and agreeable when there are none. */
export function plainReading(): Reading {
  return {
    opens: new Set(["plain"]),
    negation: false,
    denial: false,
    contrast: false,
    intensity: false,
    wishes: false,
    excess: false,
    unsure: "positive",
    leniency: 0,
    strict: false,
    longest: Infinity,
    lastWord: Infinity,
    exclamation: false,
  };
}

/** The answer to one sentence. */
export function judge(sentence: Sentence, reading: Reading): Pole {
  const understood = sentence.marks.map(({ register, at }) => reading.opens.has(register) && at <= reading.lastWord);
  let sum = 0;
  for (const [i, mark] of sentence.marks.entries()) {
    if (!understood[i]) continue;
    let weight = mark.weight;
    if (reading.intensity && mark.intensified) weight *= 1.5;
    if (reading.negation && mark.negated) weight *= -0.8;
    else if (reading.wishes && mark.wished && weight > 0) weight *= -0.7;
    if (reading.contrast && mark.conceded) weight *= 0.4;
    if (reading.strict && weight < 0) return "negative";
    sum += weight;
  }
  if (reading.denial) sum -= 0.8 * sentence.negations.filter((reached) => !reached.some((i) => understood[i])).length;
  if (reading.excess) sum -= sentence.excesses;
  if (reading.wishes) sum -= 0.5 * sentence.wishes;
  if (sentence.words > reading.longest) sum -= 2;
  if (reading.exclamation && sentence.exclamation) sum -= 2;
  sum += reading.leniency;
  if (Math.abs(sum) < 1e-9) return reading.unsure;
  return sum > 0 ? "positive" : "negative";
}
