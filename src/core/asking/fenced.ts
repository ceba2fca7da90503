/** Data as it is shown in a request: fenced off, in a line, or cut, so that it can be nothing but data. */
import { digest } from "../values/hash.ts";

/** Characters of a value that are shown where nothing else says it; longer ones lose their middle. */
const SHOWN = 800;

/** Data between two lines that do not occur in it, so that it cannot end its own fence. */
export function fence(text: string): string {
  const safe = defang(text);
  let length = 6;
  while (safe.includes(`~~~~ ${digest(safe, length)}`)) length += 1;
  const mark = `~~~~ ${digest(safe, length)}`;
  return `${mark}\n${safe}\n${mark}`;
}

/** Words of the optimizer model: a line of prose as it is, behind a fence what could pass for a part of the request. */
export function prose(text: string): string {
  return /^\s*[#~]/.test(text) || inLine(text) !== text ? fence(text) : text;
}

const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/g;

/** Data in a line of ours: it begins no line of its own. */
export function inLine(text: string): string {
  return defang(text).replace(LINE_BREAK, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Without tags that would pass for the reply's own. */
function defang(text: string): string {
  return text.replace(/<(\/?)(item|set-aside)>/gi, "‹$1$2›");
}

/** At most so many characters of a text: of a longer one the middle is left out, and how much that is. */
export function cut(text: string, shown: number = SHOWN): string {
  if (text.length <= shown) return text;
  const half = shown / 2;
  return `${text.slice(0, half)} [${text.length - shown} characters left out] ${text.slice(-half)}`;
}
