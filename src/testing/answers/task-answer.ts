/** The simulated task model of a library's desk: answers from the notes in its prompt, in the way that the prompt's rules ask for. */
import type { Message, ModelRequest } from "../../core/model.ts";
import type { TaskAnswer } from "../rules/follower.ts";
import { promptReader } from "../rules/read-prompt.ts";
import { remembered } from "../rules/remembered.ts";
import { rulesIn } from "../rules/rule.ts";
import { ANSWERS } from "./language.ts";
import { BRIEF, CAUTIOUS, EXACT, GREETING, NEXT, OFFICIAL, PROMOTE, UNKNOWN, type DeskRule } from "./rules.ts";
import { sentences, shared } from "./words.ts";

const readPrompt = promptReader({ row: ["question", "message", "reader"], answer: ["answer", "reply"] });
const NOTES = /<notes>([\s\S]*?)<\/notes>/i;
const rulesOf = remembered(2_000, (instruction: string) => new Set<DeskRule>(rulesIn(ANSWERS, instruction)));

/** Words that a sentence of the notes must share with the question to answer it. */
const ENOUGH = 2;

/** The answer by the rules that the prompt states, and the bare first sentence of the notes. */
export function answerQuestion({ messages }: Pick<ModelRequest, "messages">): TaskAnswer {
  const notes: string[] = [];
  // The notes are data: what they say is no rule.
  const plain = messages.map(({ role, content }): Message => ({
    role,
    content: content.replace(NOTES, (_, inside: string) => (notes.push(inside.trim()), "")),
  }));
  const { instruction, row } = readPrompt(plain);
  const known = sentences(notes.join(" "));
  const [first = "I do not know."] = known;
  return { answer: written(rulesOf(instruction), row, known), mistake: first };
}

function written(stated: ReadonlySet<DeskRule>, question: string, known: readonly string[]): string {
  const has = (rule: DeskRule): boolean => stated.has(rule);
  return [
    ...(has(GREETING) ? ["Hello, and thank you for your question."] : []),
    ...(has(OFFICIAL) ? ["With reference to your enquiry we inform you as follows."] : []),
    coreOf(stated, question, known),
    ...(has(BRIEF) ? [] : ["Many readers ask us about this.", "The library is a place for everybody."]),
    ...(has(NEXT) ? ["As a next step, please ask at the desk or write to us."] : []),
    ...(has(PROMOTE) ? ["By the way, the friends of the library look for members."] : []),
    ...(has(CAUTIOUS) ? ["All of this is without guarantee."] : []),
  ].join(" ");
}

/** The sentence that answers: the fitting one of the notes if it is asked for the facts, else the first. */
function coreOf(stated: ReadonlySet<DeskRule>, question: string, known: readonly string[]): string {
  const [best, most] = known
    .map((sentence) => [sentence, shared(sentence, question)] as const)
    .reduce((one, other) => (other[1] > one[1] ? other : one), ["", 0] as readonly [string, number]);
  if (most < ENOUGH)
    return stated.has(UNKNOWN) ? "The notes do not say this, and I will not guess." : "Yes, that is no problem at all.";
  return stated.has(EXACT) ? best : (known[0] ?? best);
}
