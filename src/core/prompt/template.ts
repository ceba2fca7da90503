/**
 * Templates: placeholders, and the Markdown headings that divide a text. `{{text}}` stands for a row's value in the column
 * `text`. A name with other characters than letters, digits, spaces, dots, hyphens and underscores is written
 * `{{column "Wie war's?"}}`, in quotes as in JSON.
 */
import { fencesIn } from "./fences.ts";

const PLACEHOLDER =
  /\{\{\s*(?:([\p{L}_](?:[\p{L}\p{M}\p{N}_ .-]*[\p{L}\p{M}\p{N}_])?)|column\s{1,9}("(?:[^"\\\n]|\\.)*"))\s*\}\}/gu;
/** The end of a heading is taken off apart, so that the time this takes grows with the text and no faster. */
const HEADING = /^(#{1,6})[ \t]+([^ \t\n\r\u2028\u2029].*)$/gm;

/** The names of the placeholders in `text`, each once, in order of first use. */
export function placeholdersIn(text: string): string[] {
  const names = Array.from(text.matchAll(PLACEHOLDER), ([, plain, quoted]) => nameOf(plain, quoted));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** `template` with its placeholders replaced by position; values are never read as template. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (whole, plain?: string, quoted?: string) => {
    const name = nameOf(plain, quoted);
    if (name === undefined) return whole;
    return Object.hasOwn(values, name) ? values[name]! : "";
  });
}

/** The name of a column in the form in which names are compared: composed, with plain spaces, without marks of byte order. */
export function columnName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[\u200b\u2060\ufeff]/g, "")
    .replace(/[\u00a0\u2007\u202f]/g, " ");
}

/** The placeholder that stands for a column: its plain form where the name allows it, else the one in quotes. */
export function placeholderFor(name: string): string {
  const plain = `{{${name}}}`;
  if (placeholdersIn(plain)[0] === name && fillTemplate(plain, {}) === "") return plain;
  // Characters that a terminal obeys, or that no one sees, are written out.
  const quoted = JSON.stringify(name).replace(
    /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `{{column ${quoted}}}`;
}

/** Undefined for a name in quotes that JSON does not allow. */
function nameOf(plain: string | undefined, quoted: string | undefined): string | undefined {
  if (plain !== undefined) return columnName(plain);
  try {
    return columnName(JSON.parse(quoted!) as string);
  } catch {
    return undefined;
  }
}

/** Markdown headings of `text`, with their places. A line inside a code fence is none. */
export function headingsIn(
  text: string,
): { readonly level: number; readonly name: string; readonly start: number; readonly end: number }[] {
  const headings = Array.from(text.matchAll(HEADING), (match) => ({
    level: match[1]!.length,
    name: withoutClosing(match[2]!),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const fences = fencesIn(text);
  let next = 0;
  return headings.filter(({ start }) => {
    while (next < fences.length && fences[next]!.end <= start) next += 1;
    return next === fences.length || start < fences[next]!.start;
  });
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

/** The range without the white space at its ends; of white space alone, its start. */
export function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const body = text.slice(start, end);
  if (body.trim() === "") return { start, end: start };
  return { start: end - body.trimStart().length, end: start + body.trimEnd().length };
}

/** The name of the placeholder that a template is, with nothing but white space around it; undefined for any other. */
export function aloneIn(template: string): string | undefined {
  const [name, ...others] = placeholdersIn(template);
  if (name === undefined || others.length > 0) return undefined;
  return fillTemplate(template, { [name]: "x" }).trim() === "x" ? name : undefined;
}

/** Whether a template has more than placeholders and white space. */
export function hasWords(template: string): boolean {
  return fillTemplate(template, {}).trim() !== "";
}
