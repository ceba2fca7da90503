/** Fills the templates: shows prompt, rules and rows to the optimizer model, with data fenced off. */
import { names } from "../prompt/contract.ts";
import { folded } from "../replies/label-form.ts";
import type { Example } from "../example.ts";
import type { Message } from "../model.ts";
import { nthPart, partText, type Prompt } from "../prompt/prompt.ts";
import type { Observation, Task } from "../task.ts";
import { fillTemplate, placeholderFor, placeholdersIn } from "../prompt/template.ts";
import { cut, fence, inLine, prose } from "./fenced.ts";
import { pieceMessages, type PieceShown } from "./piece.ts";
import { type ReplyKind, replyWords } from "./reply-form.ts";
import { describeErrors, describeExample, describeKept } from "./rows.ts";
import { HEADINGS, SECTION_MARK } from "./request-parts.ts";

/** Characters of a row's value that are shown where nothing else says it. */
const ROW_LENGTH = 800;
/** Characters of a gradient that are shown; it is requested in one or two sentences. */
const SHOWN_GRADIENT = 4000;
/** Characters that even a short section may have, and those for each label where there are many. */
const SHORT = 400;
const SHORT_LABEL = 100;

/** What one request shows in addition to the prompt; each instruction names what it reads. */
export interface Shown {
  /** How many items to ask for in one reply. */
  readonly count: number;
  readonly errors?: readonly Observation[];
  /** All that was observed of the prompt, to say how common the errors are. */
  readonly seen?: readonly Observation[];
  /** A few rows that the prompt gets right, so that an edit does not break them. */
  readonly correct?: readonly Observation[];
  /** What may be wrong with the prompt: one remark or several. */
  readonly gradient?: string | readonly string[];
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
  /** Characters of a row's value that are shown; default 800. */
  readonly rowLength?: number;
  /** What is asked for; default sections. */
  readonly kind?: ReplyKind;
  /** Whether the reply is restricted to JSON. */
  readonly json: boolean;
  /** What is known of the model that reads the prompt, in a sentence; default: nothing. */
  readonly reader?: string;
}

/** The messages of one request to the optimizer model. */
export function messagesFor(template: string, showing: Showing): Message[] {
  if (showing.piece !== undefined)
    return pieceMessages(template, showing.piece, showing.prompt, showing.task.labels ?? []);
  const { task, prompt, part = nthPart(prompt, 0), count, maxLength, kind = "sections" } = showing;
  const { errors = [], seen = [], correct = [], history = [], rows = [] } = showing;
  const view = { prompt, rowLength: showing.rowLength ?? ROW_LENGTH };
  const whole = partText(prompt, part);
  const text = showing.phrase ?? whole;
  const around = prompt.withParts({ [part]: whole.replace(text, () => SECTION_MARK) }).text.trim();
  const content = fillTemplate(template, {
    prompt: fence(prompt.text),
    frame:
      around === SECTION_MARK ? "" : under("prompt", `${SECTION_MARK} is the place of the section.\n${fence(around)}`),
    section: fence(text),
    reader: showing.reader === undefined ? "" : under("reader", inLine(cut(showing.reader))),
    counts: inLine(`${task.answers} The score: ${task.metric.name}.`),
    rules: rules(task, around, text, maxLength),
    errors: describeErrors(errors, seen, view, task),
    correct: describeKept(correct, errors.length, view),
    gradient: describeRemarks([showing.gradient ?? []].flat()),
    score: showing.score === undefined ? "Not known." : `${task.metric.name}: ${showing.score.toFixed(3)}`,
    history: history
      .map((earlier) => `${fence(partText(earlier.prompt, part))}\nScore: ${earlier.score.toFixed(3)}`)
      .join("\n"),
    rows: rows.length === 0 ? "None is shown." : rows.map((row, i) => describeExample(row, i, view)).join("\n"),
    lessons: describeLessons(showing.lessons ?? []),
    description: showing.description === undefined ? "" : under("description", prose(cut(showing.description))),
    other: fence(showing.other === undefined ? "" : partText(showing.other, part)),
    count: String(count),
    reasons:
      count === 1
        ? "the main reason, in one or two sentences"
        : `up to ${count} reasons, each another cause and one or two sentences`,
    versions: count === 1 ? "one version" : `${count} versions`,
    target: `Aim at ${targetOf(text, task, maxLength)} characters or fewer.`,
    reply: replyWords(kind, showing.json),
  });
  return [{ role: "user", content }];
}

/** A part of a request that is left out where there is nothing to show. */
function under(heading: keyof typeof HEADINGS, text: string): string {
  return `\n## ${HEADINGS[heading]}\n${text}\n`;
}

/** A length that a section should not outgrow, in characters: a short one has room for a rule or two, any other keeps its length. */
function targetOf(text: string, { labels = [] }: Pick<Task, "labels">, maxLength: number): number {
  const today = Math.ceil(text.length / 50) * 50;
  return Math.min(maxLength, Math.max(SHORT, SHORT_LABEL * labels.length, today));
}

/** What the contract of a prompt rejects, as far as a writer can go wrong there. */
function rules(task: Task, around: string, section: string, maxLength: number): string {
  const inSection = placeholdersIn(section);
  const [inside, outside] = [folded(section), folded(around)];
  const named = task.keep.filter((label) => names(inside, label) && !names(outside, label));
  return [
    inSection.length > 0
      ? `- Keep these placeholders, letter for letter: ${inSection.map(placeholderFor).join(", ")}. Add no other.`
      : "- Add no placeholder.",
    ...(around === SECTION_MARK ? [] : ["- Write the section alone, without a heading: the rest of the prompt stays."]),
    ...(named.length > 0 ? [`- Go on naming these: ${inLine(named.join(", "))}.`] : []),
    // A cap far above the length to aim at would be taken for the length to aim at.
    ...(maxLength < 2 * targetOf(section, task, maxLength) ? [`- It has at most ${maxLength} characters.`] : []),
  ].join("\n");
}

/** One remark as it is; several as a list, so that each can be weighed by itself. */
function describeRemarks(remarks: readonly string[]): string {
  const [only = ""] = remarks;
  if (remarks.length <= 1) return prose(cut(only, SHOWN_GRADIENT));
  return remarks.map((remark, i) => `${i + 1}. ${inLine(cut(remark, SHOWN_GRADIENT))}`).join("\n");
}

function describeLessons(lessons: readonly string[]): string {
  if (lessons.length === 0) return "";
  const listed = lessons.map((lesson) => `- ${inLine(cut(lesson))}`).join("\n");
  return under(
    "lessons",
    `What was wrong with other prompts, and did better once it was put right. It may hold here or not: go by the rows.\n${fence(listed)}`,
  );
}
