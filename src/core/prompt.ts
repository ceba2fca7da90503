/**
 * A prompt: text with `{{column}}` placeholders, of which one section may change. Sections and
 * placeholders are found once and put back by position, so neither a short section nor a row's text
 * can rewrite another part of the prompt.
 */
import { digest } from "./hash.ts";

export interface Prompt {
  /** Stable across runs: 12 hexadecimal digits of the SHA-256 of the text. */
  readonly id: string;
  readonly text: string;
  /** The part that the optimizer may rewrite, without the white space around it. */
  readonly section: string;
  /** Name of the heading that the section stands under; absent when the whole prompt may change. */
  readonly heading: string | undefined;
  /** Names of the placeholders in the whole text, each once, in order of first use. */
  readonly placeholders: readonly string[];
  /** The same prompt with another section. */
  withSection(section: string): Prompt;
  /** The text with its placeholders filled; values are never read as template. A missing column is empty. */
  fill(fields: Readonly<Record<string, string>>): string;
}

const PLACEHOLDER = /\{\{\s*([\p{L}_](?:[\p{L}\p{N}_ .-]*[\p{L}\p{N}_])?)\s*\}\}/gu;
/** The end of a heading is taken off apart, so that the time this takes grows with the text and no faster. */
const HEADING = /^(#{1,6})[ \t]+([^ \t\n\r\u2028\u2029].*)$/gm;

/**
 * Reads a prompt.
 * @param text the prompt; Windows line ends become plain ones
 * @param heading the Markdown heading whose body may change, whatever its case; default `Task`. Without
 *   such a heading the whole prompt may change.
 */
export function parsePrompt(text: string, heading = "Task"): Prompt {
  const normal = text.replaceAll("\r\n", "\n");
  const { start, end, heading: found } = findSection(normal, heading);
  const frame: Frame = { before: normal.slice(0, start), after: normal.slice(end), heading: found };
  return build(normal, normal.slice(start, end), frame);
}

/** The names of the placeholders in `text`, each once, in order of first use. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACEHOLDER), (match) => match[1]!))];
}

/** `template` with its placeholders replaced by position; values are never read as template. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => (Object.hasOwn(values, name) ? values[name]! : ""));
}

/** Markdown headings of `text`, with where they stand. */
export function headingsIn(
  text: string,
): { readonly level: number; readonly name: string; readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(HEADING), (match) => ({
    level: match[1]!.length,
    name: withoutClosing(match[2]!),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A heading's text without the white space and the `#` that may close it. */
function withoutClosing(text: string): string {
  const inner = trimmedEnd(trimmedEnd(trimmedEnd(text, " \t"), "#"), " \t");
  return inner === "" ? "#" : inner;
}

function trimmedEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function findSection(text: string, wanted: string): { start: number; end: number; heading: string | undefined } {
  const headings = headingsIn(text);
  const index = headings.findIndex(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const own = headings[index];
  if (own === undefined) return { ...trimmed(text, 0, text.length), heading: undefined };
  const next = headings.slice(index + 1).find(({ level }) => level <= own.level);
  return { ...trimmed(text, own.end, next?.start ?? text.length), heading: own.name };
}

/** The range without the white space at its ends; of white space alone, its start. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const body = text.slice(start, end);
  if (body.trim() === "") return { start, end: start };
  return { start: end - body.trimStart().length, end: start + body.trimEnd().length };
}

/** What stands around the section. */
interface Frame {
  readonly before: string;
  readonly after: string;
  readonly heading: string | undefined;
}

function build(text: string, section: string, frame: Frame): Prompt {
  return {
    id: digest(text, 12),
    text,
    section,
    heading: frame.heading,
    placeholders: placeholdersIn(text),
    withSection(other) {
      const body = other.replaceAll("\r\n", "\n").trim();
      // A section that was empty stands right behind its heading.
      const onItsOwnLine = frame.heading === undefined || frame.before.endsWith("\n") ? body : `\n${body}`;
      return build(frame.before + onItsOwnLine + frame.after, body, frame);
    },
    fill: (fields) => fillTemplate(text, fields),
  };
}
