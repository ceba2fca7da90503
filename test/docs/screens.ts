/** The screens of the documents: blocks that show commands and what they print. */
import { blocksOf, type Block } from "./pages.ts";
import type { Typed } from "./shell.ts";

/** In a screen, a line in the place of lines that are left out. */
const LEFT_OUT = "…";

/** In front of a screen that is of the same terminal as the one above it. */
const GOES_ON = "<!-- goes on -->\n";

export interface Screen extends Block {
  readonly typed: readonly Typed[];
  /** What was typed into its terminal on the screens above. */
  readonly before: readonly Typed[];
}

/** The screens of a page, in order. */
export function screensOf(page: string): Screen[] {
  const screens: Screen[] = [];
  for (const block of blocksOf(page).filter(({ info }) => info === "console")) {
    const above = screens.at(-1);
    const before = block.precededBy(GOES_ON) && above !== undefined ? [...above.before, ...above.typed] : [];
    screens.push({ ...block, typed: typedIn(block.text), before });
  }
  return screens;
}

/** The commands of a screen, each with what is shown below it. */
function typedIn(screen: string): Typed[] {
  const typed: { command: string; shown: string[] }[] = [];
  for (const line of screen.trimEnd().split("\n")) {
    if (line.startsWith("$ ")) typed.push({ command: line.slice(2), shown: [] });
    else if (typed.length > 0) typed.at(-1)!.shown.push(line);
    else throw new Error(`expected a command, such as “$ protegi check”, got: ${line}`);
  }
  return typed;
}

/** The lines below a command as they are printed now: as many as it shows, with "…" where it has left some out. */
export function renewed(shown: readonly string[], printed: readonly string[]): string[] {
  const lines: string[] = [];
  let from = 0;
  for (const [i, part] of partsOf(shown).entries()) {
    if (i > 0) lines.push(LEFT_OUT);
    if (part.length === 0) continue;
    const at = i === 0 ? 0 : placeOf(part, printed, from);
    from = at + part.length;
    lines.push(...printed.slice(at, from));
  }
  const complete = lines.at(-1) === LEFT_OUT || printed.slice(from).every((line) => line === "");
  return complete ? lines : [...lines, LEFT_OUT];
}

function partsOf(shown: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of shown) {
    if (line === LEFT_OUT) parts.push([]);
    else parts.at(-1)!.push(line);
  }
  return parts;
}

/** Where lines like these begin: by the first line that is printed as it is shown, or else but for its numbers. */
function placeOf(part: readonly string[], printed: readonly string[], from: number): number {
  const withoutNumbers = (line: string): string => line.replaceAll(/\d[\d.,]*/g, "0");
  for (const read of [(line: string) => line, withoutNumbers]) {
    for (const [k, line] of part.entries()) {
      const at = printed.findIndex((one, n) => n >= from + k && line !== "" && read(one) === read(line));
      if (at >= 0) return at - k;
    }
  }
  throw new Error(`expected lines like these, and got none:\n${part.join("\n")}\nPrinted:\n${printed.join("\n")}`);
}
