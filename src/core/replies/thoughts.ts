/** Takes out what a model thought aloud, by the marks around it. */
import type { Role } from "../model.ts";
import { THOUGHTS } from "./thought-marks.ts";

const MARKED = THOUGHTS.filter(({ words }) => words !== true);
/** Every mark in one expression: the groups `o0`, `c0`, ... say which it is. */
const MARKS = new RegExp(
  MARKED.flatMap(({ open, close }, i) => [`(?<o${i}>${unnamed(open)})`, `(?<c${i}>${unnamed(close)})`]).join("|"),
  "giu",
);
const EACH = MARKED.map(({ open, close }) => ({ o: new RegExp(open, "iu"), c: new RegExp(close, "iu") }));
const WORDS = THOUGHTS.filter(({ words }) => words === true).map(({ open, close }) => ({
  open: new RegExp(`^(?:\\s*(?:<\\|[\\w ]{1,30}\\|>|<s>)\\s*(?:assistant\\b)?){0,4}\\s*${open}`, "iu"),
  close: new RegExp(close, "iu"),
}));

function unnamed(source: string): string {
  return source.replaceAll("(?<name>", "(?:");
}

/** A text without thoughts. */
export interface Thoughtless {
  readonly text: string;
  /** Whether something was taken out. */
  readonly thought: boolean;
  /** Whether a thought never ended; what follows its start is taken out. */
  readonly unfinished: boolean;
}

/** What begins like this is data or a section: tags inside it belong to it. */
const STRUCTURED = /^\s*(?:\{|\[\s*["'{]|```|~~~|<items?\b)/i;
/** Where a thought may begin in the optimizer's reply: at its start, on a new line, behind a sentence. */
const BETWEEN = /(?:^|\n|[.!?:])[ \t]*$/;

/**
 * Takes the thoughts out of a reply. What comes before a mark that closes a thought nobody opened is a thought too.
 * @param role the optimizer may write about such tags, so its thoughts count only between sentences and outside JSON
 */
export function withoutThoughts(text: string, role: Role): Thoughtless {
  const worded = withoutWords(text);
  let kept = "";
  let at = 0;
  let inside: string | undefined;
  /** Whether the optimizer has written an opening mark as a word of its text. */
  let quoted = false;
  let thought = worded !== text;
  for (const match of worded.matchAll(MARKS)) {
    const [group] = Object.entries(match.groups!).find(([, value]) => value !== undefined)!;
    const kind = kindOf(group, match[0]);
    const before = worded.slice(at, match.index);
    // The optimizer is asked for reasons.
    if (role === "optimizer" && kind.endsWith(" reason")) continue;
    const own = role === "optimizer" && STRUCTURED.test(kept === "" ? before : kept);
    if (group.startsWith("c")) {
      if (inside === undefined ? own || quoted : inside !== kind) continue;
      kept = inside === undefined ? "" : kept;
      inside = undefined;
    } else {
      if (inside !== undefined || own) continue;
      quoted ||= role === "optimizer" && !BETWEEN.test(worded.slice(Math.max(0, match.index - 40), match.index));
      if (quoted) continue;
      kept += before;
      inside = kind;
    }
    thought = true;
    at = match.index + match[0].length;
  }
  const rest = inside === undefined ? worded.slice(at) : "";
  return { text: thought ? kept + rest : text, thought, unfinished: inside !== undefined };
}

/** What a mark that opens and the mark that closes it have in common: their family and name, in one spelling. */
function kindOf(group: string, mark: string): string {
  const family = Number(group.slice(1));
  const name = EACH[family]![group[0] as "o" | "c"].exec(mark)?.groups?.["name"]?.toLowerCase() ?? "";
  return `${family} ${name.replace(/^(?:think(?:ing)?|thoughts?)$/, "think")}`;
}

function withoutWords(text: string): string {
  for (const { open, close } of WORDS) {
    const opened = open.exec(text);
    const closed = opened === null ? null : close.exec(text.slice(opened[0].length));
    if (opened !== null && closed !== null) return text.slice(opened[0].length + closed.index + closed[0].length);
  }
  return text;
}
