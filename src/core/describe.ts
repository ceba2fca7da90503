/** Fills the templates: shows prompt, rules and rows to the optimizer model, with data fenced off. */
import { digest } from "./hash.ts";
import type { Message } from "./model.ts";
import { fillTemplate, type Prompt } from "./prompt.ts";
import type { Observation, Task } from "./task.ts";
import { REPLY_JSON, REPLY_TAGS } from "./templates.ts";

/** Characters of one column value that are shown; longer ones lose their middle. */
const SHOWN = 800;

export interface Showing {
  readonly task: Task;
  readonly prompt: Prompt;
  readonly maxLength: number;
  readonly errors?: readonly Observation[];
  /** A few rows that the prompt gets right, so that an edit does not break them. */
  readonly correct?: readonly Observation[];
  readonly gradient?: string;
  readonly count: number;
  /** Whether the model can be held to JSON. */
  readonly json: boolean;
}

/** The messages of one request to the optimizer model. */
export function messagesFor(template: string, showing: Showing): Message[] {
  const { task, prompt, errors = [], correct = [] } = showing;
  const content = fillTemplate(template, {
    prompt: fence(prompt.text),
    section: prompt.heading === undefined ? "The whole prompt." : fence(prompt.section),
    rules: rules(task, prompt, showing.maxLength),
    errors: errors.map((row, i) => describeRow(row, i, prompt)).join("\n"),
    correct: correct.length === 0 ? "" : `\n## Rows it gets right, to keep\n${correct.map((row, i) => describeRow(row, i, prompt)).join("\n")}`,
    gradient: showing.gradient ?? "",
    count: String(showing.count),
    reply: showing.json ? REPLY_JSON : REPLY_TAGS,
  });
  return [{ role: "user", content }];
}

function rules(task: Task, prompt: Prompt, maxLength: number): string {
  const inSection = prompt.placeholders.filter((name) => prompt.section.includes(name));
  const lines = [
    `- What counts: ${task.metric.name}. ${task.answers}`,
    inSection.length > 0
      ? `- The section keeps these placeholders, letter for letter: ${inSection.map((name) => `{{${name}}}`).join(", ")}. It adds no other.`
      : "- The section has no placeholders, and adds none.",
    `- The section has at most ${maxLength} characters.`,
  ];
  if (prompt.heading !== undefined) lines.push("- Everything outside the section stays as it is: output format, examples, placeholders. The section has no headings of its own.");
  if (task.keep.length > 0) lines.push(`- The label set stays: ${task.keep.join(", ")}.`);
  return lines.join("\n");
}

function describeRow({ example, answer, invalid, feedback }: Observation, index: number, prompt: Prompt): string {
  const fields = prompt.placeholders.map((name) => `${name}: ${cut(example.fields[name] ?? "")}`).join("\n");
  const answered = answer.trim() === "" ? "nothing" : JSON.stringify(defang(cut(answer.trim())));
  return [
    `### Row ${index + 1}`,
    fence(fields),
    `The model answered: ${answered}${invalid ? " (not a readable answer)" : ""}`,
    `The right answer: ${defang(expectedText(example.expected))}`,
    ...(feedback === undefined ? [] : [`Feedback: ${defang(cut(feedback))}`]),
  ].join("\n");
}

function expectedText(expected: unknown): string {
  return typeof expected === "string" ? expected : JSON.stringify(expected);
}

/** Data between two lines that do not occur in it, so that it cannot end its own fence. */
function fence(text: string): string {
  const safe = defang(text);
  const mark = `~~~~ ${digest(safe, 6)}`;
  return `${mark}\n${safe}\n${mark}`;
}

/** Without tags that would pass for the reply's own. */
function defang(text: string): string {
  return text.replace(/<(\/?)item>/gi, "‹$1item›");
}

function cut(text: string): string {
  if (text.length <= SHOWN) return text;
  const half = SHOWN / 2;
  return `${text.slice(0, half)} [${text.length - SHOWN} characters left out] ${text.slice(-half)}`;
}
