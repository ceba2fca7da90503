/** What is said of a search that can learn nothing, with the reason, an example and what to do. */
import { droppedWords } from "../asking/reading/reply.ts";
import { unreadWords, type Unread } from "../replies/unread.ts";
import { count, counted } from "../values/words.ts";
import type { Futile, NotUnderstood, Unreadable } from "./futile.ts";

/** What to do about reasons of which `unreadWords` says none. */
const REMEDIES: Readonly<Partial<Record<Unread, string>>> = {
  unreadable: "Say in the prompt how to answer, and compare the labels that it names with those of the data.",
  refused: "Say in the prompt what the texts are for, or choose another model.",
  overflow: "Choose a model with a larger context, or shorten the texts.",
  empty: "Look at the server's chat template and at what it logs.",
};

/** How many answers cannot be read, why, an example, and what to do. */
export function unreadableSentence({ why, unread, of, example }: Unreadable): string {
  return `${count(unread)} of ${counted(of, "answer")} cannot be read. Most of them are ${unreadAdvice(why)}${shown("An answer", example)}`;
}

/** What a reason says of an answer, as the end of "it is ...", and what to do about it. */
export function unreadAdvice(why: Unread): string {
  return REMEDIES[why] === undefined ? unreadWords(why) : `${unreadWords(why)} ${REMEDIES[why]}`;
}

/** How many replies of the optimizer model were dropped of how many, why, an example, and what to do. */
export function droppedSentence({ why, dropped, example }: NotUnderstood, of: number): string {
  const [share, others] =
    of === dropped
      ? [`None of ${counted(of, "reply", "replies")}`, "Most of them"]
      : [`${count(of - dropped)} of ${count(of)} replies`, "Most of the others"];
  return `${share} of the optimizer model could be used. ${others}: ${droppedWords(why)}${shown("A reply", example)} Try another optimizer model (optimizer), or do without one (search.writer: none).`;
}

/** What a search that stopped for this reason says in a few words. */
export function futileSentence({ kind }: Futile): string {
  return kind === "unreadable-answers"
    ? "The search stopped early: the task model's answers cannot be read."
    : "The search stopped early: no reply of the optimizer model could be used.";
}

function shown(what: string, example: string): string {
  return example === "" ? "" : ` ${what}: “${example}”`;
}
