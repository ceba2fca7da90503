/**
 * A section as pieces: a command, a rule for each label, and the lines that show the input. Found in any section, and put
 * together again by the program, so that a small model writes one sentence at a time.
 */
import { placeholderFor, placeholdersIn } from "../../prompt/template.ts";

export interface Pieces {
  /** What is asked, in a sentence or a few. */
  readonly command: string;
  /** A sentence for each label that has one, in the order in which they were added. */
  readonly rules: ReadonlyMap<string, string>;
  /** The lines that show the input, from the first paragraph with a placeholder on; empty where the section shows none. */
  readonly input: string;
}

/** The pieces of a section. */
export function piecesOf(section: string, labels: readonly string[]): Pieces {
  const lines = section.split("\n");
  // A placeholder within the first sentence belongs to the command.
  const found = inputStart(lines);
  const start = placeholdersIn(lines[0]!).length > 0 ? lines.length : found;
  const rules = new Map<string, string>();
  const command = lines.slice(0, start).filter((line) => {
    const label = labels.find((one) => line.startsWith(`- ${one}: `));
    if (label !== undefined) rules.set(label, line.slice(`- ${label}: `.length).trim());
    return label === undefined;
  });
  return { command: command.join("\n").trim(), rules, input: lines.slice(start).join("\n").trim() };
}

/** A section of these pieces; placeholders that no piece shows are added in lines of their own. */
export function sectionOf({ command, rules, input }: Pieces, placeholders: readonly string[]): string {
  const listed = [...rules].map(([label, sentence]) => `- ${label}: ${sentence}`).join("\n");
  const held = placeholdersIn(`${command}\n${listed}\n${input}`);
  const missing = placeholders.filter((name) => !held.includes(name)).map((name) => `${name}: ${placeholderFor(name)}`);
  return [command, listed, input, missing.join("\n")].filter((piece) => piece !== "").join("\n\n");
}

/** A section with the input before what is asked; undefined where it shows no input. */
export function inputFirst({ command, rules, input }: Pieces, placeholders: readonly string[]): string | undefined {
  if (input === "") return undefined;
  const rest = sectionOf({ command, rules, input: "" }, []);
  return placeholdersIn(input).length < placeholders.length ? undefined : `${input}\n\n${rest}`;
}

/**
 * The pieces with the input alone, without headings and names around it, which may decide the answers of a small model. As they
 * are where several placeholders are shown, which need their names.
 */
export function bareInput(pieces: Pieces): Pieces {
  const [name, ...others] = new Set(placeholdersIn(pieces.input));
  return name === undefined || others.length > 0 ? pieces : { ...pieces, input: placeholderFor(name) };
}

/** The pieces with one rule more, or another one for its label. */
export function withRule(pieces: Pieces, label: string, sentence: string): Pieces {
  return { ...pieces, rules: new Map([...pieces.rules, [label, sentence]]) };
}

/** The index of the line with which the input begins: of the first paragraph with a placeholder; behind the last line where there is none. */
export function inputStart(lines: readonly string[]): number {
  const first = lines.findIndex((line) => placeholdersIn(line).length > 0);
  return first < 0 ? lines.length : paragraphStart(lines, first);
}

function paragraphStart(lines: readonly string[], at: number): number {
  let start = at;
  while (start > 0 && lines[start - 1]!.trim() !== "") start -= 1;
  return start;
}
