/**
 * A world whose sizes can be chosen, for measuring what a run costs: each row is about one topic, each topic has its label, and
 * the prompt says of none which. Both models read their messages only, and count four characters as a token.
 */
import { words as hashWords } from "../../src/core/values/hash.ts";
import type { Message, Model } from "../../src/core/model.ts";
import { rng, sample, type Rng } from "../../src/core/rng.ts";
import { readWorldRequest, type WorldRequest } from "../../src/testing/worlds/request.ts";

/** What the cost of a run is measured against. */
export interface Sizes {
  /** Of the initial prompt without a row, in tokens. */
  readonly prompt: number;
  /** Of one row, in tokens. */
  readonly row: number;
  readonly rows: number;
  readonly labels: number;
  readonly rounds: number;
}

export interface ScaleWorld {
  readonly prompt: string;
  readonly examples: readonly { readonly message: string; readonly label: string }[];
  readonly model: Model;
}

export const CHARACTERS_PER_TOKEN = 4;
/** More than any run here finds, so that no search ends because there is nothing left to mend. */
const TOPICS = 60;
const VERBS = ["Say", "Tell", "Decide", "Judge", "Find out", "Determine"];
const WORDS =
  "the order came late and box was torn but support answered soon with a refund so all is well again after two weeks of waiting".split(
    " ",
  );
/** Chance that a gradient names what is missing. */
const SKILL = 0.7;

export function scaleWorld({ prompt, row, rows, labels }: Sizes, seed: number): ScaleWorld {
  const names = Array.from({ length: labels }, (_, i) => `label${String(i).padStart(2, "0")}`);
  const frame = `\n\n# Output\nOne of: ${names.join(", ")}.\n\n# Message\n{{message}}\n\nLabel:`;
  const opening = `# Task\n${VERBS[0]} which label this message has`;
  const room = prompt * CHARACTERS_PER_TOKEN - opening.length - frame.length + "{{message}}".length;
  return {
    prompt: `${opening}${filler(room, rng("prompt"))}.${frame}`,
    examples: Array.from({ length: rows }, (_, i) => {
      const own = rng(seed).fork(`row ${i}`);
      const topic = Math.floor(own.next() * TOPICS);
      const about = `topic${topic} `;
      return {
        message: about + filler(row * CHARACTERS_PER_TOKEN - about.length, own).trimStart(),
        label: names[topic % labels]!,
      };
    }),
    model: {
      id: `sim:scale?seed=${seed}`,
      holds: { choice: false, json: true },
      async generate({ messages, sample: number }) {
        const asked = readWorldRequest(messages);
        const own = rng(seed).fork(`reply ${number} ${messages.at(-1)!.content}`);
        const text =
          asked === undefined
            ? answer(messages.at(-1)!.content, names)
            : JSON.stringify({ items: Array.from({ length: asked.count }, (_, i) => reply(asked, own.fork(`${i}`))) });
        return { text, finish: "stop", usage: usageOf(messages, text) };
      },
    },
  };
}

/** Words of about `length` characters in all. */
function filler(length: number, own: Rng): string {
  let text = "";
  while (text.length < length) text += ` ${WORDS[Math.floor(own.next() * WORDS.length)]!}`;
  return text;
}

/** The label that the prompt gives to the message's topic; where it gives none, a guess that stays the same. */
function answer(content: string, names: readonly string[]): string {
  const at = content.indexOf("# Message");
  const topic = /topic\d+/.exec(content.slice(at))?.[0] ?? "";
  const said = new RegExp(`${topic} is (label\\d+)`).exec(content.slice(0, at))?.[1];
  return said ?? names[(hashWords(content.slice(at), 1)[0]! >>> 0) % names.length]!;
}

function reply({ asked, section, errors, gradient }: WorldRequest, own: Rng): string {
  if (asked === "gradient") {
    const [error] = sample(errors, 1, own);
    if (error === undefined || own.next() >= SKILL)
      return "The prompt is not clear enough about what each label means.";
    const topic = error.words.find((word) => word.startsWith("topic"));
    return `The prompt does not say what belongs to each label, such as that ${topic} is ${error.right}.`;
  }
  const [found] = /topic\d+ is label\d+/.exec(gradient) ?? [];
  if (asked === "edit") return `${section} ${found === undefined ? "Read with care" : found}.`;
  const verb = VERBS.find((one) => section.startsWith(one)) ?? "";
  const [other = ""] = sample(
    VERBS.filter((one) => one !== verb),
    1,
    own,
  );
  return other + section.slice(verb.length);
}

function usageOf(
  messages: readonly Message[],
  text: string,
): { input: number; output: number; cachedInput: 0; reasoning: 0 } {
  const tokens = (length: number): number => Math.ceil(length / CHARACTERS_PER_TOKEN);
  const input = tokens(messages.reduce((sum, { content }) => sum + content.length, 0));
  return { input, output: tokens(text.length), cachedInput: 0, reasoning: 0 };
}
