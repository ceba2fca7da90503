/** What a reader of English can see in a sentence: words of sentiment, and how each of them stands in it. */
import { LEXICON, type Entry, type Register } from "./lexicon.ts";

/** One word or phrase of sentiment where it stands. */
export interface Mark {
  readonly register: Register;
  readonly weight: number;
  /** Position among the sentence's words, from 0. */
  readonly at: number;
  /** A negation stands shortly before it, in the same clause. */
  readonly negated: boolean;
  /** A word of degree ("very", "so") stands right before it. */
  readonly intensified: boolean;
  /** It follows "should have", "I wish", "if only" and the like. */
  readonly wished: boolean;
  /** A contrast sets it aside: before "but", or in the clause of "although". */
  readonly conceded: boolean;
}

export interface Sentence {
  readonly marks: readonly Mark[];
  /** For every negation ("didn't", "no", "cannot"): the indices of the marks that it reaches. */
  readonly negations: readonly (readonly number[])[];
  /** How often something is called "too" this or that. */
  readonly excesses: number;
  /** Words such as "should have been" or "I wanted". */
  readonly wishes: number;
  /** A word of contrast stands in it. */
  readonly contrasted: boolean;
  readonly exclamation: boolean;
  readonly words: number;
}

/** How many words a negation reaches. */
const REACH = 4;

const TOKEN = /[a-z0-9]+(?:'[a-z]+)?|[.,;:!?()"]/g;
const BREAK = /^[.,;:!?()"]$/;
const NEGATION =
  /^(?:no|not|never|cannot|nor|neither|none|nothing|without|hardly|barely|nobody|(?:is|was|does|do|did|ca|wo|would|could|should|have|has|had|are|were)n'?t)$/;
const HARMLESS_NEGATION = new Set(["only", "doubt", "wonder", "problem", "problems", "complaints", "trouble", "just"]);
const DEGREE = new Set([
  "very",
  "really",
  "so",
  "extremely",
  "absolutely",
  "totally",
  "highly",
  "completely",
  "incredibly",
  "truly",
  "such",
]);
const CONTRAST = new Set(["but", "however", "yet", "except", "unfortunately", "sadly"]);
const CONCESSION = new Set(["although", "though", "despite", "while", "whilst"]);
const WISH =
  /\b(?:(?:should|could|would|might) (?:have|be)|(?:could|would)'ve|wish|wanted|hoped|hoping|expected|expecting|if only|supposed to|was looking for)\b/g;
const AFTER_TOO_AS_ALSO = new Set(["i", "it", "and", "but", "the", "this", "that"]);

const WORDS = new Map<string, Entry>();
/** Phrases by their first word, longest first. */
const PHRASES = new Map<string, Entry[]>();
for (const entry of LEXICON) {
  const [first = "", second] = entry.words;
  if (second === undefined) WORDS.set(first, entry);
  else
    PHRASES.set(
      first,
      [...(PHRASES.get(first) ?? []), entry].sort((a, b) => b.words.length - a.words.length),
    );
}

/** Reads one sentence or a few. */
export function readSentence(text: string): Sentence {
  const plain = text.toLowerCase().replaceAll("’", "'");
  const tokens: readonly string[] = plain.match(TOKEN) ?? [];
  const wishesAt = positionsOf(plain);
  const lastContrast = tokens.findLastIndex((token, i) => i > 0 && CONTRAST.has(token));
  const concession = concessionIn(tokens);
  const marks: Mark[] = [];
  const negations: number[][] = [];
  let open: number[] | undefined;
  let reach = 0;
  let covered = 0;
  let excesses = 0;

  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1] ?? "";
    const after = tokens[at + 1] ?? "";
    if (BREAK.test(token) || CONTRAST.has(token)) open = undefined;
    else if (token === "too" && after !== "" && !BREAK.test(after) && !AFTER_TOO_AS_ALSO.has(after)) excesses++;

    const phrase = at < covered ? undefined : phraseAt(tokens, at);
    const entry = at < covered ? undefined : (phrase ?? wordEntry(token));
    if (entry !== undefined) {
      covered = at + entry.words.length;
      if (open !== undefined) open.push(marks.length);
      marks.push({
        register: entry.register,
        weight: entry.weight,
        at,
        negated: open !== undefined,
        intensified: DEGREE.has(before),
        wished: wishesAt.some((wish) => wish < at),
        conceded: at < lastContrast || (concession !== undefined && at >= concession.from && at < concession.to),
      });
    }
    if (open !== undefined && --reach <= 0) open = undefined;
    if (phrase === undefined && NEGATION.test(token) && !HARMLESS_NEGATION.has(after)) {
      open = [];
      reach = REACH;
      negations.push(open);
    }
  }
  return {
    marks,
    negations,
    excesses,
    wishes: wishesAt.length,
    contrasted: lastContrast > 0 || concession !== undefined,
    exclamation: tokens.includes("!"),
    words: tokens.filter((token) => !BREAK.test(token)).length,
  };
}

/** Where wishes end, counted in tokens. */
function positionsOf(plain: string): number[] {
  return Array.from(
    plain.matchAll(WISH),
    (match) => (plain.slice(0, match.index + match[0].length).match(TOKEN) ?? []).length,
  );
}

/** The clause that "although" or "despite" opens: up to the next comma, or to the end. */
function concessionIn(tokens: readonly string[]): { readonly from: number; readonly to: number } | undefined {
  const from = tokens.findIndex((token) => CONCESSION.has(token));
  if (from < 0) return undefined;
  const comma = tokens.indexOf(",", from);
  return { from, to: comma < 0 ? tokens.length : comma };
}

function phraseAt(tokens: readonly string[], at: number): Entry | undefined {
  return PHRASES.get(tokens[at]!)?.find(({ words }) => words.every((word, i) => tokens[at + i] === word));
}

const known = new Map<string, Entry | undefined>();

/** The entry of a word or of its stem. */
function wordEntry(token: string): Entry | undefined {
  if (known.has(token)) return known.get(token);
  const entry = stemsOf(token)
    .map((stem) => WORDS.get(stem))
    .find((found) => found !== undefined);
  if (known.size < 50_000) known.set(token, entry);
  return entry;
}

/** A word without the endings that leave its meaning alone, the word itself first. */
function stemsOf(token: string): string[] {
  const stems = [token];
  for (const ending of ["s", "es", "d", "ed", "ing", "ly"]) {
    if (!token.endsWith(ending)) continue;
    const stem = token.slice(0, -ending.length);
    if (stem.length < 3) continue;
    stems.push(stem);
    if (ending === "ing") stems.push(`${stem}e`);
    if ((ending === "ed" || ending === "ing") && stem.at(-1) === stem.at(-2)) stems.push(stem.slice(0, -1));
  }
  return stems;
}
