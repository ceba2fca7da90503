/** Fills the templates: shows prompt, rules and rows to the optimizer model, with data fenced off. */
import { cut, fence, inLine } from "./fenced.ts";
import { pieceMessages, type PieceShown } from "./piece.ts";
import { shown, type Example } from "../example.ts";
import { fillTemplate, placeholderFor, placeholdersIn } from "../template.ts";
import { cleanReply } from "../replies/clean.ts";
import type { Message } from "../model.ts";
import { nthPart, partText, type Prompt } from "../prompt.ts";
import type { Observation, Task } from "../task.ts";
import { HEADINGS, REPLY_JSON, REPLY_TAGS } from "./templates.ts";

/** Characters of a gradient that are shown; it is requested in one or two sentences. */
const SHOWN_GRADIENT = 4000;

/** What one request shows in addition to the prompt; each instruction names what it reads. */
export interface Shown {
  /** How many items to ask for in one reply. */
  readonly count: number;
  readonly errors?: readonly Observation[];
  /** A few rows that the prompt gets right, so that an edit does not break them. */
  readonly correct?: readonly Observation[];
  readonly gradient?: string;
  /** Of the prompt, from 0 to 1. */
  readonly score?: number;
  /** Earlier prompts with their scores, in the order in which to show them. */
  readonly history?: readonly { readonly prompt: Prompt; readonly score: number }[];
  /** Rows with their right answers. */
  readonly rows?: readonly Example[];
  /** What the prompt is for, in a line. */
  readonly description?: string;
  /** Gradients of earlier searches whose edits did better. */
  readonly lessons?: readonly string[];
  /** Another prompt, to be combined with this one. */
  readonly other?: Prompt;
  /** The phrase that alone is asked about; default: all of the part. */
  readonly phrase?: string;
  /** What a small question shows. */
  readonly piece?: PieceShown;
}

export interface Showing extends Shown {
  readonly task: Task;
  readonly prompt: Prompt;
  /** Name of the part that the request is about; default: the first. */
  readonly part?: string;
  readonly maxLength: number;
  /** Whether the model can be restricted to JSON. */
  readonly json: boolean;
}

/** The messages of one request to the optimizer model. */
export function messagesFor(template: string, showing: Showing): Message[] {
  if (showing.piece !== undefined)
    return pieceMessages(template, showing.piece, showing.prompt, showing.task.labels ?? []);
  const {
    task,
    prompt,
    part = nthPart(prompt, 0),
    phrase,
    score,
    errors = [],
    correct = [],
    history = [],
    rows = [],
  } = showing;
  const { text, heading } = prompt.parts.find(({ name }) => name === part)!;
  const isAll = prompt.messages.length === 1 && prompt.parts.length === 1 && heading === undefined;
  const content = fillTemplate(template, {
    prompt: fence(prompt.text),
    section: phrase === undefined && isAll ? "The whole prompt." : fence(phrase ?? text),
    rules: rules(task, !isAll, phrase ?? text, showing.maxLength),
    errors: errors.map((row, i) => describeRow(row, i, prompt)).join("\n"),
    correct:
      correct.length === 0
        ? ""
        : `\n## ${HEADINGS.correct}\n${correct.map((row, i) => describeRow(row, i, prompt)).join("\n")}`,
    gradient: said(cut(showing.gradient ?? "", SHOWN_GRADIENT)),
    score: score === undefined ? "Not known." : `${task.metric.name}: ${score.toFixed(3)}`,
    history: history
      .map((earlier) => `${fence(partText(earlier.prompt, part))}\nScore: ${earlier.score.toFixed(3)}`)
      .join("\n"),
    rows: rows.length === 0 ? "None is shown." : rows.map((row, i) => describeExample(row, i, prompt)).join("\n"),
    lessons: describeLessons(showing.lessons ?? []),
    description:
      showing.description === undefined ? "" : `\n## ${HEADINGS.description}\n${said(cut(showing.description))}\n`,
    other: fence(showing.other === undefined ? "" : partText(showing.other, part)),
    count: String(showing.count),
    reply: showing.json ? REPLY_JSON : REPLY_TAGS,
  });
  return [{ role: "user", content }];
}

function rules(task: Task, framed: boolean, section: string, maxLength: number): string {
  const inSection = placeholdersIn(section);
  const lines = [
    `- What counts: ${inLine(`${task.metric.name}. ${task.answers}`)}`,
    inSection.length > 0
      ? `- The section keeps these placeholders, letter for letter: ${inSection.map(placeholderFor).join(", ")}. It adds no other.`
      : "- The section has no placeholders, and adds none.",
    `- The section has at most ${maxLength} characters.`,
  ];
  if (framed)
    lines.push(
      "- Everything outside the section stays as it is: output format, examples, placeholders. The section has no headings of its own.",
    );
  if (task.keep.length > 0) lines.push(`- The label set stays: ${inLine(task.keep.join(", "))}.`);
  return lines.join("\n");
}

function describeLessons(lessons: readonly string[]): string {
  if (lessons.length === 0) return "";
  const listed = lessons.map((lesson) => `- ${inLine(cut(lesson))}`).join("\n");
  return `\n\n## ${HEADINGS.lessons}\nWhat was wrong with other prompts, and did better once it was mended. It may hold here or not: go by the rows.\n${fence(listed)}\n`;
}

function describeRow({ example, answer, invalid, feedback }: Observation, index: number, prompt: Prompt): string {
  const said = cleanReply(answer, "task").text.trim();
  const answered = said === "" ? "nothing" : inLine(JSON.stringify(cut(said)));
  return [
    `### Row ${index + 1}`,
    fence(fieldsOf(example, prompt)),
    `The model answered: ${answered}${invalid ? " (not a readable answer)" : ""}`,
    rightAnswer(example),
    ...(feedback === undefined ? [] : [`Feedback: ${inLine(cut(feedback))}`]),
  ].join("\n");
}

function describeExample(example: Example, index: number, prompt: Prompt): string {
  return [`### Row ${index + 1}`, fence(fieldsOf(example, prompt)), rightAnswer(example)].join("\n");
}

function fieldsOf({ fields }: Example, prompt: Prompt): string {
  return prompt.placeholders.map((name) => `${name}: ${cut(fields[name] ?? "")}`).join("\n");
}

function rightAnswer({ expected }: Example): string {
  return `The right answer: ${inLine(cut(shown(expected)))}`;
}

/** Words of the optimizer model: a line of prose as it is, behind a fence what could pass for a part of the request. */
function said(text: string): string {
  return /^\s*[#~]/.test(text) || inLine(text) !== text ? fence(text) : text;
}
