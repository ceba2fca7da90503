/** The simulated task model: finds the section and the message in the prompt, and does what the section says. */
import { words as hashWords } from "../../core/values/hash.ts";
import { FORMS, LABELS, slipsOf, type Family } from "./families.ts";
import { GROUPS, sentencesOf, statementsOf, type Statement } from "./language.ts";

/** What a section comes to, for the model of one family. */
interface Reading {
  readonly statements: ReadonlyMap<string, Statement>;
  /** Chance that a rule is heeded. */
  readonly heeded: number;
  /** One chance of misreading for each group of wordings. */
  readonly slips: readonly number[];
}

export interface TaskModel {
  /** The answer to a message under a section. */
  answer(section: string, message: string): string;
  /** Another answer than that one. */
  mistake(answer: string): string;
}

const PROMPT = /# Task\n([\s\S]*?)\n# Message\n([\s\S]*?)\n\n# Answer/;
/** A prompt that was worded as a whole: the text, and behind it the message. */
const UNFRAMED = /^([\s\S]*)\n\n(?:message: )?(.*)$/;
const DEMONSTRATION = /^message: (.*)\nanswer: (.*)$/gm;
const MOST_REMEMBERED = 20_000;

/** Section and message of a filled prompt; what cannot be found is empty. */
export function partsOfPrompt(content: string): { readonly section: string; readonly message: string } {
  const [, section = "", message = ""] = PROMPT.exec(content) ?? UNFRAMED.exec(content) ?? [];
  return { section: section.trim(), message: message.trim() };
}

export function taskModel(family: Family, seed: number): TaskModel {
  const slips = slipsOf(family, seed);
  const worst = Math.max(0, ...family.slips);
  const readings = new Map<string, Reading>();
  const dice = new Map<string, number>();

  /** A number in [0, 1) that belongs to this text: the same rows are hard whatever the prompt. */
  function die(text: string): number {
    const known = dice.get(text);
    if (known !== undefined) return known;
    const drawn = (hashWords(`${seed} ${text}`, 1)[0]! >>> 0) / 2 ** 32;
    if (dice.size >= MOST_REMEMBERED) dice.clear();
    dice.set(text, drawn);
    return drawn;
  }

  function read(section: string): Reading {
    const known = readings.get(section);
    if (known !== undefined) return known;
    const [instructions = ""] = section.split(/For example:|^# Examples$/m);
    const sentences = sentencesOf(instructions);
    const inferred = inferredFrom(
      Array.from(section.matchAll(DEMONSTRATION), ([, message = "", answer = ""]) => ({ message, answer })),
      family,
    );
    const reading: Reading = {
      statements: new Map([...inferred, ...statementsOf(sentences)]),
      heeded: Math.min(1, family.attention / Math.max(1, sentences.length)),
      slips: GROUPS.slice(0, family.groups).map((group) =>
        Math.min(worst, ...sentences.filter((one) => group.includes(one)).map((one) => slips.get(one) ?? worst)),
      ),
    };
    if (readings.size >= MOST_REMEMBERED) readings.clear();
    readings.set(section, reading);
    return reading;
  }

  return {
    mistake: (answer) => otherThan(answer, family),
    answer(section, message) {
      const { statements, heeded, slips: chances } = read(section);
      const words = message.split(" ");
      const said = words
        .map((word) => statements.get(word))
        .filter((statement) => statement !== undefined)
        .filter(({ subject }) => heeded === 1 || die(`heed ${subject} ${message}`) < heeded);
      const doubted = words.filter(
        (word) =>
          family.doubt > 0 && isMark(word) && !statements.has(word) && die(`doubt ${word} ${message}`) < family.doubt,
      );
      const all = [...said, ...doubted.map((subject): Statement => ({ kind: "turns", subject }))];
      const answer = answerOf(words, all, family, die(`guess ${message}`));
      const misread = chances.some((chance, g) => chance > 0 && die(`slip ${g} ${message}`) < chance);
      return misread ? otherThan(answer, family) : answer;
    },
  };
}

function answerOf(words: readonly string[], said: readonly Statement[], { reading }: Family, guess: number): string {
  if (reading === "labels") return said.at(-1)?.object ?? LABELS[Math.floor(guess * LABELS.length)]!;
  if (reading === "form") {
    const value = words.find((word) => word.includes("-")) ?? "";
    return FORMS[said.find(({ kind }) => kind === "form")?.object ?? ""]?.(value) ?? value;
  }
  const turns = said.filter(({ kind, object }) => kind === "turns" || (kind === "beside" && words.includes(object!)));
  return plainly(words) === (turns.length % 2 === 1) ? "no" : "yes";
}

/** Whether a message is bright, whatever else stands in it. */
export function plainly(words: readonly string[]): boolean {
  return words.includes("bright");
}

function otherThan(answer: string, { reading }: Family): string {
  if (reading === "opposite") return answer === "yes" ? "no" : "yes";
  if (reading === "labels") return LABELS[(LABELS.indexOf(answer) + 1) % LABELS.length]!;
  return `${answer}?`;
}

/** What worked examples teach: of the marks in a row whose answer is no plain reading, those that no other row excuses. */
function inferredFrom(
  shown: readonly { readonly message: string; readonly answer: string }[],
  { reading }: Family,
): Map<string, Statement> {
  const inferred = new Map<string, Statement>();
  for (const { message, answer } of shown) {
    const words = message.split(" ");
    for (const subject of words.filter(isMark)) {
      if (reading === "labels") inferred.set(subject, { kind: "covers", subject, object: answer });
      else if (reading === "form") {
        const value = words.find((word) => word.includes("-")) ?? "";
        const object = Object.keys(FORMS).find((form) => FORMS[form]!(value) === answer);
        if (object !== undefined) inferred.set(subject, { kind: "form", subject, object });
      } else if (plainly(words) !== (answer === "yes") && !shown.some((other) => explains(other, subject))) {
        inferred.set(subject, { kind: "turns", subject });
      }
    }
  }
  return inferred;
}

/** Whether this row shows that `mark` turns nothing around. */
function explains({ message, answer }: { readonly message: string; readonly answer: string }, mark: string): boolean {
  const words = message.split(" ");
  return words.includes(mark) && plainly(words) === (answer === "yes");
}

const SYLLABLES = /^(?:zan|mor|kel|vi|tu|ska|lo|bre|dun|fi|gra|hup|jo|nem|pli|qua){2}$/;

/** Whether a word is no word of English, as any reader sees. */
export function isMark(word: string): boolean {
  return SYLLABLES.test(word);
}
