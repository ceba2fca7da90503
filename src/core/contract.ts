/**
 * The contract of a prompt: what a candidate must keep of the prompt it descends from. One that breaks
 * it is rejected with the reason; it is never mended silently.
 */
import { parsePrompt, type Prompt } from "./prompt.ts";

export interface ContractOptions {
  /** Longest section allowed, in characters. */
  readonly maxLength: number;
  /** Most consecutive words that a section may share with a row shown to the optimizer model. */
  readonly maxCopiedWords: number;
}

/**
 * Why `candidate` may not take the place of `initial`; undefined when it may.
 * @param keep words that the section must go on naming where the initial section names them (the label set)
 * @param shown texts of the rows that the optimizer model was shown when it wrote the candidate
 */
export function breachOfContract(
  candidate: Prompt,
  initial: Prompt,
  keep: readonly string[],
  shown: readonly string[],
  options: ContractOptions,
): string | undefined {
  const { section } = candidate;
  if (section === "") return "the section is empty";
  if (hasControlCharacters(section)) return "it has control characters";
  if (hides(section, initial.text)) return "it has invisible characters that the initial prompt lacks";
  if (section.length > options.maxLength)
    return `the section has ${section.length} characters, more than ${options.maxLength}`;

  const lost = initial.placeholders.filter((name) => !candidate.placeholders.includes(name));
  if (lost.length > 0) return `it loses the placeholder ${braced(lost)}`;
  const added = candidate.placeholders.filter((name) => !initial.placeholders.includes(name));
  if (added.length > 0) return `it adds the placeholder ${braced(added)}`;

  const reread = parsePrompt(candidate.text, initial.heading);
  if (reread.section !== section || reread.heading !== initial.heading)
    return "it has a heading that changes the prompt's sections";

  const dropped = keep.filter((word) => names(initial.section, word) && !names(section, word));
  if (dropped.length > 0)
    return `it no longer names the label ${dropped.map((word) => JSON.stringify(word)).join(", ")}`;

  const copied = copiedWords(section, initial.text, shown, options.maxCopiedWords + 1);
  if (copied !== undefined) return `it copies a row: "${copied}"`;
  return undefined;
}

function braced(names: readonly string[]): string {
  return names.map((name) => `{{${name}}}`).join(", ");
}

function hasControlCharacters(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text);
}

/** What a person who reads the prompt does not see: changes of direction, spaces of no width, tags (U+E0000). */
const INVISIBLE = /[\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

function hides(text: string, initial: string): boolean {
  return (text.match(INVISIBLE) ?? []).some((character) => !initial.includes(character));
}

function names(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "iu").test(text);
}

/** The first run of `length` words of `section` that stands in a shown row but not in the initial prompt. */
function copiedWords(section: string, initial: string, shown: readonly string[], length: number): string | undefined {
  const inRows = new Set(shown.flatMap((row) => runs(row, length)));
  const known = new Set(runs(initial, length));
  return runs(section, length).find((run) => inRows.has(run) && !known.has(run));
}

/** A letter of a script that writes no spaces is a word of its own. */
const WORD =
  /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}'])+/gu;

function runs(text: string, length: number): string[] {
  const words = text.toLowerCase().match(WORD) ?? [];
  return words.slice(0, Math.max(0, words.length - length + 1)).map((_, i) => words.slice(i, i + length).join(" "));
}
