/**
 * Phrase edits: a part is cut into phrases, and a successor is the parent with one phrase added, deleted, swapped
 * or paraphrased at random. GrIPS (Prasad et al. 2022, arXiv 2203.07281), over a beam. Where GrIPS takes phrases from a
 * parser, these end at punctuation and before the small words that open a phrase in English.
 */
import type { Propose } from "./beam/proposal.ts";
import type { Candidate, Origin } from "../candidate.ts";
import { nthPart, partText } from "../prompt/prompt.ts";
import type { Rng } from "../rng.ts";
import type { Tools } from "../tools.ts";
import { beamSearch } from "./beam/beam.ts";
import { planBeam } from "./beam/plan.ts";
import type { Method } from "./method.ts";

export const phraseEdit: Method = {
  name: "phrase-edit",
  about: "adds, deletes, swaps or paraphrases one phrase at random, over a beam",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection"],
  search: (options) => {
    const { maxSuccessors } = options;
    return beamSearch((tools) => editPhrases(tools, maxSuccessors), maxSuccessors, {
      ...options,
      screenOnErrors: false,
    });
  },
  // Only a paraphrase is a call; at most every edit is one.
  plan: (options, sizes) => {
    const { maxSuccessors } = options;
    return planBeam({ observed: 0, asked: maxSuccessors, written: maxSuccessors }, options, sizes);
  },
};

const OPENS_PHRASE =
  /^(?:and|or|but|if|when|where|while|because|that|which|who|whether|with|without|from|for|by|in|on|of|to|as)$/i;
const LONGEST = 5;

/** The phrases of a text; joined, they are the text again. */
export function phrasesOf(text: string): string[] {
  const phrases: string[] = [];
  let phrase = "";
  let words = 0;
  for (const piece of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
    const word = piece.trim();
    if (words > 1 && (OPENS_PHRASE.test(word) || words >= LONGEST)) close();
    phrase += piece;
    words += 1;
    if (/[.,;:!?]["”')]*$/.test(word)) close();
  }
  close();
  return phrases;

  function close(): void {
    if (phrase !== "") phrases.push(phrase);
    phrase = "";
    words = 0;
  }
}

/** A part with one phrase changed, and the request that brought the words, if one did. */
interface Edited {
  readonly text: string | undefined;
  readonly asked?: "paraphrase";
}

/**
 * Successors with one phrase changed.
 * @param mayAsk whether a phrase may be put in other words, by the optimizer model; default true
 */
export function editPhrases(tools: Tools, count: number, mayAsk = true): Propose {
  const initial = tools.task.prompt;
  return async ({ parent, round, rng, budget }) => {
    const { prompt } = parent;
    const shares = Array.from({ length: count }, () => budget.reserve(1));
    const written = await Promise.all(
      shares.map(async (share, i): Promise<Candidate | undefined> => {
        const part = nthPart(prompt, i);
        const { text, asked } = await edited(part, rng.fork(`edit ${i}`), share);
        if (text === undefined) return undefined;
        const changed = tools.admit({ [part]: text }, prompt, [], round, asked);
        const origin: Origin = { kind: "phrase-edit", parent: prompt.id, ...(asked && { asked }) };
        return changed && { prompt: changed, origin, round };
      }),
    );
    return { successors: written.filter((one) => one !== undefined), seen: [] };

    async function edited(part: string, random: Rng, share: typeof budget): Promise<Edited> {
      const phrases = phrasesOf(partText(prompt, part));
      const place = (length: number): number => Math.floor(random.next() * length);
      // What the parent has lost of the initial part can be added again.
      const lost = phrasesOf(partText(initial, part)).filter(
        (phrase) => !phrases.some((own) => own.trim() === phrase.trim()),
      );
      const operations = [
        ...(mayAsk ? ["paraphrase"] : []),
        ...(phrases.length > 1 ? ["delete", "swap"] : []),
        ...(lost.length > 0 ? ["add"] : []),
      ];
      const operation = operations[place(operations.length)];
      if (operation === undefined) return { text: undefined };
      const at = place(phrases.length);
      if (operation === "delete") return { text: phrases.toSpliced(at, 1).join("") };
      if (operation === "add")
        return { text: joined(phrases.toSpliced(place(phrases.length + 1), 0, lost[place(lost.length)]!)) };
      if (operation === "swap") {
        const other = (at + 1 + place(phrases.length - 1)) % phrases.length;
        return { text: joined(phrases.with(at, phrases[other]!).with(other, phrases[at]!)) };
      }
      const phrase = phrases[at] ?? partText(prompt, part);
      const [reworded] = await tools.ask({
        asked: "paraphrase",
        prompt,
        part,
        phrase: phrase.trim(),
        count: 1,
        round,
        rng: random,
        budget: share,
      });
      return { text: reworded === undefined ? undefined : joined(phrases.with(at, reworded)), asked: "paraphrase" };
    }
  };
}

function joined(phrases: readonly string[]): string {
  return phrases.map((phrase) => phrase.trim()).join(" ");
}
