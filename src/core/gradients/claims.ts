/**
 * What a gradient claims, sentence by sentence, as far as words show: what it is about, and which way it pulls. It reads English;
 * in another language only the text in quotation marks and the errors behind two gradients show that they contradict each other.
 */
import { contentWords } from "../values/similarity.ts";

export interface Claim {
  /** The text in quotation marks, in lower case. */
  readonly quoted: ReadonlySet<string>;
  /** Beginnings of the words that it is about, without what any gradient says and without those of its direction. */
  readonly about: ReadonlySet<string>;
  /** Whether it says that something is not so. That the prompt does not say something is no such claim. */
  readonly negated: boolean;
  /** Whether it says that something holds in some cases alone. */
  readonly restricted: boolean;
  /** On which side of each pair of `OPPOSITES` its words of degree are: 0, 1, or -1 for neither. */
  readonly sides: readonly number[];
}

/** Beginnings of words that pull opposite ways. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:strict|harsh|rigid)/i, /\b(?:lenien|loose|lax)/i],
  [/\b(?:much|many|more)\b/i, /\b(?:little|few|less|fewer)\b/i],
  [/\b(?:broad|general|wide)/i, /\b(?:narrow|specific)/i],
  [/\b(?:long|verbos)/i, /\b(?:short|brief|terse)/i],
  [/\balways\b/i, /\b(?:never|seldom|rarely)\b/i],
  [/\binclud/i, /\bexclud/i],
  [/\b(?:allow|permit|accept)/i, /\b(?:forbid|reject|disallow)/i],
];

/** That something is left unsaid: one complaint, whether it begins with "does not say" or with "fails to mention". */
const SAYING =
  /\b(?:(?:do|does|did|is|are|was|were)(?: not|n['’]t)|fail(?:s|ed)? to|never|only|should|must|needs? to)\s+(?:be\s+)?(?:\w+ly\s+)?(?:ask|say|said|mention|name|naming|explain|tell|told|state|specif|defin|clarif|instruct|describ|address|cover|note)\w*/gi;
const NEGATION =
  /\b(?:not|no|never|without|cannot|nor|neither|wrong|wrongly|incorrect|incorrectly|mistaken|mistakenly)\b|n['’]t\b/gi;
const RESTRICTION = /\b(?:only|alone|unless|except|solely)\b/i;
const QUOTED = /“([^“”]+)”|"([^"]+)"|`([^`]+)`|«([^«»]+)»/g;

/** Words that gradients have in common whatever they are about, and those that carry a direction and no matter. */
const SAID_BY_ALL: ReadonlySet<string> = new Set(
  "prompt instruction instruct model say mention explain tell state specify define clarify describe note address cover make clear rule word message text row example case answer label classify treat consider count need section task enough detail without cannot nor neither wrong wrongly incorrect incorrectly mistaken never only alone unless except solely always fail"
    .split(" ")
    .map(beginning),
);

/** A gradient is asked for in one or two sentences; of a longer one, these are read. */
const MOST = 20;

/** The claims of a text, one for each sentence. */
export function claimsOf(text: string): Claim[] {
  return text
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => sentence.trim() !== "")
    .slice(0, MOST)
    .map((sentence) => {
      const plain = sentence.replace(SAYING, " ");
      const words = [...contentWords(plain)].filter((word) => !OPPOSITES.flat().some((side) => side.test(word)));
      return {
        quoted: new Set(Array.from(sentence.matchAll(QUOTED), (found) => found.slice(1).find(Boolean)!.toLowerCase())),
        about: new Set(words.map(beginning).filter((word) => !SAID_BY_ALL.has(word))),
        negated: (plain.match(NEGATION)?.length ?? 0) % 2 === 1,
        restricted: RESTRICTION.test(plain),
        sides: OPPOSITES.map((sides) => sides.findIndex((side) => side.test(plain))),
      };
    });
}

/** Endings differ where the matter is the same: "sarcasm", "sarcastic". */
function beginning(word: string): string {
  return word.slice(0, 6);
}
