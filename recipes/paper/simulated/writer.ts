/**
 * The simulated optimizer model: guesses from the rows shown which words speak for which answer, adds to the section what a
 * gradient names, and rewords. Like a real one it is sometimes vague and sometimes forgetful.
 */
import { sample, type Rng } from "../../../src/core/rng.ts";
import type { OptimizerRequest, ShownError } from "../../../src/testing/reviews/optimizer-request.ts";
import { sentencesOf } from "../../../src/testing/reviews/rules.ts";
import { type Clue, clueIn, quoted, sentenceFor, signsIn, wordsOf } from "./clues.ts";

/** Chance that a gradient names nothing. */
const VAGUE = 0.2;
/** Words that a gradient names. */
const NAMED = 3;
/** Chance that a paraphrase forgets a sentence, for each sentence but the first. */
const FORGETS = 0.05;
const VAGUE_GRADIENT = "The prompt is not clear enough about what is asked.";
const FILLER = "Read the text carefully.";
const OPENINGS: readonly string[] = ["", "Think first: ", "Decide: ", "Please tell: ", "Answer this: "];
const OPENING = /^(?:Think first|Decide|Please tell|Answer this): /;

/** The items of the reply. */
export function writeReply(request: OptimizerRequest, rng: Rng): string[] {
  const items = Array.from({ length: request.count }, (_, i) => rng.fork(`item ${i}`));
  if (request.asked === "paraphrase") return items.map((own) => reworded(request.section, own));
  if (request.asked === "edit") return items.map((own) => edited(request, own));
  return items.map((own) => {
    const clue = guess(request, own);
    if (clue === undefined) return VAGUE_GRADIENT;
    return `The prompt does not say that ${quoted(clue.words)} speak for ${clue.answer}.`;
  });
}

/** The section with a sentence for what the gradient names; where there is no gradient, for a guess of its own. */
function edited(request: OptimizerRequest, rng: Rng): string {
  const { gradient, section } = request;
  const clue = gradient === "" ? guess(request, rng) : clueIn(gradient);
  const ended = /[.?!]$/.test(section) ? section : `${section}.`;
  return `${ended} ${clue === undefined ? FILLER : sentenceFor(clue, rng)}`;
}

/** Words of which the prompt says nothing yet: the more rows have one, and the more alike their right answers, the likelier. */
function guess({ section, errors }: OptimizerRequest, rng: Rng): Clue | undefined {
  const said = signsIn(section);
  const [right] = sample(errors, 1, rng).map((row) => row.right);
  if (right === undefined || rng.next() < VAGUE) return undefined;
  const left = weigh(errors, right).filter(({ word }) => !said.has(word));
  const words = Array.from({ length: NAMED }, () => {
    let point = rng.next() * left.reduce((sum, { weight }) => sum + weight, 0);
    const index = left.findIndex(({ weight }) => (point -= weight) < 0);
    return index < 0 ? undefined : left.splice(index, 1)[0]!.word;
  }).filter((word) => word !== undefined);
  return words.length === 0 ? undefined : { words, answer: right === "Yes" ? "Yes" : "No" };
}

/** How much the rows make of each word as a sign of this answer. */
function weigh(errors: readonly ShownError[], answer: string): { readonly word: string; readonly weight: number }[] {
  const balance = new Map<string, number>();
  for (const { text, right } of errors)
    for (const word of wordsOf(text)) balance.set(word, (balance.get(word) ?? 0) + (right === answer ? 1 : -1));
  return Array.from(balance, ([word, sum]) => ({ word, weight: Math.max(0, sum) ** 2 }));
}

/** The same in other words, now and then without a sentence. */
function reworded(section: string, rng: Rng): string {
  const [first = "", ...others] = sentencesOf(section);
  const opened = sample(OPENINGS, 1, rng)[0]! + first.replace(OPENING, "");
  const kept = others.filter(() => rng.next() >= FORGETS);
  return [opened, ...kept.map((sentence) => restated(sentence, rng))].join(" ");
}

function restated(sentence: string, rng: Rng): string {
  const clue = clueIn(sentence);
  return clue === undefined ? sentence : sentenceFor(clue, rng);
}
