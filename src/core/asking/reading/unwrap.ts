/** Takes off what a model wraps around a section that it wrote: where something else would be lost, it stays. */
import { literalPattern } from "../../values/literal-pattern.ts";
import { nthPart, type Prompt } from "../../prompt/prompt.ts";
import { announced, announces, withoutFarewell } from "./announced.ts";
import { type Frame, withoutFrame } from "./prompt-frame.ts";

/** What may be taken off. */
export type Wrapping =
  | "announcement"
  | "farewell"
  | "fence"
  | "quotes"
  | "escapes"
  | "quote marks"
  | "rules"
  | "tags"
  | "heading"
  | "frame";

/** A section, and what was around it, from the outside in, each once. */
export interface Unwrapped {
  /** Empty when the text was nothing but wrapping. */
  readonly section: string;
  readonly unwrapped: readonly Wrapping[];
}

/** Most layers that are taken off. */
const LAYERS = 12;

/** What the text was written to take the place of. */
interface Parent extends Frame {
  readonly section: string;
  readonly heading: string | undefined;
}

interface Layer {
  readonly wrapping: Wrapping;
  /** A text that this takes something off, the section being `S` under the heading `Task`. */
  readonly example: string;
  /** What is left; undefined when there is nothing to take off. */
  readonly off: (text: string, parent: Parent) => string | undefined;
}

/** What is taken off, in the order in which it is tried, again and again. */
export const LAYERS_OFF: readonly Layer[] = [
  { wrapping: "fence", example: "```text\nS\n```", off: withoutFence },
  { wrapping: "farewell", example: "S\n\nLet me know if you want more.", off: withoutFarewellOf },
  { wrapping: "quotes", example: "“S”", off: withoutQuotes },
  { wrapping: "announcement", example: "Here is the improved prompt:\n\nS", off: withoutAnnouncement },
  { wrapping: "frame", example: "# Task\nS\n\n# Input\n{{text}}", off: withoutFrame },
  { wrapping: "heading", example: "# Task\nS", off: withoutHeading },
  { wrapping: "quote marks", example: "> S", off: withoutQuoteMarks },
  { wrapping: "rules", example: "---\nS\n---", off: withoutRules },
  { wrapping: "tags", example: "<section>\nS\n</section>", off: withoutTags },
  { wrapping: "escapes", example: "S\\nS", off: withoutEscapes },
];

/** Takes off whatever is around the section in `text`, which was written to take the place of a part of `prompt`. */
export function unwrap(text: string, prompt: Prompt, part: string = nthPart(prompt, 0)): Unwrapped {
  const parent = placeOf(prompt, part);
  let section = text.replaceAll("\r\n", "\n").trim();
  const unwrapped = new Set<Wrapping>();
  if (section === parent.section) return { section, unwrapped: [] };
  for (let layer = 0; layer < LAYERS; layer++) {
    if (announces(section)) return { section: "", unwrapped: [...unwrapped.add("announcement")] };
    const next = LAYERS_OFF.map(({ wrapping, off }) => ({ wrapping, left: off(section, parent)?.trim() })).find(
      ({ left }) => left !== undefined && left !== section,
    );
    if (next === undefined) break;
    section = next.left!;
    unwrapped.add(next.wrapping);
  }
  return { section, unwrapped: [...unwrapped] };
}

function placeOf({ parts, messages }: Prompt, name: string): Parent {
  const { text, heading, where } = parts.find((part) => part.name === name)!;
  const { content } = messages[where.message]!;
  return { section: text, heading, before: content.slice(0, where.start), after: content.slice(where.end) };
}

/** Whether a line closes the fence that another line opens: as long a mark, with nothing behind it or the same words. */
function closesFence(line: string, opening: string): boolean {
  const mark = /^(?:`{3,}|~{3,})/.exec(opening)?.[0];
  const rest = line.trim().slice(mark?.length ?? 0);
  return mark !== undefined && line.startsWith(mark) && (rest === "" || line.trim() === opening.trim());
}

/** One fence, around the whole text or behind a line that announces it. */
function withoutFence(text: string, { section }: Parent): string | undefined {
  if (/^(?:```|~~~)/m.test(section)) return undefined;
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^(?:```|~~~)[^\n`]*$/.test(line.trimEnd()) || /^`{4,}[^\n`]*$/.test(line));
  const end = start === -1 ? -1 : lines.findLastIndex((line, i) => i > start && closesFence(line, lines[start]!));
  if (end === -1 || lines.slice(start + 1, end).some((line) => closesFence(line, lines[start]!))) return undefined;
  const before = lines.slice(0, start).join("\n").trim();
  const after = lines
    .slice(end + 1)
    .join("\n")
    .trim();
  const announcedBefore = before === "" || announces(before);
  if (!announcedBefore || (after !== "" && withoutFarewell(`x\n\n${after}`) !== "x")) return undefined;
  return lines.slice(start + 1, end).join("\n");
}

