/** What all pieces of one parent share, and the prompts that are made of them. */
import { askedFor, type Candidate, type Origin } from "../../candidate.ts";
import type { Example } from "../../example.ts";
import { partText, type Changes } from "../../prompt/prompt.ts";
import { placeholdersIn } from "../../prompt/template.ts";
import type { Tools } from "../../tools.ts";
import { sectionOf, type Pieces } from "./pieces.ts";

/** What all pieces of one parent share. */
export interface Writer {
  readonly tools: Tools;
  readonly labels: readonly string[];
  readonly parent: Candidate;
  readonly round: number;
  /** Train in the order in which rows of a label are shown. */
  readonly rows: readonly Example[];
}

/** How many successors of each kind one parent gets. */
export interface Share {
  readonly plain: number;
  readonly commands: number;
  readonly rules: number;
}

/** Short forms come first: half of the successors say the command in other words, of the initial prompt some in plain forms. */
export function shareOf(most: number, { round }: Candidate, labels: readonly string[]): Share {
  if (labels.length === 0) return { plain: 0, commands: most, rules: 0 };
  const plain = round === 0 ? Math.ceil(most / 4) : 0;
  const commands = Math.ceil((most - plain) / 2);
  return { plain, commands, rules: most - plain - commands };
}

/** A part of the parent, made of these pieces: it shows of a row what it has shown. */
export function textOf({ parent: { prompt } }: Writer, part: string, pieces: Pieces): string {
  return sectionOf(pieces, placeholdersIn(partText(prompt, part)));
}

/**
 * The parent with these texts in the place of its own, unless that breaks the contract.
 * @param shownRows rows that the writer was shown for them
 */
export function admitted(
  { tools, parent, round }: Writer,
  changes: Changes,
  origin: Origin,
  shownRows: readonly Example[] = [],
): Candidate | undefined {
  const rows = shownRows.map((example) => ({ example }));
  const prompt = tools.admit(changes, parent.prompt, rows, round, askedFor(origin));
  return prompt && { prompt, origin, round };
}
