/**
 * The simulated optimizer model: guesses from the rows shown which words speak for which answer, adds to the section what a
 * gradient names, and rewords. Like a real one it is sometimes vague and sometimes forgetful.
 */
import { sample, type Rng } from "../../../src/core/rng.ts";
import type { OptimizerRequest, ShownError } from "../../../src/testing/reviews/optimizer-request.ts";
import { sentencesOf } from "../../../src/testing/reviews/rules.ts";
import { type Clue, clueIn, cluesIn, sentenceFor, wordsOf } from "./clues.ts";

/** Chance that a gradient names nothing. */
const VAGUE = 0.2;
/** Chance that a paraphrase forgets a sentence, for each sentence but the first. */
const FORGETS = 0.05;
const VAGUE_GRADIENT = "The prompt is not clear enough about what is asked.";
const FILLER = "Read the text carefully.";

/** The items of the reply. */
export function writeReply(request: OptimizerRequest, rng: Rng): string[] {
  const items = Array.from({ length: request.count }, (_, i) => rng.fork(`item ${i}`));
  if (request.asked === "paraphrase") return items.map((own) => reworded(request.section, own));
  if (request.asked === "edit") return items.map((own) => edited(request, own));
  const clues = guesses(request, request.count, rng);
  return clues.map((clue) =>
    clue === undefined ? VAGUE_GRADIENT : `The prompt does not say that “${clue.word}” speaks for ${clue.answer}.`,
  );
}

/** The section with a sentence for what the gradient names; where there is no gradient, for a guess of its own. */
function edited(request: OptimizerRequest, rng: Rng): string {
  const { gradient, section } = request;
  const named = gradient === "" ? guesses(request, 1, rng)[0] : clueIn(gradient);
  const ended = /[.?!]$/.test(section) ? section : `${section}.`;
  return `${ended} ${named === undefined ? FILLER : sentenceFor(named, rng)}`;
}

/** Clues that the prompt does not give yet, each another: the more rows speak for one and the fewer against it, the likelier. */
function guesses({ section, errors }: OptimizerRequest, count: number, rng: Rng): (Clue | undefined)[] {
  const said = cluesIn(section);
  const left = weigh(errors).filter(({ clue }) => !said.has(clue.word));
  return Array.from({ length: count }, () => {
    if (rng.next() < VAGUE) return undefined;
    let point = rng.next() * left.reduce((sum, { weight }) => sum + weight, 0);
    const index = left.findIndex(({ weight }) => (point -= weight) < 0);
    return index < 0 ? undefined : left.splice(index, 1)[0]!.clue;
  });
}

function weigh(errors: readonly ShownError[]): { readonly clue: Clue; readonly weight: number }[] {
  const balance = new Map<string, number>();
  for (const { text, right } of errors)
    for (const word of wordsOf(text)) balance.set(word, (balance.get(word) ?? 0) + (right === "Yes" ? 1 : -1));
  return Array.from(balance, ([word, sum]) => ({
    clue: { word, answer: sum > 0 ? "Yes" : "No" },
    weight: sum ** 2,
  }));
}

/** The same in other words, now and then without a sentence. */
function reworded(section: string, rng: Rng): string {
  const [first = "", ...others] = sentencesOf(section);
  const kept = others.filter(() => rng.next() >= FORGETS);
  return [first, ...kept]
    .map((sentence) => {
      const clue = clueIn(sentence);
      return clue === undefined ? sentence : sentenceFor(clue, rng);
    })
    .join(" ");
}

