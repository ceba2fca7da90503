/**
 * The contract of a prompt: what a candidate must keep of the prompt it descends from. One that breaks
 * it is rejected with the reason; it is never corrected silently.
 */
import { folded } from "../replies/label-form.ts";
import { literalPattern } from "../values/literal-pattern.ts";
import { partsOf, readsBack, type Prompt } from "./prompt.ts";

export interface ContractOptions {
  /** Longest part allowed, in characters. */
  readonly maxLength: number;
  /** Most consecutive words that a part may share with a row shown to the optimizer model. */
  readonly maxCopiedWords: number;
}

/** What a candidate breaks, as data; `part` is the name of the part at fault. */
export type Breach =
  /** The part is the parent's own. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "empty" | "control-characters" | "invisible-characters"; readonly part: string }
  | { readonly kind: "length"; readonly part: string; readonly length: number; readonly most: number }
  | { readonly kind: "placeholder-lost" | "placeholder-added"; readonly names: readonly string[] }
  /** A heading that would divide the prompt in another way. */
  | { readonly kind: "heading" }
  | { readonly kind: "label"; readonly labels: readonly string[] }
  /** Words of a row that the optimizer model was shown. */
  | { readonly kind: "copy"; readonly part: string; readonly words: string }
  /** A limit on the prompt's text; `value` is what the prompt has. */
  | { readonly kind: "limit"; readonly limit: string; readonly value: number }
  /** What a run of protegi 0.1 stored as a sentence. */
  | { readonly kind: "other"; readonly reason: string };

/**
 * What `candidate` breaks if it takes the place of `initial`; undefined when it may.
 * @param keep words that the prompt must keep naming where a part of the initial one names them (the label set)
 * @param shown texts of the rows that the optimizer model was shown when it wrote the candidate
 */
export function breachOfContract(
  candidate: Prompt,
  initial: Prompt,
  keep: readonly string[],
  shown: readonly string[],
  options: ContractOptions,
): Breach | undefined {
  for (const { name: part, text, kind } of candidate.parts) {
    // Examples are few rows, copied on purpose; there may be none.
    const isWritten = kind === "instruction";
    if (isWritten && text === "") return { kind: "empty", part };
    if (hasControlCharacters(text)) return { kind: "control-characters", part };
    if (hides(text, initial.text)) return { kind: "invisible-characters", part };
    if (isWritten && text.length > options.maxLength)
      return { kind: "length", part, length: text.length, most: options.maxLength };
  }

  const lost = initial.placeholders.filter((name) => !candidate.placeholders.includes(name));
  if (lost.length > 0) return { kind: "placeholder-lost", names: lost };
  const added = candidate.placeholders.filter((name) => !initial.placeholders.includes(name));
  if (added.length > 0) return { kind: "placeholder-added", names: added };

  if (!readsBack(candidate)) return { kind: "heading" };

  const before = Object.values(partsOf(initial)).join("\n");
  const [had, has] = [folded(before), folded(candidate.text)];
  const dropped = keep.filter((word) => names(had, word) && !names(has, word));
  if (dropped.length > 0) return { kind: "label", labels: dropped };

  for (const { name: part, text, kind } of candidate.parts) {
    if (kind === "examples") continue;
    const words = copiedWords(text, initial.text, shown, options.maxCopiedWords + 1);
    if (words !== undefined) return { kind: "copy", part, words };
  }
  return undefined;
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

/** Whether a folded text names a word, compared as labels are in data and replies. */
export function names(text: string, word: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])${literalPattern(folded(word))}(?![\\p{L}\\p{N}])`, "iu").test(text);
}

/** The first run of `length` words of a part that is in a shown row but not in the initial prompt. */
function copiedWords(text: string, initial: string, shown: readonly string[], length: number): string | undefined {
  const inRows = new Set(shown.flatMap((row) => runs(row, length)));
  const known = new Set(runs(initial, length));
  return runs(text, length).find((run) => inRows.has(run) && !known.has(run));
}

/** A letter of a script that writes no spaces is a word of its own. */
const WORD =
  /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}'])+/gu;

function runs(text: string, length: number): string[] {
  const words = text.toLowerCase().match(WORD) ?? [];
  return words.slice(0, Math.max(0, words.length - length + 1)).map((_, i) => words.slice(i, i + length).join(" "));
}
