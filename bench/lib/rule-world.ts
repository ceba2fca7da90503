/**
 * Worlds whose truth is a formula: a prompt that names n of 8 rules is right on 0.5 + n / 16 of the rows, where rules are of one
 * worth. An edit mends one of the reasons that it is shown, or all of them: how fast a search can go at best is set by that alone.
 */
import { NO_USAGE, type Model } from "../../src/core/model.ts";
import { rng as stream, sample, shuffle, type Rng } from "../../src/core/rng.ts";
import { families, type Family, type WorldRow } from "../../src/testing/worlds/families.ts";
import {
  FILLERS,
  GROUPS,
  pick,
  reasonFor,
  reworded,
  sentenceFor,
  sentencesOf,
  statementOf,
  statementsOf,
} from "../../src/testing/worlds/language.ts";
import { answerRequest } from "../../src/testing/worlds/optimizer-model.ts";
import { readWorldRequest, type ShownRow, type WorldRequest } from "../../src/testing/worlds/request.ts";
import { isMark, partsOfPrompt, plainly, taskModel } from "../../src/testing/worlds/task-model.ts";

/** How a writer edits, and how much each rule is worth. */
interface RuleKind {
  /** The share of the rows that hold the word of each rule; half of all rows hold one. */
  readonly shares: readonly number[];
  /** The reasons that an edit mends, of those that it is shown. */
  readonly mends: (reasons: readonly string[], rng: Rng) => readonly string[];
  /** The share of edits that lose a sentence of the section. */
  readonly forgets: number;
}

const RULES = 8;
const EVEN: readonly number[] = Array.from({ length: RULES }, () => 1 / (2 * RULES));
/** Each rule is worth less than the one before, as 1, 1/2, 1/3 and so on. */
const UNEVEN: readonly number[] = shrinking();

function shrinking(): number[] {
  const weights = EVEN.map((_, i) => 1 / (i + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / (2 * sum));
}

/**
 * `one`: an edit mends one reason; `all`: every one; `uneven`: each with even odds, while rules are worth less and less, and a third
 * of the edits lose a sentence. No default was chosen on `uneven`.
 */
const KINDS = {
  one: { shares: EVEN, mends: (reasons, rng) => sample(reasons, 1, rng), forgets: 0 },
  all: { shares: EVEN, mends: (reasons) => reasons, forgets: 0 },
  uneven: { shares: UNEVEN, mends: (reasons, rng) => reasons.filter(() => rng.next() < 0.5), forgets: 1 / 3 },
} satisfies Readonly<Record<string, RuleKind>>;

export type RuleKindName = keyof typeof KINDS;

const SYLLABLES = ["zan", "mor", "kel", "ska", "bre", "dun", "gra", "hup"];
const NOUNS = "harbor lamp window ticket copper garden letter bridge river stone paper candle market".split(" ");
/** Wordings make no difference here. */
const FAMILY: Family = { ...families.rules, slips: GROUPS[0]!.map(() => 0) };

export interface RuleWorld {
  readonly prompt: string;
  readonly rows: readonly WorldRow[];
  readonly model: Model;
  /** The share of rows that a section gets right, exactly. */
  readonly truth: (section: string) => number;
}

export function ruleWorld(name: RuleKindName, seed: number, rows: number): RuleWorld {
  const kind: RuleKind = KINDS[name];
  const random = stream(seed).fork("rule world");
  const marks = shuffle(SYLLABLES, random.fork("marks")).map((syllable) => `${syllable}${pick(SYLLABLES, random)}`);
  const task = taskModel(FAMILY, seed);
  const model: Model = {
    id: `sim:rule-world?mends=${name}&seed=${seed}`,
    pricing: "free",
    simulated: true,
    holds: { choice: false, json: true },
    async generate({ messages, sample: number }) {
      const content = messages.at(-1)?.content ?? "";
      const asked = readWorldRequest(messages);
      if (asked === undefined) {
        const { section, message } = partsOfPrompt(content);
        return { text: task.answer(section, message), finish: "stop", usage: NO_USAGE };
      }
      const own = stream(seed).fork(`reply ${number} ${content}`);
      const items = itemsFor(asked, kind, own) ?? answerRequest(asked, FAMILY, task, 1, own);
      return { text: JSON.stringify({ items }), finish: "stop", usage: NO_USAGE };
    },
  };
  return {
    prompt: `# Task\n${GROUPS[0]![0]!}\n\n# Message\n{{message}}\n\n# Answer\nyes or no:`,
    rows: Array.from({ length: rows }, (_, i) => rowOf(marks, kind.shares, random.fork(`row ${i}`))),
    model,
    truth: (section) => {
      const said = statementsOf(sentencesOf(section));
      const named = kind.shares.filter((_, i) => said.get(marks[i]!)?.kind === "turns");
      return 0.5 + named.reduce((sum, share) => sum + share, 0);
    },
  };
}

function rowOf(marks: readonly string[], shares: readonly number[], rng: Rng): WorldRow {
  const bright = rng.next() < 0.5;
  const mark = marks[placeOf(rng.next(), shares)];
  const words = [bright ? "bright" : "dark", ...(mark === undefined ? [] : [mark]), ...sample(NOUNS, 9, rng)];
  return { message: shuffle(words, rng).join(" "), label: bright === (mark === undefined) ? "yes" : "no" };
}

/** The share into which a number from 0 to 1 falls, one after the other; -1 for none. */
function placeOf(number: number, shares: readonly number[]): number {
  let end = 0;
  return shares.findIndex((share) => number < (end += share));
}

/** The items of a reply about errors or wordings; undefined for requests that are answered as in the other worlds. */
function itemsFor(request: WorldRequest, { mends, forgets }: RuleKind, rng: Rng): string[] | undefined {
  const { asked, section, errors, gradient, count } = request;
  const sentences = sentencesOf(section);
  const items = Array.from({ length: count }, (_, i) => rng.fork(`item ${i}`));
  if (asked === "paraphrase")
    return items.map((own) =>
      sentences.map((sentence) => (own.next() < 0.6 ? reworded(sentence, own) : sentence)).join(" "),
    );
  if (asked === "gradient") {
    const found = shuffle(marksOf(errors, section), rng);
    return items.map((own, i) =>
      reasonFor(found[i] === undefined ? undefined : { kind: "turns", subject: found[i] }, own),
    );
  }
  if (asked !== "edit" && asked !== "rewrite") return undefined;
  const shown =
    asked === "rewrite"
      ? marksOf(errors, section)
      : sentencesOf(gradient).flatMap((reason) => statementOf(reason)?.subject ?? []);
  return items.map((own) => {
    const mended = mends(shown, own);
    const added = mended.map((subject) => sentenceFor({ kind: "turns", subject }, own));
    const lost = forgets > 0 && own.next() < forgets ? Math.floor(own.next() * sentences.length) : -1;
    const kept = sentences.filter((_, i) => i !== lost);
    return [...kept, ...(added.length > 0 ? added : [pick(FILLERS, own)])].join(" ");
  });
}

/** The words of which the rows show that they turn a message around, as any reader sees; none that the section names. */
function marksOf(errors: readonly ShownRow[], section: string): string[] {
  const said = statementsOf(sentencesOf(section));
  const telling = errors.filter(({ words, right }) => plainly(words) !== (right === "yes"));
  return [...new Set(telling.flatMap(({ words }) => words.filter((word) => isMark(word) && !said.has(word))))];
}