function withoutAnnouncement(text: string, { section }: Parent): string | undefined {
  return announced(section) === undefined ? announced(text) : undefined;
}

function withoutFarewellOf(text: string, { section }: Parent): string | undefined {
  return withoutFarewell(section) === undefined ? withoutFarewell(text) : undefined;
}

/** Most characters around a heading's words. */
const MARKS = 40;

/** The section's own heading, in Markdown, as a line of its own, or with a colon in front of the text. */
function withoutHeading(text: string, { heading, section }: Parent): string | undefined {
  if (heading === undefined) return undefined;
  const opens = new RegExp(`^(\\*\\*|__|)${literalPattern(heading)}(?::\\1|\\1:)[ \\t]+(?=\\S)`);
  if (opens.test(text) && !opens.test(section)) return text.replace(opens, "");
  const [first, ...rest] = text.split("\n");
  if (first!.length > heading.length + MARKS) return undefined;
  const name = first!
    .trim()
    .replace(/^#{1,6}\s+/, "")
    .replace(/\s+#+$/, "")
    .replace(/\s+\((?:new|revised|improved|updated|rewritten)\)/i, "")
    .replace(/^(\*\*|__)(.*)\1$/, "$2")
    .replace(/:$/, "")
    .replace(/^(\*\*|__)(.*)\1$/, "$2")
    .replace(/^(?:new|revised|improved|updated|rewritten)\s+/i, "")
    .trim();
  const body = rest.join("\n").replace(/^\s*(?:={3,}|-{3,})\s*\n/, "");
  return name.toLowerCase() === heading.toLowerCase() && body.trim() !== "" ? body : undefined;
}

const QUOTES: readonly (readonly [string, string])[] = [
  ['"""', '"""'],
  ["'''", "'''"],
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["‘", "’"],
  ["„", "“"],
  ["«", "»"],
  ["「", "」"],
  ["`", "`"],
  ["**", "**"],
  ["*", "*"],
  ["```", "```"],
];

/** What a program writes in front of a text in triple quotes. */
const ASSIGNED = /^\w{1,40} ?= ?(?:r|f)?(?="""|''')/;

function withoutQuotes(whole: string, { section }: Parent): string | undefined {
  for (const [open, close] of QUOTES) {
    const text = open.length === 3 ? whole.replace(ASSIGNED, "") : whole;
    if (!text.startsWith(open) || !text.endsWith(close) || text.length <= open.length + close.length) continue;
    if (section.startsWith(open) && section.endsWith(close)) return undefined;
    const inner = text.slice(open.length, -close.length);
    if (!inner.includes(open) && !inner.includes(close)) return inner;
  }
  return undefined;
}

/** The marks of a Markdown quotation, where every line has one. */
function withoutQuoteMarks(text: string, { section }: Parent): string | undefined {
  const lines = text.split("\n");
  if (section.startsWith(">") || !lines.every((line) => line.startsWith(">"))) return undefined;
  return lines.map((line) => line.replace(/^> ?/, "")).join("\n");
}

/** Line breaks written as \n, where the text has no real ones. */
function withoutEscapes(text: string, { section }: Parent): string | undefined {
  if (text.includes("\n") || section.includes("\\n") || !text.includes("\\n")) return undefined;
  return text.replaceAll("\\n", "\n").replaceAll('\\"', '"');
}

/** Horizontal rules above and below. */
function withoutRules(text: string): string | undefined {
  return /^([-*=_])\1{2,}[ \t]*\n([\s\S]+)\n\1{3,}$/.exec(text)?.[2];
}

/** One pair of tags around all of it, whose name says that a section is in them. */
function withoutTags(text: string, { section }: Parent): string | undefined {
  const inner =
    /^<((?:\w{1,12}[_-])?(?:prompt|section|instructions?|version|task|item|variable|output|answer))>([\s\S]+)<\/\1>$/i.exec(
      text,
    )?.[2];
  return section.startsWith("<") || inner?.includes("<") === true ? undefined : inner;
}
