/** Text that fits the width of a terminal. A line is broken between words, never within one. */

/** Characters that a terminal shows two columns wide: East Asian scripts, their punctuation, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
/** Characters that take no column of their own: combining marks, joiners, variation selectors. */
const NO_WIDTH = /[\p{M}\u200b-\u200d\ufeff]/u;
/** A break may follow any character of the scripts that are written without spaces. */
const UNITS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{P}\p{M}]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

/** A colour of a terminal, which takes no column. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const COLOUR = /\u001b\[\d+m/g;

/** The least width that lines are fitted to. */
const NARROWEST = 20;

/** The columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOUR, ""))
    width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/**
 * The lines of a text, each at most `width` columns wide; only a single word that is wider makes a line wider.
 * @param hang what lines that continue another begin with, next to that line's own indent; default: two spaces
 */
export function wrapped(text: string, width: number, hang = "  "): string[] {
  return text.split("\n").flatMap((line) => wrappedLine(line, Math.max(NARROWEST, width), hang));
}

function wrappedLine(line: string, width: number, hang: string): string[] {
  if (widthOf(line) <= width) return [line];
  const [indent = ""] = /^\s*/.exec(line) ?? [];
  const lines: string[] = [];
  let current = indent;
  let isEmpty = true;
  for (const { text, space } of unitsOf(line.slice(indent.length))) {
    if (!isEmpty && widthOf(current + space + text) > width) {
      lines.push(current);
      current = `${indent}${hang}${text}`;
    } else current += isEmpty ? text : `${space}${text}`;
    isEmpty = false;
  }
  return [...lines, current];
}

/** The pieces between which a line may break, each with the space before it. */
function unitsOf(text: string): { readonly text: string; readonly space: string }[] {
  let end = 0;
  return [...text.matchAll(UNITS)].map(({ 0: unit, index }) => {
    const space = text.slice(end, index);
    end = index + unit.length;
    return { text: unit, space };
  });
}

/**
 * A text on one line of at most `width` columns, cut between two words with an ellipsis. A single word that is wider
 * is cut within.
 */
export function clipped(text: string, width: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (widthOf(line) <= width) return line;
  let kept = "";
  for (const { text: unit, space } of unitsOf(line)) {
    if (widthOf(kept + space + unit) > width - 2) break;
    kept += space + unit;
  }
  if (kept !== "") return `${kept} …`;
  const characters = Array.from(line);
  while (widthOf(characters.join("")) > width - 1) characters.pop();
  return `${characters.join("")}…`;
}
