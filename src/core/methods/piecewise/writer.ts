/** What all pieces of one parent share, and the prompts that are made of them. */
import { askedFor, type Candidate, type Origin } from "../../candidate.ts";
import type { Example } from "../../example.ts";
import { nthPart, partText } from "../../prompt.ts";
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

/**
 * The parent with these pieces in the place of its own, unless that breaks the contract.
 * @param shownRows rows that the writer was shown for them
 */
export function made(
  writer: Writer,
  pieces: Pieces,
  origin: Origin,
  shownRows: readonly Example[] = [],
): Candidate | undefined {
  const { prompt } = writer.parent;
  const own = prompt.placeholders.filter((name) => partText(prompt, nthPart(prompt, 0)).includes(name));
  return admitted(writer, sectionOf(pieces, own), origin, shownRows);
}

/** The parent with this section. */
export function admitted(
  { tools, parent, round }: Writer,
  text: string,
  origin: Origin,
  shownRows: readonly Example[] = [],
): Candidate | undefined {
  const rows = shownRows.map((example) => ({ example }));
  const prompt = tools.admit({ [nthPart(parent.prompt, 0)]: text }, parent.prompt, rows, round, askedFor(origin));
  return prompt && { prompt, origin, round };
}
