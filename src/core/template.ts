/** Templates: `{{column}}` placeholders, and the Markdown headings that divide a text. */

const PLACEHOLDER = /\{\{\s*([\p{L}_](?:[\p{L}\p{N}_ .-]*[\p{L}\p{N}_])?)\s*\}\}/gu;
/** The end of a heading is taken off apart, so that the time this takes grows with the text and no faster. */
const HEADING = /^(#{1,6})[ \t]+([^ \t\n\r\u2028\u2029].*)$/gm;

/** The names of the placeholders in `text`, each once, in order of first use. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACEHOLDER), (match) => match[1]!))];
}

/** `template` with its placeholders replaced by position; values are never read as template. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => (Object.hasOwn(values, name) ? values[name]! : ""));
}

/** Markdown headings of `text`, with their places. */
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

/** The range without the white space at its ends; of white space alone, its start. */
export function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const body = text.slice(start, end);
  if (body.trim() === "") return { start, end: start };
  return { start: end - body.trimStart().length, end: start + body.trimEnd().length };
}

/** Whether a template has more than placeholders and white space. */
export function hasWords(template: string): boolean {
  return template.replace(PLACEHOLDER, "").trim() !== "";
}
