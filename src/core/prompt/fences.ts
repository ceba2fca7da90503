/** Code fences of Markdown: stretches between a line of ``` or ~~~ and the line that closes it. */

const FENCE = /^[ \t]*(`{3,}|~{3,})([^\n]*)$/gm;

/** A stretch of a text, from its first character to behind its last. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The code fences of a text with the lines that open and close them, in order. A fence may be indented; it is closed by a line
 * of at least as many of the same marks and nothing else. One that is never closed is none, so that it hides nothing.
 */
export function fencesIn(text: string): Stretch[] {
  const lines = Array.from(text.matchAll(FENCE), ({ 0: line, 1: marks, 2: rest, index }) => ({
    marks: marks!,
    rest: rest!.trim(),
    start: index,
    end: index + line.length,
  }));
  const fences: Stretch[] = [];
  const closing = closings(lines);
  for (let i = 0; i < lines.length; i++) {
    const { marks, rest, start } = lines[i]!;
    // Words behind ``` on its line name the language; with a ` among them the line is code in a sentence.
    if (marks.startsWith("`") && rest.includes("`")) continue;
    const close = closing(i);
    if (close === undefined) continue;
    fences.push({ start, end: lines[close]!.end });
    i = close;
  }
  return fences;
}

interface FenceLine {
  readonly marks: string;
  readonly rest: string;
}

/** For the number of an opening line, that of the next line that closes it. Looked for from the end, so that no line is read twice. */
function closings(lines: readonly FenceLine[]): (index: number) => number | undefined {
  // Of each mark, the lines below that may close a fence; one with a longer or equal line above it never does, and is dropped.
  const stacks = { "`": [] as number[], "~": [] as number[] };
  const next: (number | undefined)[] = [];
  for (let i = lines.length - 1; i >= 0; i--) {
    const { marks, rest } = lines[i]!;
    const stack = stacks[marks.charAt(0) as "`" | "~"];
    next[i] = stack.findLast((one) => lines[one]!.marks.length >= marks.length);
    if (rest !== "") continue;
    while (stack.length > 0 && lines[stack.at(-1)!]!.marks.length <= marks.length) stack.pop();
    stack.push(i);
  }
  return (index) => next[index];
}
