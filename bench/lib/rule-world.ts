/**
 * A world whose truth is a formula: a prompt that names n of its 8 rules is right on 0.5 + n / 16 of the rows. An edit mends
 * one of the reasons that it is shown, or all of them: how fast a search can go at best is set by that alone.
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

/** Whether an edit mends one reason, or all that it is shown. */
export type Mends = "one" | "all";

const RULES = 8;
/** Half of the rows hold the word of a rule; each rule has as many of them. */
const SHARE = 1 / (2 * RULES);
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

export function ruleWorld(mends: Mends, seed: number, rows: number): RuleWorld {
  const random = stream(seed).fork("rule world");
  const marks = shuffle(SYLLABLES, random.fork("marks")).map((syllable) => `${syllable}${pick(SYLLABLES, random)}`);
  const task = taskModel(FAMILY, seed);
  const model: Model = {
    id: `sim:rule-world?mends=${mends}&seed=${seed}`,
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
      const items = itemsFor(asked, mends, own) ?? answerRequest(asked, FAMILY, task, 1, own);
      return { text: JSON.stringify({ items }), finish: "stop", usage: NO_USAGE };
    },
  };
  return {
    prompt: `# Task\n${GROUPS[0]![0]!}\n\n# Message\n{{message}}\n\n# Answer\nyes or no:`,
    rows: Array.from({ length: rows }, (_, i) => rowOf(marks, random.fork(`row ${i}`))),
    model,
    truth: (section) => {
      const said = statementsOf(sentencesOf(section));
      return 0.5 + marks.filter((mark) => said.get(mark)?.kind === "turns").length * SHARE;
    },
  };
}

function rowOf(marks: readonly string[], rng: Rng): WorldRow {
  const bright = rng.next() < 0.5;
  const mark = marks[Math.floor(rng.next() / SHARE)];
  const words = [bright ? "bright" : "dark", ...(mark === undefined ? [] : [mark]), ...sample(NOUNS, 9, rng)];
  return { message: shuffle(words, rng).join(" "), label: bright === (mark === undefined) ? "yes" : "no" };
}

/** The items of a reply about errors or wordings; undefined for requests that are answered as in the other worlds. */
function itemsFor(request: WorldRequest, mends: Mends, rng: Rng): string[] | undefined {
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
    const mended = mends === "one" ? sample(shown, 1, own) : shown;
    const added = mended.map((subject) => sentenceFor({ kind: "turns", subject }, own));
    return [...sentences, ...(added.length > 0 ? added : [pick(FILLERS, own)])].join(" ");
  });
}

/** The words of which the rows show that they turn a message around, as any reader sees; none that the section names. */
function marksOf(errors: readonly ShownRow[], section: string): string[] {
  const said = statementsOf(sentencesOf(section));
  const telling = errors.filter(({ words, right }) => plainly(words) !== (right === "yes"));
  return [...new Set(telling.flatMap(({ words }) => words.filter((word) => isMark(word) && !said.has(word))))];
}
