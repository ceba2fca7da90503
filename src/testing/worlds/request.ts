/** Reads a request to the optimizer model by its headings, fences and rows. */
import type { Message } from "../../core/model.ts";
import { lessonsIn, partsOf, unfenced } from "../reviews/optimizer-request.ts";

/** A row as it is shown: the words of its message, and the right answer. */
export interface ShownRow {
  readonly words: readonly string[];
  readonly right: string;
}

export interface WorldRequest {
  readonly asked: "gradient" | "edit" | "paraphrase" | "rewrite" | "history" | "crossover" | "induce";
  readonly section: string;
  readonly errors: readonly ShownRow[];
  readonly correct: readonly ShownRow[];
  /** Rows shown without the model's answer. */
  readonly rows: readonly ShownRow[];
  readonly gradient: string;
  /** Reasons that paid off in earlier searches. */
  readonly lessons: readonly string[];
  /** What a first section is to be for; empty when that is left open. */
  readonly description: string;
  readonly other: string;
  /** Earlier sections, the best last. */
  readonly history: readonly string[];
  readonly count: number;
}

const ROW = /^### Row \d+\n(~~~~ \w+)\nmessage: (.*)\n\1\n(?:The model answered: .*\n)?The right answer: (.*)$/gm;
const EARLIER = /^(~~~~ \w+)\n([\s\S]*?)\n\1\nScore: /gm;

/** The request; undefined when the messages are something else, such as a prompt to answer. */
export function readWorldRequest(messages: readonly Message[]): WorldRequest | undefined {
  const parts = partsOf(messages.map(({ content }) => content).join("\n"));
  const task = parts.get("Your task");
  const section = parts.get("The section that may change") ?? parts.get("The section to write");
  if (task === undefined || section === undefined) return undefined;
  const part = (heading: string): string => parts.get(heading) ?? "";
  const asked = parts.has("The section to write")
    ? "induce"
    : parts.has("What is wrong with the prompt")
      ? "edit"
      : parts.has("Earlier versions and their scores")
        ? "history"
        : parts.has("Another version of the section")
          ? "crossover"
          : parts.has("Its score")
            ? "rewrite"
            : parts.has("Rows it gets wrong")
              ? "gradient"
              : "paraphrase";
  return {
    asked,
    section: unfenced(section),
    errors: rowsIn(part("Rows it gets wrong")),
    correct: rowsIn(part("Rows it gets right, to keep")),
    rows: rowsIn(part("Rows of the task")),
    gradient: part("What is wrong with the prompt"),
    lessons: lessonsIn(part("Lessons of earlier searches")),
    description: part("What the prompt is for"),
    other: unfenced(part("Another version of the section")),
    history: Array.from(part("Earlier versions and their scores").matchAll(EARLIER), ([, , text = ""]) => text),
    count: Number(/\b(?:exactly|write|give)\s+(\d+)\b/i.exec(task)?.[1] ?? 1),
  };
}

function rowsIn(text: string): ShownRow[] {
  return Array.from(text.matchAll(ROW), ([, , message = "", right = ""]) => ({
    words: message.split(" "),
    right: right.trim(),
  }));
}
