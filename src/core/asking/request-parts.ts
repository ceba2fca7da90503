/** The parts of a request to the optimizer model: what a template may name, and the headings above what is shown. */
import { PIECE_NAMES } from "./piece-templates.ts";

/** What every template may name. */
export const INSTRUCTION_NAMES: readonly string[] = [
  ...PIECE_NAMES,
  "prompt",
  "frame",
  "section",
  "reader",
  "counts",
  "rules",
  "errors",
  "correct",
  "gradient",
  "score",
  "history",
  "rows",
  "description",
  "lessons",
  "other",
  "count",
  "reasons",
  "versions",
  "target",
  "reply",
];

/** The headings of the requests, by which a reader such as a simulated model finds the parts. */
export const HEADINGS = {
  prompt: "The prompt",
  section: "The section that may change",
  toWrite: "The section to write",
  counts: "What counts as right",
  reader: "Who reads the prompt",
  rules: "What must hold",
  errors: "Rows it gets wrong",
  correct: "Rows it gets right, to keep",
  rows: "Rows of the task",
  gradient: "What may be wrong with the prompt",
  score: "Its score",
  history: "Earlier versions and their scores",
  other: "Another version of the section",
  description: "What the prompt is for",
  lessons: "Lessons of earlier searches",
  task: "Your task",
} as const;

/** Stands for the section where the rest of the prompt is shown. */
export const SECTION_MARK = "[the section]";
