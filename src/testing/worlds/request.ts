/** Reads a request to the optimizer model by its headings, fences and rows. */
import type { PieceRequest } from "../piece-request.ts";
import { HEADINGS } from "../../core/asking/request-parts.ts";
import type { Message } from "../../core/model.ts";
import { lessonsIn, partsOf, remarksIn, unfenced } from "../rules/optimizer-request.ts";

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

const ROW = /^### Row \d+\n(~~~~ \w+)\nmessage: (.*)\n\1$(?:\n(?:The model answered: .*\n)?The right answer: (.*)$)?/gm;
const RIGHT_OF_EACH = /^The right answer to each: (.*)$/m;
const EARLIER = /^(~~~~ \w+)\n([\s\S]*?)\n\1\nScore: /gm;

/** The request; undefined when the messages are something else, such as a prompt to answer. */
export function readWorldRequest(messages: readonly Message[]): WorldRequest | undefined {
  const parts = partsOf(messages.map(({ content }) => content).join("\n"));
  const task = parts.get(HEADINGS.task);
  const section = parts.get(HEADINGS.section) ?? parts.get(HEADINGS.toWrite);
  if (task === undefined || section === undefined) return undefined;
  const part = (heading: string): string => parts.get(heading) ?? "";
  const asked = parts.has(HEADINGS.toWrite)
    ? "induce"
    : parts.has(HEADINGS.gradient)
      ? "edit"
      : parts.has(HEADINGS.history)
        ? "history"
        : parts.has(HEADINGS.other)
          ? "crossover"
          : parts.has(HEADINGS.score)
            ? "rewrite"
            : parts.has(HEADINGS.errors)
              ? "gradient"
              : "paraphrase";
  return {
    asked,
    section: unfenced(section),
    errors: rowsIn(part(HEADINGS.errors)),
    correct: rowsIn(part(HEADINGS.correct)),
    rows: rowsIn(part(HEADINGS.rows)),
    gradient: remarksIn(part(HEADINGS.gradient)),
    lessons: lessonsIn(part(HEADINGS.lessons)),
    description: part(HEADINGS.description),
    other: unfenced(part(HEADINGS.other)),
    history: Array.from(part(HEADINGS.history).matchAll(EARLIER), ([, , text = ""]) => text),
    count: Number(/\b(?:up to|write)\s+(\d+)\b/i.exec(task)?.[1] ?? 1),
  };
}

function rowsIn(text: string): ShownRow[] {
  return Array.from(text.matchAll(ROW), ([, , message = "", right = ""]) => ({
    words: message.split(" "),
    right: (right || (RIGHT_OF_EACH.exec(text)?.[1] ?? "")).trim(),
  }));
}

/** A small question as the request it is a piece of: a reason for rows of a label, or an instruction in other words. */
export function worldRequestOf(piece: PieceRequest): WorldRequest {
  const none = { correct: [], rows: [], gradient: "", lessons: [], description: "", other: "", history: [], count: 1 };
  if (piece.asked === "shorten") return { ...none, asked: "paraphrase", section: piece.instruction, errors: [] };
  const errors = piece.rows.map((text) => ({ words: text.split(" "), right: piece.label }));
  return { ...none, asked: "gradient", section: "", errors };
}
