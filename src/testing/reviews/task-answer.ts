/** The simulated task model: finds the review and what it was told to do in the messages, and answers with a label. */
import type { Message, ModelRequest } from "../../core/model.ts";
import { labelsAmong, labelsNamed } from "./labels.ts";
import { judge, type Reading } from "./reading.ts";
import { readingOf } from "./rules.ts";
import { readSentence, type Sentence } from "./sentence.ts";

/** A line that introduces the text to judge. */
const REVIEW_MARK = /^[ \t>*-]*(?:\w+ ){0,6}(?:text|review|sentence|input|comment|statement)[ \t]*:\s*/gim;
/** What ends it: a blank line, a heading, or the line that the answer belongs on. */
const REVIEW_END = /\n[ \t]*(?:\n|#{1,6} |(?:label|answer|sentiment|prediction|output|class|category)[ \t]*:)/i;
const TAGGED = /<(text|review|sentence|input|comment)>([\s\S]*?)<\/\1>/gi;
/** A worked example's lines, which are no instruction. */
const EXAMPLE_LINE = /^[ \t]*(?:text|review|sentence|input|comment|label|answer|sentiment)[ \t]*:.*$/gim;

/** Parses of prompts and of reviews already met: a run asks about the same ones again and again. */
const readings = new Map<string, Reading>();
const sentences = new Map<string, Sentence>();
const MOST_READINGS = 2_000;
const MOST_SENTENCES = 20_000;

/** The answer, and the one that it would give by mistake. */
export function answerTask({ messages, format }: Pick<ModelRequest, "messages" | "format">): {
  readonly answer: string;
  readonly mistake: string;
} {
  const { instruction, review } = splitPrompt(messages);
  const reading = remembered(readings, MOST_READINGS, instruction, readingOf);
  const pole = judge(remembered(sentences, MOST_SENTENCES, review, readSentence), reading);
  const labels = format.kind === "choice" ? labelsAmong(format.choices) : labelsNamed(instruction);
  const [answer, mistake] =
    pole === "positive" ? [labels.positive, labels.negative] : [labels.negative, labels.positive];
  if (format.kind !== "json") return { answer, mistake };
  const filled = (label: string): string =>
    JSON.stringify(Object.fromEntries(Object.keys(format.schema["properties"] ?? {}).map((name) => [name, label])));
  return { answer: filled(answer), mistake: filled(mistake) };
}

/** The review to judge, and everything around it. */
export function splitPrompt(messages: readonly Message[]): { readonly instruction: string; readonly review: string } {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const content = messages[last]?.content ?? "";
  const { start, end } = findReview(content);
  const around = [
    ...messages.filter((_, i) => i !== last).map((message) => message.content),
    content.slice(0, start),
    content.slice(end),
  ];
  return { instruction: around.join("\n").replace(EXAMPLE_LINE, ""), review: content.slice(start, end) };
}

/** After the last mark such as `Text:`; else between tags, else the last paragraph, quotation, or part after a colon. */
function findReview(content: string): { start: number; end: number } {
  const mark = Array.from(content.matchAll(REVIEW_MARK)).at(-1);
  if (mark !== undefined) {
    const start = mark.index + mark[0].length;
    const end = content.slice(start).search(REVIEW_END);
    return { start, end: end < 0 ? content.length : start + end };
  }
  const tagged = Array.from(content.matchAll(TAGGED)).at(-1);
  if (tagged !== undefined) {
    const start = tagged.index + tagged[1]!.length + 2;
    return { start, end: start + tagged[2]!.length };
  }
  const body = content.trimEnd();
  const paragraph = body.lastIndexOf("\n\n");
  if (paragraph >= 0) return { start: paragraph + 2, end: body.length };
  const quotation = /["“]([^"”]+)["”]/.exec(body);
  if (quotation !== null) return { start: quotation.index + 1, end: quotation.index + 1 + quotation[1]!.length };
  return { start: body.indexOf(": ") < 0 ? 0 : body.indexOf(": ") + 2, end: body.length };
}

function remembered<T>(memory: Map<string, T>, most: number, key: string, make: (key: string) => T): T {
  const found = memory.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  if (memory.size >= most) memory.clear();
  memory.set(key, made);
  return made;
}
