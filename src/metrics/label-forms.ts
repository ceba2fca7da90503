/** The ways in which a label may be written, and where a text names one. */

/** A label named in a text. */
export interface Mention {
  readonly label: string;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether the word says little in running text: digits, single letters, yes and no. */
  readonly weak: boolean;
}

const YES = ["yes", "true", "1", "y", "t"];
const NO = ["no", "false", "0", "n", "f"];
const WEAK = new Set(["yes", "no", "not", "none", "other", "any", "all"]);

/** What may stand around an answer without being part of it: quotes, Markdown, brackets, punctuation. */
const BEFORE = /^(?:[\s"'`*_#>([{<«“”‘’.,;:!?]|[-•]\s)+/u;
const AFTER = /[\s"'`*_)\]}>»“”‘’.,;:!?]+$/u;
/** Scripts that write no spaces between words. */
const UNSPACED = /^[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The label set, ready for reading. */
export class LabelForms {
  /** Source of a regular expression that matches any label as a whole word, the longest first, in one group. */
  readonly pattern: string;
  readonly #exact: ReadonlySet<string>;
  readonly #byForm = new Map<string, string>();
  readonly #weak = new Set<string>();
  readonly #everywhere: RegExp;

  constructor(labels: readonly string[]) {
    this.#exact = new Set(labels);
    const forms = Map.groupBy(labels, plain);
    const written: string[] = [];
    for (const [form, [label, ...others]] of forms) {
      // Labels that differ in case or punctuation alone are told apart only when written exactly.
      if (form === "" || others.length > 0) continue;
      this.#byForm.set(form, label!);
      if (form.length < 3 || !/\p{L}/u.test(form) || WEAK.has(form)) this.#weak.add(form);
      written.push(label!.normalize("NFKC").trim());
    }
    for (const [form, label] of synonyms([...this.#byForm])) {
      this.#byForm.set(form, label);
      this.#weak.add(form);
      written.push(form);
    }
    this.pattern = `(${written.toSorted((a, b) => b.length - a.length).map(wholeWord).join("|") || "(?!)"})`;
    this.#everywhere = new RegExp(this.pattern, "giu");
  }

  /** The label that the whole text is, but for case, quotes, Markdown and punctuation around it. */
  bare(text: string): string | undefined {
    const trimmed = text.trim();
    return this.#exact.has(trimmed) ? trimmed : this.#byForm.get(plain(trimmed));
  }

  isWeak(written: string): boolean {
    return this.#weak.has(plain(written));
  }

  /** Every place where the text names a label; a label inside a longer one is not named. */
  mentions(text: string): Mention[] {
    return Array.from(text.matchAll(this.#everywhere), ({ 0: written, index }) => ({
      label: this.bare(written)!,
      start: index,
      end: index + written.length,
      weak: this.isWeak(written),
    }));
  }
}

/** Yes, true and 1 mean the same where the label set is such a pair. */
function synonyms(forms: readonly (readonly [string, string])[]): [string, string][] {
  const yes = forms.find(([form]) => YES.includes(form));
  const no = forms.find(([form]) => NO.includes(form));
  if (forms.length !== 2 || yes === undefined || no === undefined) return [];
  const others = (words: readonly string[], [form, label]: readonly [string, string]): [string, string][] => words.filter((word) => word !== form).map((word) => [word, label]);
  return [...others(YES, yes), ...others(NO, no)];
}

/** A label without what does not tell it from others: case, outer punctuation, and how its words are joined. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(BEFORE, "")
    .replace(AFTER, "")
    .replace(/(?<=\p{L})[\s_-]+(?=\p{L})/gu, " ")
    .replace(/\s+/g, " ");
}

function wholeWord(label: string): string {
  const words = label.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/(?<=\p{L})[\s_-]+(?=\p{L})/gu, "[\\s_-]+");
  if (UNSPACED.test(label)) return words;
  // A digit is no label inside a longer number.
  const before = /^\p{N}/u.test(label) ? "(?<![\\p{L}\\p{N}_]|[-−.,/]|\\p{N} )" : "(?<![\\p{L}\\p{N}_])";
  const after = /\p{N}$/u.test(label) ? "(?![\\p{L}\\p{N}_%]|[.,/:]\\p{N})" : "(?![\\p{L}\\p{N}_])";
  return before + words + after;
}
