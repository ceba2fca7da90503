/**
 * The small language of the simulated worlds: what a prompt can say there, in which words, and how a gradient puts it.
 * Whatever is quoted “so” is a word of the rows, a label or a form.
 */
import { sample, type Rng } from "../../core/rng.ts";

export type Kind = "turns" | "stays" | "beside" | "covers" | "form" | "wrong";

/** Something that a prompt or a gradient says: of the word `subject`, with what else it names. */
export interface Statement {
  readonly kind: Kind;
  readonly subject: string;
  readonly object?: string;
}

/** `{a}` is the subject, `{b}` the object. */
const SENTENCES: Readonly<Record<Exclude<Kind, "wrong">, readonly string[]>> = {
  turns: [
    "A message with “{a}” means the opposite.",
    "Turn the answer around where “{a}” stands.",
    "The word “{a}” reverses the meaning.",
  ],
  stays: ["A message with “{a}” means what it says.", "The word “{a}” never reverses the meaning."],
  beside: [
    "A message with “{a}” means the opposite only beside “{b}”.",
    "The word “{a}” reverses the meaning, if “{b}” stands there too.",
  ],
  covers: ["A message with “{a}” is “{b}”.", "Give “{b}” to what mentions “{a}”.", "The word “{a}” belongs to “{b}”."],
  form: ["Write a “{a}” in the form “{b}”.", "Answers for “{a}” take the form “{b}”."],
};

const REASONS: Readonly<Record<Kind, string>> = {
  turns: "The prompt does not say that “{a}” turns the meaning around.",
  stays: "The prompt does not say that “{a}” never turns the meaning around.",
  beside: "The prompt does not say that “{a}” turns the meaning around beside “{b}” alone.",
  covers: "The prompt does not say that “{a}” goes with “{b}”.",
  form: "The prompt does not ask for “{a}” in the form “{b}”.",
  wrong: "The prompt is wrong about “{a}”.",
};

/** Sentences that say the same to a reader. To the model, some wordings of a group are clearer than others. */
export const GROUPS: readonly (readonly string[])[] = [
  [
    "Judge the message.",
    "Classify this message.",
    "Decide about the message.",
    "Label the message correctly.",
    "Read the message, decide.",
    "Say what this means.",
  ],
  ["Be careful.", "Take great care.", "Watch every detail.", "Mind small things.", "Read it twice.", "Do not rush."],
  [
    "Think first.",
    "Reason step by step.",
    "Weigh each word.",
    "Consider the whole.",
    "Keep thinking.",
    "Use good sense.",
  ],
  ["Answer briefly.", "Give one answer.", "Reply plainly.", "Name the answer.", "Just answer.", "Keep it short."],
];

/** Sentences that help nobody. */
export const FILLERS: readonly string[] = [
  "Context matters.",
  "Be precise.",
  "Every message is different.",
  "Accuracy counts.",
  "Follow the instructions.",
  "Pay attention.",
];

const VAGUE: readonly string[] = [
  "The prompt is not clear enough.",
  "The prompt gives the model little to go by.",
  "The instructions lack detail.",
  "The prompt ignores the context.",
];

const patterns = [
  ...Object.entries(SENTENCES),
  ...Object.entries(REASONS).map(([kind, reason]) => [kind, [reason]] as const),
].flatMap(([kind, templates]) =>
  templates.map((template) => ({
    kind: kind as Kind,
    subjectFirst: !template.includes("{b}") || template.indexOf("{a}") < template.indexOf("{b}"),
    pattern: new RegExp(`^${template.replace(/[.?]/g, "\\$&").replace(/\{[ab]\}/g, "([^”]+)")}$`),
  })),
);

/** The sentences of a text; line ends count as spaces. */
export function sentencesOf(text: string): string[] {
  return (text.replace(/\s+/g, " ").match(/[^.]+(?:\.|$)/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** What a sentence says; undefined when it is no rule. */
export function statementOf(sentence: string): Statement | undefined {
  for (const { kind, pattern, subjectFirst } of patterns) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    const [, first = "", second] = found;
    if (second === undefined) return { kind, subject: first };
    return subjectFirst ? { kind, subject: first, object: second } : { kind, subject: second, object: first };
  }
  return undefined;
}

/** The statements of a text, the last about each subject. */
export function statementsOf(sentences: readonly string[]): Map<string, Statement> {
  const statements = new Map<string, Statement>();
  for (const sentence of sentences) {
    const statement = statementOf(sentence);
    if (statement !== undefined) statements.set(statement.subject, statement);
  }
  return statements;
}

function filled(template: string, { subject, object = "" }: Statement): string {
  return template.replace("{a}", subject).replace("{b}", object);
}

/** A sentence that says it in a prompt; nothing says that another sentence is wrong. */
export function sentenceFor(statement: Statement, rng: Rng): string {
  return statement.kind === "wrong" ? "" : filled(pick(SENTENCES[statement.kind], rng), statement);
}

/** A gradient that names it; a vague one when there is nothing to name. */
export function reasonFor(statement: Statement | undefined, rng: Rng): string {
  return statement === undefined ? pick(VAGUE, rng) : filled(REASONS[statement.kind], statement);
}

/** The sentence in other words, where there are some. */
export function reworded(sentence: string, rng: Rng): string {
  const statement = statementOf(sentence);
  if (statement !== undefined) return sentenceFor(statement, rng) || sentence;
  const group = [...GROUPS, FILLERS].find((wordings) => wordings.includes(sentence));
  return group === undefined ? sentence : pick(group, rng);
}

/** Whether two sentences are wordings of the same. */
export function isSameGroup(a: string, b: string): boolean {
  return GROUPS.some((wordings) => wordings.includes(a) && wordings.includes(b));
}

export function pick(items: readonly string[], rng: Rng): string {
  return sample(items, 1, rng)[0] ?? "";
}
