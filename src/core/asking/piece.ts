/** Fills a small question, and takes the one sentence of its reply. */
import type { Example } from "../example.ts";
import type { Message, ModelAnswer } from "../model.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { cleanReply } from "../replies/clean.ts";
import { folded } from "../replies/label-form.ts";
import { fillTemplate } from "../prompt/template.ts";
import { names } from "../prompt/contract.ts";
import { contentWords } from "../values/similarity.ts";
import { inOrderOf, listed } from "../values/words.ts";
import { cut, inLine } from "./fenced.ts";
import type { Dropped } from "./reading/reply.ts";

/** A heading of Markdown: small models reply with a whole prompt, which begins with one. */
const HEADING = /^#{1,6}\s/;

/** Characters of a row that are shown, and of a sentence that is taken. */
const ROW = 200;
const SENTENCE = 300;

/** What a small question shows. */
export interface PieceShown {
  readonly label?: string;
  readonly otherLabel?: string;
  readonly withLabel?: readonly Example[];
  readonly withoutLabel?: readonly Example[];
  /** The instruction to say in other words. */
  readonly instruction?: string;
  /** The word that it is to begin with. */
  readonly opening?: string;
}

/** The messages of a small question. */
export function pieceMessages(
  template: string,
  { label = "", otherLabel = "", withLabel = [], withoutLabel = [], instruction = "", opening }: PieceShown,
  { placeholders }: Pick<Prompt, "placeholders">,
  labels: readonly string[],
): Message[] {
  const rows = (examples: readonly Example[]): string => {
    const texts = examples.map(({ fields }) => placeholders.map((name) => fields[name] ?? "").join(" | "));
    return tagged(texts.map((text) => `- ${inLine(cut(text, ROW))}`).join("\n"));
  };
  const content = fillTemplate(template, {
    label: inOurLine(label),
    other_label: inOurLine(otherLabel),
    with_label: rows(withLabel),
    without_label: rows(withoutLabel),
    instruction: tagged(instruction),
    opening: opening === undefined ? "" : ` that begins with "${opening}"`,
    names:
      labels.length === 0 ? "" : `It must name the answers: ${inOurLine(listed(inOrderOf(labels, instruction)))}. `,
  });
  return [{ role: "user", content }];
}

/** Data between two tags of ours, which it cannot close. */
function tagged(text: string): string {
  return `<data>\n${untagged(text)}\n</data>`;
}

/** Data without what could pass for one of our tags, however it is spaced. */
function untagged(text: string): string {
  return text.replaceAll(/<(?=[\s\p{Cf}]*\/?[\s\p{Cf}]*data(?![\p{L}\p{N}_-]))/giu, "‹");
}

/** Data in a line of ours. */
function inOurLine(text: string): string {
  return untagged(inLine(text));
}

/**
 * The first line of a reply that answers the question, without list marks and quotes around it; or why there is none. What does not
 * name the label that was asked about, or shares no telling word with the instruction, is about something else.
 */
export function readPiece(
  { text, finish }: ModelAnswer,
  { label, instruction = "" }: PieceShown = {},
  labels: readonly string[] = [],
): { readonly items: readonly [string] } | { readonly dropped: Dropped } {
  if (finish === "refusal") return { dropped: "refused" };
  const lines = cleanReply(text, "optimizer").text.split("\n").map(bare);
  const sentence = lines.find((line) => line !== "" && !line.endsWith(":") && !HEADING.test(line));
  if (sentence === undefined) return { dropped: finish === "length" ? "truncated" : "empty" };
  if (sentence.length > SENTENCE) return { dropped: "too long" };
  // Of a reply that was cut off, the first line is whole only when another follows.
  if (finish === "length" && lines.at(-1) === sentence) return { dropped: "truncated" };
  // An object or a list is the answer to another kind of request, a bare label the answer to a row.
  if (/^[[{]/.test(sentence) || labels.some((one) => isBare(sentence, one))) return { dropped: "unreadable" };
  const subjects = label === undefined ? labels.filter((one) => names(instruction, one)) : [label];
  const isAbout = subjects.some((one) => names(sentence, one)) || (label === undefined && alike(sentence, instruction));
  if (subjects.length > 0 && !isAbout) return { dropped: "unreadable" };
  return { items: [label === undefined ? sentence : (BEGUN.exec(sentence)?.[1] ?? sentence)] };
}

function isBare(sentence: string, label: string): boolean {
  const [said, name] = [sentence, label].map((text) => folded(text).replaceAll(/^\P{L}+|\P{L}+$/gu, ""));
  return said === name && name !== "";
}

/** The sentence that a question about a label begins, up to what is new in it: the line of the section names the label. */
const BEGUN = /^an? \S.{0,80}? (?:is|are) \S.{0,80}? (?:if|when|where) (?:it|they) (.+)$/i;

function bare(line: string): string {
  const text = line
    .trim()
    .replace(/^(?:[-*•]|\d+[.)])\s+/, "")
    .replace(/^(?:sentence|instruction|command|answer)\s*:\s*/i, "");
  return /^(["“'`*]+)(.*?)(["”'`*]+)$/.exec(text)?.[2]?.trim() ?? text.trim();
}

function alike(sentence: string, instruction: string): boolean {
  const words = contentWords(instruction);
  return [...contentWords(sentence)].some((word) => words.has(word));
}
