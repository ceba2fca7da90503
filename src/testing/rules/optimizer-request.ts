/** Reads a request to the optimizer model as a person would: by its headings, fences and rows. */
import { HEADINGS, SECTION_MARK } from "../../core/asking/request-parts.ts";
import type { Message, ReplyFormat } from "../../core/model.ts";

/** A row shown as answered wrongly, or with its right answer alone. */
export interface ShownRow {
  /** The row's columns, without their names. */
  readonly text: string;
  readonly right: string;
  /** What is said of the model's answer; absent when nothing is. */
  readonly feedback?: string;
}

export interface OptimizerRequest {
  readonly asked: "gradient" | "edit" | "paraphrase" | "induce";
  readonly prompt: string;
  /** What may change; it is the whole prompt where no rest of it is shown. */
  readonly section: string;
  readonly errors: readonly ShownRow[];
  /** Rows with their right answers, of a request for a first section. */
  readonly rows: readonly ShownRow[];
  /** What a first section is to be for; empty when the request leaves that to the model. */
  readonly description: string;
  /** Reasons that paid off in earlier searches. */
  readonly lessons: readonly string[];
  /** What is wrong with the prompt; empty when the request leaves that to the model. */
  readonly gradient: string;
  readonly count: number;
  /** Longest section allowed, in characters. */
  readonly maxLength: number;
  readonly json: boolean;
}

const ROW =
  /^### Row \d+\n(~~~~ \w+)\n([\s\S]*?)\n\1$(?:\n(?:The model answered: .*\n)?The right answer: (.*)$)?(?:\nFeedback: (.*)$)?/gm;
const RIGHT_OF_EACH = /^The right answer to each: (.*)$/m;

/** The request, or undefined when the messages are something else, such as a prompt to answer. */
export function readOptimizerRequest(messages: readonly Message[], format: ReplyFormat): OptimizerRequest | undefined {
  const content = messages.map((message) => message.content).join("\n");
  if (!content.includes(`## ${HEADINGS.task}`)) return undefined;
  const parts = partsOf(content);
  const task = parts.get(HEADINGS.task);
  const section = parts.get(HEADINGS.section) ?? parts.get(HEADINGS.toWrite);
  if (task === undefined || section === undefined) return undefined;
  const written = unfenced(section);
  const frame = parts.get(HEADINGS.prompt);
  const prompt = frame === undefined ? written : unfenced(frame).replace(SECTION_MARK, () => written);
  const wrong = parts.get(HEADINGS.gradient);
  const errors = errorsIn(parts.get(HEADINGS.errors) ?? "");
  // Rules are shown to writers alone.
  const writes = parts.has(HEADINGS.rules);
  return {
    asked: parts.has(HEADINGS.toWrite)
      ? "induce"
      : errors.length > 0 && !writes
        ? "gradient"
        : wrong !== undefined || errors.length > 0
          ? "edit"
          : "paraphrase",
    prompt,
    section: written,
    errors,
    lessons: lessonsIn(parts.get(HEADINGS.lessons) ?? ""),
    rows: errorsIn(parts.get(HEADINGS.rows) ?? ""),
    description: parts.get(HEADINGS.description) ?? "",
    gradient: remarksIn(wrong ?? ""),
    count: Number(/\b(?:up to|write)\s+(\d+)\b/i.exec(task)?.[1] ?? 1),
    maxLength: Number(/at most (\d+) characters/.exec(parts.get(HEADINGS.rules) ?? "")?.[1] ?? Infinity),
    json: format.kind === "json" || (format.kind === "text" && /\bJSON\b/.test(task)),
  };
}

/** The text under each heading of the second level, headings inside fences left alone. */
export function partsOf(content: string): Map<string, string> {
  const parts = new Map<string, string>();
  let heading = "";
  let fence: string | undefined;
  for (const line of content.split("\n")) {
    if (fence !== undefined) fence = line === fence ? undefined : fence;
    else if (line.startsWith("~~~~ ")) fence = line;
    else if (line.startsWith("## ")) {
      heading = line.slice(3).trim();
      continue;
    }
    parts.set(heading, `${parts.get(heading) ?? ""}${line}\n`);
  }
  return new Map(Array.from(parts, ([name, body]) => [name, body.trim()]));
}

/** The text between the first two fences; all of it where there are none. */
export function unfenced(text: string): string {
  return /^(~~~~ \w+)\n([\s\S]*?)\n\1$/m.exec(text)?.[2] ?? text;
}

/** The items of the list of lessons, without what is around it. */
export function lessonsIn(text: string): string[] {
  return Array.from(text.matchAll(/^- (.*)$/gm), ([, lesson = ""]) => lesson);
}

/** Remarks in a row, without the numbers of a list. */
export function remarksIn(text: string): string {
  return text.replace(/^\d+\. /gm, "").replaceAll("\n", " ");
}

function errorsIn(text: string): ShownRow[] {
  return Array.from(text.matchAll(ROW), ([, , fields, right, feedback]) => ({
    text: fields!.replace(/^[^\n:]{1,40}: /gm, ""),
    right: (right ?? RIGHT_OF_EACH.exec(text)?.[1] ?? "").trim(),
    ...(feedback !== undefined && { feedback }),
  }));
}
