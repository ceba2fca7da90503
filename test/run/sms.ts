/** Real messages, a task model that takes as spam what has one of the words of its prompt, and an optimizer model that writes such words. */
import { fileURLToPath } from "node:url";
import { readDataset } from "../../src/datasets/index.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import type { OptimizeOptions } from "../../src/jobs/optimize.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { asksForReasons } from "../core/toy.ts";

const { rows } = await readDataset(fileURLToPath(new URL("../fixtures/sms/messages.csv", import.meta.url)));

export const MESSAGES: readonly Readonly<Record<string, string>>[] = rows.map(({ fields }) => fields);

/** Few words: high precision, and a recall of about 0.9. */
export const CAREFUL = "claim, prize, txt, www, urgent, ringtone, £, 150p, club, http, mins, #####";
/** More words: every spam is found, and some ham is taken for it. */
export const WIDE = `${CAREFUL}, channel, freephone, sleepingwith, refused, masked, free, call, chat, reply, text, luv, sex, dear, new, win, date, your`;

const MARK = "Spam has one of these: ";
export const promptOf = (words: string): string =>
  `# Task\nIs this message spam or ham?\n${MARK}${words}\n\n# Input\n{{text}}`;
const sectionOf = (words: string): string => `Is this message spam or ham?\n${MARK}${words}`;

function answer(text: string): string {
  const words = (/Spam has one of these: (.*)/.exec(text)?.[1] ?? "").split(", ");
  const message = text.slice(text.indexOf("# Input") + 8).toLowerCase();
  return words.some((word) => (word === "#####" ? /\d{5}/.test(message) : message.includes(word))) ? "spam" : "ham";
}

/** @param written the words of its edits, by turns */
export function spamModels(written: readonly string[]): { readonly model: Model; readonly optimizer: Model } {
  const write = ({ messages, sample }: ModelRequest): string => {
    const items = asksForReasons(messages[0]!.content)
      ? ["It knows too few words."]
      : [sectionOf(written[sample % written.length]!)];
    return JSON.stringify({ items });
  };
  return {
    model: scriptedModel((request) => answer(request.messages[0]!.content), { id: "words" }),
    optimizer: scriptedModel(write, { id: "writer" }),
  };
}

export type SpamOptions = OptimizeOptions<Readonly<Record<string, string>>>;

/** A search of two rounds with these edits, from a prompt with these words. */
export function spamRun(written: readonly string[], first = "claim"): SpamOptions {
  return {
    prompt: promptOf(first),
    examples: MESSAGES,
    metric: "macro-f1",
    ...spamModels(written),
    search: {
      rounds: 2,
      beamWidth: 3,
      minibatchSize: 40,
      errorGroups: 1,
      gradientsPerGroup: 1,
      editsPerGradient: 1,
      paraphrasesPerPrompt: 4,
      headroom: false,
    },
    selection: { perCandidate: 60 },
  };
}
