/** What a first prompt says for each kind of task: what it asks, the form of the answer, and the line before the answer. */
import { isObject } from "../core/values/is-object.ts";
import { listed, oneLine } from "../core/values/words.ts";
import type { TaskKindName } from "./index.ts";

/** The words of one kind; `answers` are the right answers, or the labels, each once. */
export interface FirstWords {
  /** What the prompt asks when nobody says it. */
  readonly ask: (answers: readonly string[]) => string;
  /** How to answer. */
  readonly format: (answers: readonly string[]) => string;
  /** What comes last, before the answer. */
  readonly tail: string;
}

/** Characters of a label, and names of fields, that a prompt written for them shows. */
const LABEL_SHOWN = 100;
const FIELDS_SHOWN = 40;

const FREE: FirstWords = {
  ask: () => "Give the right answer.",
  format: () => "Give the answer and nothing else.",
  tail: "Answer:",
};

const WORDS: Readonly<Record<TaskKindName, FirstWords>> = {
  classification: {
    ask: (labels) => `Which of these fits: ${inWords(labels)}?`,
    format: (labels) => `Answer with one of: ${inWords(labels)}.`,
    tail: "Label:",
  },
  "multi-label": {
    ask: (labels) => `Which of these fit: ${inWords(labels)}? Several may fit, or none.`,
    format: (labels) =>
      `Answer with JSON such as {"labels": ["...", "..."]}, with all labels that fit, of: ${inWords(labels)}. If none fits, the list is empty.`,
    tail: "Labels:",
  },
  choice: {
    ask: () => "Which option is right?",
    format: (letters) => `Answer with the letter of one option: ${inWords(letters)}.`,
    tail: "Letter:",
  },
  extraction: {
    ask: () => "Find these values in the input.",
    format(answers) {
      const names = fieldsOf(answers);
      return `Answer with JSON and nothing else${names.length === 0 ? "" : `, with these fields: ${inWords(names)}`}.`;
    },
    tail: "JSON:",
  },
  numeric: { ask: () => "Give the right number.", format: () => "Give the number and nothing else.", tail: "Number:" },
  qa: FREE,
  text: { ...FREE, format: () => "Give the text and nothing else.", ask: () => "Write the right text." },
  code: { ...FREE, format: () => "Give the code and nothing else.", ask: () => "Write the right code." },
  tool: {
    ...FREE,
    format: () => 'Answer with one call as JSON: {"name": "...", "arguments": ...}.',
    ask: () => "Which call of a tool is right?",
  },
  custom: FREE,
};

/** The words of a kind; of one that is not ours, those for labels or those for free answers. */
export function firstWords(kind: string, oneLabel = false): FirstWords {
  const known = Object.hasOwn(WORDS, kind) ? WORDS[kind as TaskKindName] : undefined;
  return known ?? (oneLabel ? WORDS.classification : FREE);
}

/** Labels as words of a prompt: none opens a heading or a placeholder there. */
function inWords(labels: readonly string[]): string {
  return listed(labels.map((label) => oneLine(label, LABEL_SHOWN).replaceAll(/\{(?=\{)/g, "{ ")));
}

/** The names of the fields of all objects. */
function fieldsOf(answers: readonly string[]): string[] {
  const values = answers.map((text): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  });
  return [...new Set(values.filter(isObject).flatMap((value) => Object.keys(value)))].slice(0, FIELDS_SHOWN);
}
